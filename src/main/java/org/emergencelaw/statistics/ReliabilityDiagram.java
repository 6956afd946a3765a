package org.emergencelaw.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Stated probabilities against what happened, in ten bins of equal width: {@code k/10 <= p < (k+1)/10}, the last with 1.
 *
 * @param bins all ten, empty ones too
 */
public record ReliabilityDiagram(List<Bin> bins) {

    private static final int BINS = 10;

    /**
     * @param from least probability
     * @param below probability below which; the last bin includes 1
     * @param count claims
     * @param meanProbability mean of what was stated; absent where there is no claim
     * @param observedRate share that came true
     * @param low 5% bound of the rate by Wilson's score; independent claims assumed
     * @param high 95% bound
     */
    public record Bin(
            double from,
            double below,
            int count,
            OptionalDouble meanProbability,
            OptionalDouble observedRate,
            OptionalDouble low,
            OptionalDouble high) {}

    /** @param p probabilities, 0..1 */
    public static ReliabilityDiagram of(double[] p, boolean[] happened) {
        int[] count = new int[BINS], right = new int[BINS];
        double[] sum = new double[BINS];
        for (int i = 0; i < p.length; i++) {
            int bin = bin(p[i]);
            count[bin]++;
            sum[bin] += p[i];
            if (happened[i]) right[bin]++;
        }
        List<Bin> bins = new ArrayList<>();
        for (int k = 0; k < BINS; k++) bins.add(bin(k, count[k], sum[k], right[k]));
        return new ReliabilityDiagram(bins);
    }

    /** Compared with the edges themselves: {@code 10 p} may round across one. */
    private static int bin(double p) {
        int bin = BINS - 1;
        while (bin > 0 && p < edge(bin)) bin--;
        return bin;
    }

    private static double edge(int k) {
        return (double) k / BINS;
    }

    private static Bin bin(int k, int count, double sum, int right) {
        OptionalDouble none = OptionalDouble.empty();
        if (count == 0) return new Bin(edge(k), edge(k + 1), 0, none, none, none, none);
        Accuracy rate = new Accuracy(right, count);
        Accuracy.Interval wilson = rate.wilson(0.9);
        return new Bin(
                edge(k),
                edge(k + 1),
                count,
                OptionalDouble.of(sum / count),
                OptionalDouble.of(rate.value()),
                OptionalDouble.of(wilson.low()),
                OptionalDouble.of(wilson.high()));
    }
}
