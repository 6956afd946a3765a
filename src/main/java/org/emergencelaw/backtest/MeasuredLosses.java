package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Rows;

/**
 * Loss of one model size over its training compute as it was measured: mean of the runs, straight lines in ln C between checkpoints.
 * Nothing is said beyond them, and no law is assumed.
 *
 * @param points weakest first
 */
record MeasuredLosses(List<Point> points) {

    /** Mean loss at one compute. */
    record Point(double lnFlops, double lossNats) {}

    static MeasuredLosses of(Rows size) {
        TreeMap<Double, double[]> sums = new TreeMap<>();
        for (Checkpoint checkpoint : size.checkpoints()) {
            OptionalDouble flops = size.computeOf(checkpoint), loss = checkpoint.pretrainLossNats();
            if (flops.isEmpty() || loss.isEmpty()) continue;
            double[] sum = sums.computeIfAbsent(flops.getAsDouble(), first -> new double[2]);
            sum[0] += loss.getAsDouble();
            sum[1]++;
        }
        List<Point> points = new ArrayList<>();
        for (Map.Entry<Double, double[]> one : sums.entrySet())
            points.add(new Point(Math.log(one.getKey()), one.getValue()[0] / one.getValue()[1]));
        return new MeasuredLosses(points);
    }

    /** Compute at which the loss first falls to this, FLOPs. */
    OptionalDouble flopsAt(double lossNats) {
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1), after = points.get(i);
            if (before.lossNats < lossNats || after.lossNats > lossNats) continue;
            double fall = before.lossNats - after.lossNats;
            double share = fall > 0 ? (before.lossNats - lossNats) / fall : 0;
            return OptionalDouble.of(Math.exp(before.lnFlops + share * (after.lnFlops - before.lnFlops)));
        }
        return OptionalDouble.empty();
    }

    /** Loss at a compute. */
    OptionalDouble lossAt(double flops) {
        double at = Math.log(flops);
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1), after = points.get(i);
            if (at < before.lnFlops || at > after.lnFlops) continue;
            double share = (at - before.lnFlops) / (after.lnFlops - before.lnFlops);
            return OptionalDouble.of(before.lossNats + share * (after.lossNats - before.lossNats));
        }
        return OptionalDouble.empty();
    }

    /** How far the loss falls over the doubling of compute that follows, nats. */
    OptionalDouble fallPerDoubling(double lossNats) {
        OptionalDouble flops = flopsAt(lossNats);
        OptionalDouble twice = flops.isPresent() ? lossAt(2 * flops.getAsDouble()) : flops;
        return twice.isPresent() ? OptionalDouble.of(lossNats - twice.getAsDouble()) : twice;
    }
}
