package org.emergencelaw.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Split;
import org.emergencelaw.statistics.Accuracy;

/**
 * One checkpoint under every measure of its few-shot rows, over all seeds: a point of a comparison of metrics.
 *
 * @param accuracy right answers over items, all seeds together
 * @param measures mean over the seeds, weighted by items; a measure that a row lacks is left out
 */
public record FewShotPoint(Checkpoint checkpoint, Split split, Accuracy accuracy, Map<Measure, Double> measures) {

    private record Place(Checkpoint checkpoint, Split split) {}

    /**
     * Few-shot rows with exactly this number of shots, the weakest checkpoint first: by loss where every one has a loss, else by
     * training compute, and then checkpoints without a compute are left out.
     */
    public static List<FewShotPoint> of(int shots, Rows observations) {
        List<FewShotPoint> points = new ArrayList<>();
        observations
                .where(row -> row.regime() == Regime.FEW_SHOT && row.examples() == shots)
                .by(row -> new Place(row.checkpoint(), row.split()))
                .forEach((place, rows) -> points.add(of(place, rows)));
        boolean losses = points.stream()
                .allMatch(point -> point.checkpoint.pretrainLossNats().isPresent());
        if (!losses)
            points.removeIf(point -> observations.computeOf(point.checkpoint).isEmpty());
        points.sort(Comparator.comparingDouble(point -> losses
                ? -point.checkpoint.pretrainLossNats().getAsDouble()
                : observations.computeOf(point.checkpoint).getAsDouble()));
        return points;
    }

    private static FewShotPoint of(Place place, Rows rows) {
        int items = 0;
        Map<Measure, Double> sums = new EnumMap<>(Measure.class);
        for (Observation row : rows) {
            Map<Measure, Double> values = Measure.of(row);
            if (items == 0) sums.putAll(weighted(values, row.itemsEvaluated()));
            else {
                sums.keySet().retainAll(values.keySet());
                weighted(values, row.itemsEvaluated()).forEach((m, v) -> sums.computeIfPresent(m, (k, sum) -> sum + v));
            }
            items += row.itemsEvaluated();
        }
        int all = items;
        sums.replaceAll((measure, sum) -> sum / all);
        return new FewShotPoint(
                place.checkpoint, place.split, new Accuracy(rows.count().right(), items), sums);
    }

    private static Map<Measure, Double> weighted(Map<Measure, Double> values, int items) {
        Map<Measure, Double> weighted = new EnumMap<>(Measure.class);
        values.forEach((measure, value) -> weighted.put(measure, value * items));
        return weighted;
    }

    /** Loss on the axis of a chart. */
    public OptionalDouble lossNats() {
        return checkpoint.pretrainLossNats();
    }

    /** Whether its rows were held out of fits. */
    public boolean heldOut() {
        return split == Split.HELD_OUT;
    }
}
