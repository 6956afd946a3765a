package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The product's answer by source, studies with finetuned rows apart, beside the best plain forecast there.
 *
 * @param overBest geometric mean over the rows of the ratio to the best plain forecast
 * @param overAverage geometric mean over the rows of the ratio to the average of four
 * @param fewShotOverAverage the same over the rows without finetuning; absent where there is none
 */
public record SourceTable(List<Row> rows, double overBest, double overAverage, OptionalDouble fewShotOverAverage) {

    private static final List<String> PLAIN =
            List.of("last", "linear", "logistic", "hinge_loss", "hinge_compute", "ensemble");

    /**
     * One source.
     *
     * @param best plain forecast with the least score
     */
    public record Row(
            String source,
            boolean finetuned,
            int studies,
            int targets,
            int answered,
            double holds,
            double score,
            String best,
            double bestScore,
            double averageScore) {}

    public static SourceTable of(List<ScoredTarget> all) {
        Map<String, List<ScoredTarget>> sources = new TreeMap<>();
        for (ScoredTarget target : all)
            sources.computeIfAbsent(target.study().group(), source -> new ArrayList<>())
                    .add(target);
        List<Row> rows = sources.values().stream()
                .filter(targets ->
                        BenchmarkTable.score(BenchmarkCut.FORECAST, targets).isPresent())
                .map(SourceTable::row)
                .toList();
        double[] fewShot = rows.stream()
                .filter(row -> !row.finetuned)
                .mapToDouble(row -> row.score / row.averageScore)
                .toArray();
        return new SourceTable(
                rows,
                geometric(rows.stream()
                        .mapToDouble(row -> row.score / row.bestScore)
                        .toArray()),
                geometric(rows.stream()
                        .mapToDouble(row -> row.score / row.averageScore)
                        .toArray()),
                fewShot.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(geometric(fewShot)));
    }

    private static double geometric(double[] ratios) {
        double sum = 0;
        for (double ratio : ratios) sum += Math.log(ratio);
        return Math.exp(sum / ratios.length);
    }

    private static Row row(List<ScoredTarget> targets) {
        Map<String, Double> plain = new LinkedHashMap<>();
        for (String method : PLAIN) {
            OptionalDouble score = BenchmarkTable.score(method, targets);
            if (score.isPresent()) plain.put(method, score.getAsDouble());
        }
        Map.Entry<String, Double> best = plain.entrySet().stream()
                .min(Comparator.comparing(Map.Entry::getValue))
                .orElseThrow();
        return new Row(
                targets.get(0).study().source(),
                targets.get(0).study().finetuned(),
                (int) targets.stream()
                        .map(target -> target.study().id())
                        .distinct()
                        .count(),
                targets.size(),
                (int) targets.stream()
                        .filter(target -> target.said().containsKey(BenchmarkCut.FORECAST))
                        .count(),
                BenchmarkTable.holds(BenchmarkCut.FORECAST, targets).orElseThrow(),
                BenchmarkTable.score(BenchmarkCut.FORECAST, targets).orElseThrow(),
                best.getKey(),
                best.getValue(),
                BenchmarkTable.score(BenchmarkCut.AVERAGE, targets).orElseThrow());
    }
}
