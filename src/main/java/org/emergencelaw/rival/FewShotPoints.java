package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;

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

    private FewShotPoints(Map<Checkpoint, Rows> rows) {
        int n = rows.size();
        loss = new double[n];
        flops = new double[n];
        accuracy = new double[n];
        binomialVariance = new double[n];
        int i = 0;
        for (Map.Entry<Checkpoint, Rows> of : rows.entrySet()) {
            loss[i] = of.getKey().pretrainLossNats().orElseThrow();
            flops[i] = of.getValue().computeOf(of.getKey()).orElse(Double.NaN);
            double items = of.getValue().count().items();
            accuracy[i] = of.getValue().count().right() / items;
            double p = Math.max(0.02, Math.min(0.98, accuracy[i]));
            binomialVariance[i++] = p * (1 - p) / items;
        }
    }

    /** Of the visible few-shot rows at the task's shots. */
    static FewShotPoints of(StudyRows study) {
        return new FewShotPoints(study.visible().fewShot().rows().by(Observation::checkpoint));
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
     * What is the same under every curve.
     *
     * @param run tau
     * @param variance error of each point
     * @param priorSd s
     * @param logs of all variances, that of the floor's prior among them
     */
    record Noise(double run, double[] variance, double priorSd, double logs) {}

    /** With each of several run noises. */
    List<Noise> noises(double[] runs, double priorSd) {
        return Arrays.stream(runs).mapToObj(run -> noise(run, priorSd)).toList();
    }

    private Noise noise(double run, double priorSd) {
        double[] variance = new double[loss.length];
        double logs = 2 * Math.log(priorSd);
        for (int i = 0; i < variance.length; i++) {
            variance[i] = run * run + binomialVariance[i];
            logs += Math.log(variance[i]);
        }
        return new Noise(run, variance, priorSd, logs);
    }

    /**
     * @param rise r_i
     * @param share b_i, how much of the floor is left
     * @param priorMean m
     */
    Floor floor(double[] rise, double[] share, Noise noise, double priorMean) {
        double precision = 1 / (noise.priorSd * noise.priorSd), linear = precision * priorMean;
        double squares = precision * priorMean * priorMean, logs = noise.logs;
        for (int i = 0; i < loss.length; i++) {
            double variance = noise.variance[i], left = accuracy[i] - rise[i];
            precision += share[i] * share[i] / variance;
            linear += share[i] * left / variance;
            squares += left * left / variance;
        }
        double mean = linear / precision;
        return new Floor(mean, 1 / Math.sqrt(precision), -(squares - mean * linear + Math.log(precision) + logs) / 2);
    }
}
