package org.emergencelaw.statistics;

import java.util.Arrays;

/** Weighted values of one quantity: its distribution function and quantiles. */
public final class WeightedSample {
    private final double[] values;
    /** Weight up to the middle of each value, ascending in 0..1. */
    private final double[] middle;

    /** @param weights at least 0, with a positive sum */
    public WeightedSample(double[] values, double[] weights) {
        this(values, weights, ascending(values));
    }

    /** @param order the indices that sort the values, see {@link #ascending} */
    public WeightedSample(double[] values, double[] weights, int[] order) {
        double total = 0;
        for (double weight : weights) total += weight;
        this.values = new double[order.length];
        middle = new double[order.length];
        double sum = 0;
        for (int k = 0; k < order.length; k++) {
            double weight = weights[order[k]] / total;
            this.values[k] = values[order[k]];
            middle[k] = sum + weight / 2;
            sum += weight;
        }
    }

    /**
     * Indices that sort the values, to a relative 1e-9: the low bits of each give way to its index, so that longs can be sorted,
     * five times as fast as boxed indices.
     */
    public static int[] ascending(double[] values) {
        int bits = 64 - Long.numberOfLeadingZeros(values.length);
        long mask = (1L << bits) - 1;
        long[] keys = new long[values.length];
        for (int i = 0; i < keys.length; i++) {
            long raw = Double.doubleToLongBits(values[i]);
            // a negative double has its bits in reverse order
            keys[i] = ((raw ^ ((raw >> 63) & Long.MAX_VALUE)) & ~mask) | i;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < keys.length; i++) order[i] = (int) (keys[i] & mask);
        return order;
    }

    /** Value below which a share p of the weight lies, linear between values. */
    public double quantile(double p) {
        return interpolated(middle, values, p, values[0], values[values.length - 1]);
    }

    /** Share of the weight below {@code value}. */
    public double probabilityBelow(double value) {
        return interpolated(values, middle, value, 0, 1);
    }

    /** Continuous ranked probability score against what happened: {@code E|X - x| - E|X - X'| / 2}, in the unit of the values. */
    public double crps(double happened) {
        double score = 0;
        for (int k = 0; k + 1 < values.length; k++) {
            // the distribution function between two values is half a step above the middle of the lower
            double below = (middle[k] + middle[k + 1]) / 2, from = values[k], to = values[k + 1];
            double before = Math.max(0, Math.min(to, happened) - from), after = to - from - before;
            score += below * below * before + (1 - below) * (1 - below) * after;
        }
        return score + Math.max(0, values[0] - happened) + Math.max(0, happened - values[values.length - 1]);
    }

    private static double interpolated(double[] from, double[] to, double at, double below, double beyond) {
        int k = Arrays.binarySearch(from, at);
        if (k >= 0) return to[k];
        int above = -k - 1;
        if (above == 0) return below;
        if (above == from.length) return beyond;
        double share = (at - from[above - 1]) / (from[above] - from[above - 1]);
        return to[above - 1] + share * (to[above] - to[above - 1]);
    }
}
