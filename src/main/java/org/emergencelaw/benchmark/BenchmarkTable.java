package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.statistics.ScoringRules;

/**
 * How good every method was on some targets. A study and cut has one vote: scores are means over its targets, then over the votes.
 *
 * @param votes studies times cuts
 * @param methods the product's answer first
 */
public record BenchmarkTable(String title, int studies, int votes, int targets, List<Row> methods) {

    /** From this on a probability claims that the level is reached. */
    private static final double CLAIM = 0.5;

    /**
     * One method.
     *
     * @param answered targets
     * @param holds share of 90% intervals that hold what was observed
     * @param score weighted interval score
     * @param overLast that over the score of the last value, on the same targets
     * @param overAverage that over the score of the average of four plain forecasts, on the same targets
     * @param brier of "reaches the level"
     * @param pReaches mean stated probability of it
     * @param claims targets with a probability above one half
     */
    public record Row(
            String method,
            int answered,
            double meanError,
            double holds,
            double width,
            double score,
            double overLast,
            double overAverage,
            double brier,
            double pReaches,
            int claims) {}

    /** The tables of a run. */
    public static List<BenchmarkTable> of(List<ScoredTarget> all) {
        List<BenchmarkTable> tables = new ArrayList<>();
        add(tables, "all", all, target -> true);
        add(tables, "few-shot rows only", all, target -> !target.study().finetuned());
        add(tables, "with finetuned rows", all, target -> target.study().finetuned());
        add(
                tables,
                "null controls: models that stay at guessing",
                all,
                target -> target.study().control());
        return tables;
    }

    private static void add(
            List<BenchmarkTable> tables, String title, List<ScoredTarget> all, Predicate<ScoredTarget> which) {
        List<ScoredTarget> targets = all.stream().filter(which).toList();
        if (!targets.isEmpty()) tables.add(of(title, targets));
    }

    /** @param targets at least one */
    static BenchmarkTable of(String title, List<ScoredTarget> targets) {
        Set<String> methods = new LinkedHashSet<>();
        for (ScoredTarget target : targets) methods.addAll(target.said().keySet());
        return new BenchmarkTable(
                title,
                (int) targets.stream()
                        .map(target -> target.study().id())
                        .distinct()
                        .count(),
                (int) targets.stream().map(ScoredTarget::vote).distinct().count(),
                targets.size(),
                methods.stream().map(method -> row(method, targets)).toList());
    }

    private static Row row(String method, List<ScoredTarget> targets) {
        List<ScoredTarget> answered = targets.stream()
                .filter(target -> target.said().containsKey(method))
                .toList();
        double score = score(method, answered).orElseThrow();
        return new Row(
                method,
                answered.size(),
                mean(answered, target -> Math.abs(target.by(method).accuracy().median() - target.observed()))
                        .orElseThrow(),
                holds(method, answered).orElseThrow(),
                mean(answered, target -> target.by(method).width()).orElseThrow(),
                score,
                score / score(BenchmarkCut.LAST, answered).orElseThrow(),
                score / score(BenchmarkCut.AVERAGE, answered).orElseThrow(),
                mean(answered, target -> ScoringRules.brier(pReaches(target, method), target.reached()))
                        .orElseThrow(),
                mean(answered, target -> pReaches(target, method)).orElseThrow(),
                (int) answered.stream()
                        .filter(target -> pReaches(target, method) > CLAIM)
                        .count());
    }

    private static double pReaches(ScoredTarget target, String method) {
        return target.by(method).pReaches(target.level());
    }

    static OptionalDouble score(String method, List<ScoredTarget> targets) {
        return mean(
                targets.stream()
                        .filter(target -> target.said().containsKey(method))
                        .toList(),
                target -> target.by(method).weightedIntervalScore(target.observed()));
    }

    static OptionalDouble holds(String method, List<ScoredTarget> targets) {
        return mean(
                targets.stream()
                        .filter(target -> target.said().containsKey(method))
                        .toList(),
                target -> target.by(method).holds(target.observed()) ? 1 : 0);
    }

    /** Over the targets of each study and cut, then over those. */
    private static OptionalDouble mean(List<ScoredTarget> targets, ToDoubleFunction<ScoredTarget> value) {
        Map<String, double[]> votes = new LinkedHashMap<>();
        for (ScoredTarget target : targets) {
            double[] sum = votes.computeIfAbsent(target.vote(), vote -> new double[2]);
            sum[0] += value.applyAsDouble(target);
            sum[1]++;
        }
        return votes.values().stream().mapToDouble(sum -> sum[0] / sum[1]).average();
    }
}
