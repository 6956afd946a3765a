package org.emergencelaw.member;

import java.util.function.DoubleUnaryOperator;

/** Distribution of an observed accuracy, 0..1; what a normal error would put beyond lies at the ends. */
public final class AccuracyDistribution {

    private static final double START = -0.2;
    private static final double END = 1.2;
    private static final int STEPS = 700;

    private final DoubleUnaryOperator cdf;

    /** @param cdf not cut at 0 and 1 */
    AccuracyDistribution(DoubleUnaryOperator cdf) {
        this.cdf = cdf;
    }

    /** P(observed accuracy {@code <= accuracy}). */
    public double cdf(double accuracy) {
        if (Double.isNaN(accuracy)) throw new IllegalArgumentException("accuracy must be a number, was NaN");
        if (accuracy < 0) return 0;
        return accuracy >= 1 ? 1 : Math.min(1, cdf.applyAsDouble(accuracy));
    }

    /** Accuracy below which the observed one lies with probability {@code p}, above 0 and below 1; within 2e-3, by interpolation. */
    public double quantile(double p) {
        if (!(p > 0 && p < 1)) throw new IllegalArgumentException("p must be above 0 and below 1, was " + p);
        int low = 0, high = STEPS;
        double below = cdf.applyAsDouble(START), above = cdf.applyAsDouble(END);
        if (p <= below) return 0;
        if (p >= above) return 1;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            double value = cdf.applyAsDouble(point(middle));
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

    private static double point(int i) {
        return START + (END - START) * i / STEPS;
    }
}
