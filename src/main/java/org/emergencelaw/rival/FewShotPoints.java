package org.emergencelaw.rival;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;

/**
 * Few-shot accuracy of the visible checkpoints, all seeds of one together, and how probable it is under a curve with a free floor.
 *
 * <p>{@code y_i = B b_i + r_i} with error variance {@code tau^2 + p_i (1 - p_i) / n_i}; p_i is y_i clipped to 0.02..0.98. The
 * floor {@code B ~ normal(m, s)} is integrated out.
 */
final class FewShotPoints {

    final double[] loss;
    /** Compute, FLOPs; NaN inside where a checkpoint does not state it. */
    final double[] flops;

    private final double[] accuracy;
    private final double[] binomialVariance;

    private FewShotPoints(List<Checkpoint> checkpoints, List<int[]> counts) {
        int n = counts.size();
        loss = new double[n];
        flops = new double[n];
        accuracy = new double[n];
        binomialVariance = new double[n];
        for (int i = 0; i < n; i++) {
            loss[i] = checkpoints.get(i).pretrainLossNats().orElseThrow();
            flops[i] = checkpoints.get(i).computeFlops().orElse(Double.NaN);
            double items = counts.get(i)[1];
            accuracy[i] = counts.get(i)[0] / items;
            double p = Math.max(0.02, Math.min(0.98, accuracy[i]));
            binomialVariance[i] = p * (1 - p) / items;
        }
    }

    /** Of the visible few-shot rows at the task's shots. */
    static FewShotPoints of(Task task, List<Observation> visible) {
        Map<Checkpoint, int[]> counts = counts(visible.stream()
                .filter(row -> row.split() == Split.FIT && row.regime() == Regime.FEW_SHOT)
                .filter(row -> row.examples() == task.shots()
                        && row.checkpoint().pretrainLossNats().isPresent())
                .toList());
        return new FewShotPoints(new ArrayList<>(counts.keySet()), new ArrayList<>(counts.values()));
    }

    /** Right answers and items of each checkpoint, all seeds together. */
    static Map<Checkpoint, int[]> counts(List<Observation> rows) {
        Map<Checkpoint, int[]> counts = new LinkedHashMap<>();
        for (Observation row : rows) {
            int[] sums = counts.computeIfAbsent(row.checkpoint(), key -> new int[2]);
            sums[0] += row.itemsRight();
            sums[1] += row.itemsEvaluated();
        }
        return counts;
    }

    int size() {
        return loss.length;
    }

    double leastLoss() {
        double least = Double.POSITIVE_INFINITY;
        for (double value : loss) least = Math.min(least, value);
        return least;
    }

    /** Normal posterior of the floor, and the log marginal likelihood of the points. */
    record Floor(double mean, double sd, double logMarginal) {}

    /**
     * @param rise r_i
     * @param share b_i, how much of the floor is left
     * @param priorMean m
     * @param priorSd s
     */
    Floor floor(double[] rise, double[] share, double runNoise, double priorMean, double priorSd) {
        double precision = 1 / (priorSd * priorSd), linear = precision * priorMean;
        double squares = precision * priorMean * priorMean, logs = 2 * Math.log(priorSd);
        for (int i = 0; i < loss.length; i++) {
            double variance = runNoise * runNoise + binomialVariance[i], left = accuracy[i] - rise[i];
            precision += share[i] * share[i] / variance;
            linear += share[i] * left / variance;
            squares += left * left / variance;
            logs += Math.log(variance);
        }
        double mean = linear / precision;
        return new Floor(mean, 1 / Math.sqrt(precision), -(squares - mean * linear + Math.log(precision) + logs) / 2);
    }
}
