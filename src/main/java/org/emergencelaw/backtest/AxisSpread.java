package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.rival.EmergenceCriterion;

/**
 * Whether the sizes of a family emerge at one loss or at one compute: the standard deviation over sizes of the place of emergence, by
 * its loss and by its compute, both in doublings of compute. The axis with less of it carries forecasts from size to size better.
 *
 * @param sizes that show it
 * @param lossSdNats standard deviation of the loss at which they do
 * @param lossSdDoublings the same turned to doublings by the loss law of all checkpoints; absent where there is none
 * @param computeSdDoublings standard deviation of log2 of the compute at which they do
 * @param lossDriftDoublings how many doublings earlier, by its loss, a size of twice the parameters emerges
 * @param computeDriftDoublings the same by its compute; below 0 where larger sizes take more
 */
public record AxisSpread(
        String family,
        String task,
        EmergenceCriterion landmark,
        int sizes,
        double lossSdNats,
        OptionalDouble lossSdDoublings,
        double computeSdDoublings,
        OptionalDouble lossDriftDoublings,
        double computeDriftDoublings) {

    /** Fewer tell no spread. */
    private static final int FEWEST_SIZES = 3;

    /** One a landmark that at least three sizes show. */
    public static List<AxisSpread> of(StudyRows study, long seed) {
        Optional<DoublingsAxis> axis = DoublingsAxis.of(study, seed);
        List<AxisSpread> all = new ArrayList<>();
        for (EmergenceCriterion landmark : EmergenceCriterion.values())
            of(landmark, study.fewShot(), axis).ifPresent(all::add);
        return all;
    }

    private static Optional<AxisSpread> of(
            EmergenceCriterion landmark, StudyRows fewShot, Optional<DoublingsAxis> axis) {
        TreeMap<Double, Rows> sizes = new TreeMap<>(fewShot.rows()
                .where(row -> row.checkpoint().params().isPresent())
                .by(row -> row.checkpoint().params().getAsDouble()));
        List<Double> params = new ArrayList<>(),
                nats = new ArrayList<>(),
                flops = new ArrayList<>(),
                byLoss = new ArrayList<>();
        sizes.forEach((size, rows) -> {
            OptionalDouble seen = landmark.seen(fewShot.with(rows));
            OptionalDouble at = seen.isPresent() ? MeasuredLosses.of(rows).flopsAt(seen.getAsDouble()) : seen;
            if (at.isEmpty()) return;
            params.add(log2(size));
            nats.add(seen.getAsDouble());
            flops.add(log2(at.getAsDouble()));
            axis.ifPresent(one -> one.ofLoss(seen.getAsDouble()).ifPresent(byLoss::add));
        });
        if (params.size() < FEWEST_SIZES) return Optional.empty();
        boolean placed = byLoss.size() == params.size();
        return Optional.of(new AxisSpread(
                fewShot.rows().list().get(0).checkpoint().family(),
                fewShot.task().name(),
                landmark,
                params.size(),
                sd(nats),
                placed ? OptionalDouble.of(sd(byLoss)) : OptionalDouble.empty(),
                sd(flops),
                placed ? OptionalDouble.of(-slope(params, byLoss)) : OptionalDouble.empty(),
                -slope(params, flops)));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private static double sd(List<Double> values) {
        return Math.sqrt(product(values, values) / (values.size() - 1));
    }

    private static double slope(List<Double> x, List<Double> y) {
        return product(x, y) / product(x, x);
    }

    /** Sum of the products of deviations from the means. */
    private static double product(List<Double> x, List<Double> y) {
        double meanX = mean(x), meanY = mean(y), sum = 0;
        for (int i = 0; i < x.size(); i++) sum += (x.get(i) - meanX) * (y.get(i) - meanY);
        return sum;
    }
}
