package org.emergencelaw.metric;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;

/**
 * Few-shot rows that can be compared: one task, family, number of shots, metric and answer filter.
 *
 * @param points the weakest checkpoint first
 */
public record FewShotSeries(
        String task, String family, int shots, String metric, String filter, List<FewShotPoint> points) {

    private record Key(String task, String family, int shots, String metric, String filter) {}

    /** The emergence score of the series under one measure. */
    public record Scored(String measure, boolean smooth, int checkpoints, EmergenceScore score) {}

    /** All series of these rows, in the order of their first row. */
    public static List<FewShotSeries> of(Rows rows) {
        List<FewShotSeries> series = new ArrayList<>();
        rows.where(row -> row.regime() == Regime.FEW_SHOT && row.examples() <= Integer.MAX_VALUE)
                .by(row -> new Key(
                        row.task(), row.checkpoint().family(), (int) row.examples(), row.metric(), row.filter()))
                .forEach((key, group) -> {
                    List<FewShotPoint> points = FewShotPoint.of(key.shots(), group);
                    if (!points.isEmpty())
                        series.add(new FewShotSeries(
                                key.task(), key.family(), key.shots(), key.metric(), key.filter(), points));
                });
        return series;
    }

    /** Measures that at least one point has. */
    public Set<Measure> measures() {
        Set<Measure> found = EnumSet.noneOf(Measure.class);
        points.forEach(point -> found.addAll(point.measures().keySet()));
        return found;
    }

    /** Emergence scores of the accuracy, then of each measure over the points that have it. */
    public List<Scored> scores() {
        List<Scored> scores = new ArrayList<>();
        double[] accuracies =
                points.stream().mapToDouble(point -> point.accuracy().value()).toArray();
        scores.add(new Scored("accuracy", false, accuracies.length, EmergenceScore.of(accuracies, true)));
        for (Measure measure : measures()) {
            double[] values = points.stream()
                    .filter(point -> point.measures().containsKey(measure))
                    .mapToDouble(point -> point.measures().get(measure))
                    .toArray();
            scores.add(new Scored(
                    measure.column(),
                    measure.smooth(),
                    values.length,
                    EmergenceScore.of(values, measure.higherIsBetter())));
        }
        return scores;
    }
}
