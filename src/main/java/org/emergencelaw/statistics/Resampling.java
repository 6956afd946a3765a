package org.emergencelaw.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws of equal weight from weighted points. */
public final class Resampling {

    private Resampling() {}

    /**
     * Systematic resampling in the order of the points.
     *
     * @param logWeights natural logarithms of the weights, up to a constant
     * @return indices of the chosen points, in random order
     */
    public static int[] ofLogWeights(double[] logWeights, int draws, SplittableRandom random) {
        double[] weights = weights(logWeights);
        return systematic(weights, IntStream.range(0, weights.length).toArray(), draws, random);
    }

    /** Weights that sum to 1. */
    public static double[] weights(double[] logWeights) {
        double top = Arrays.stream(logWeights).max().orElseThrow();
        double[] weights =
                Arrays.stream(logWeights).map(log -> Math.exp(log - top)).toArray();
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) weights[i] /= total;
        return weights;
    }

    /**
     * Systematic resampling: one uniform, then equal steps through the weights. With the points in the order of a quantity its
     * distribution is kept to 1 / draws.
     *
     * @param weights summing to 1
     * @param order in which the points are walked through
     * @return indices of the chosen points, in random order
     */
    public static int[] systematic(double[] weights, int[] order, int draws, SplittableRandom random) {
        int[] chosen = new int[draws];
        double start = random.nextDouble(), sum = weights[order[0]];
        for (int k = 0, at = 0; k < draws; k++) {
            double aim = (k + start) / draws;
            while (sum < aim && at < order.length - 1) sum += weights[order[++at]];
            chosen[k] = order[at];
        }
        for (int k = draws - 1; k > 0; k--) {
            int other = random.nextInt(k + 1), kept = chosen[k];
            chosen[k] = chosen[other];
            chosen[other] = kept;
        }
        return chosen;
    }
}
