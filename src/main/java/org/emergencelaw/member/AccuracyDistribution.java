package org.emergencelaw.member;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/** Distribution of an observed accuracy, 0..1; what a normal error would put beyond lies at the ends. */
public final class AccuracyDistribution {

    private static final double START = -0.2;
    private static final double END = 1.2;
    private static final int STEPS = 700;

    private final DoubleUnaryOperator cdf;
    /** The searches for several quantiles, in a mixture and in its parts, come by the same points; each sums thousands of curves. */
    private final Map<Double, Double> known = new ConcurrentHashMap<>();

    /** @param cdf not cut at 0 and 1 */
    AccuracyDistribution(DoubleUnaryOperator cdf) {
        this.cdf = cdf;
    }

    /** {@code F = sum of w_v F_v}, the voices in their order. */
    static AccuracyDistribution pooled(List<Voice> voices, List<AccuracyDistribution> own) {
        return new AccuracyDistribution(accuracy -> {
            double sum = 0;
            for (int v = 0; v < own.size(); v++)
                sum += voices.get(v).weight() * own.get(v).uncut(accuracy);
            return sum;
        });
    }

    /** The distribution function, not cut at 0 and 1. */
    double uncut(double accuracy) {
        Double before = known.get(accuracy);
        if (before != null) return before;
        double value = cdf.applyAsDouble(accuracy);
        known.put(accuracy, value);
        return value;
    }

    /** P(observed accuracy {@code <= accuracy}). */
    public double cdf(double accuracy) {
        if (Double.isNaN(accuracy)) throw new IllegalArgumentException("accuracy must be a number, was NaN");
        if (accuracy < 0) return 0;
        return accuracy >= 1 ? 1 : Math.min(1, uncut(accuracy));
    }

    /** Accuracy below which the observed one lies with probability {@code p}, above 0 and below 1; within 2e-3, by interpolation. */
    public double quantile(double p) {
        if (!(p > 0 && p < 1)) throw new IllegalArgumentException("p must be above 0 and below 1, was " + p);
        int low = 0, high = STEPS;
        double below = uncut(START), above = uncut(END);
        if (p <= below) return 0;
        if (p >= above) return 1;
        for (boolean halve = true; high - low > 1; halve = !halve) {
            int middle = halve ? (low + high) / 2 : interpolated(p, low, high, below, above);
            double value = uncut(point(middle));
            if (value <= p) {
                low = middle;
                below = value;
            } else {
                high = middle;
                above = value;
            }
        }
        double accuracy = point(low) + (p - below) / (above - below) * (point(high) - point(low));
        return Math.max(0, Math.min(1, accuracy));
    }

    /** Between the two. */
    private static int interpolated(double p, int low, int high, double below, double above) {
        int guess = low + (int) Math.round((high - low) * (p - below) / (above - below));
        return Math.max(low + 1, Math.min(high - 1, guess));
    }

    private static double point(int i) {
        return START + (END - START) * i / STEPS;
    }
}
