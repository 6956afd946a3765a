package org.emergencelaw.member;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Distribution of an observed accuracy, 0..1; what a normal error would put beyond lies at the ends. */
public final class AccuracyDistribution {

    private static final double START = -0.2;
    private static final double END = 1.2;
    private static final int STEPS = 700;

    private final DoubleUnaryOperator cdf;
    private final Supplier<DoubleUnaryOperator> about;
    private @Nullable DoubleUnaryOperator guide;
    /** The searches for several quantiles, in a mixture and in its parts, come by the same points; each sums thousands of curves. */
    private final Map<Double, Double> known = new ConcurrentHashMap<>();

    /** @param cdf not cut at 0 and 1 */
    AccuracyDistribution(DoubleUnaryOperator cdf) {
        this.cdf = cdf;
        about = () -> this::uncut;
    }

    /**
     * @param cdf not cut at 0 and 1
     * @param about gives a function that is about the same and costs less: it says where a quantile is to be looked for, and no more
     */
    AccuracyDistribution(DoubleUnaryOperator cdf, Supplier<DoubleUnaryOperator> about) {
        this.cdf = cdf;
        this.about = about;
    }

    /** {@code F = sum of w_v F_v}, the voices in their order. */
    static AccuracyDistribution pooled(List<Voice> voices, List<AccuracyDistribution> own) {
        return new AccuracyDistribution(
                pooled(voices, own, each -> each::uncut), () -> pooled(voices, own, AccuracyDistribution::guide));
    }

    private static DoubleUnaryOperator pooled(
            List<Voice> voices,
            List<AccuracyDistribution> own,
            Function<AccuracyDistribution, DoubleUnaryOperator> function) {
        List<DoubleUnaryOperator> parts = own.stream().map(function).toList();
        return accuracy -> {
            double sum = 0;
            for (int v = 0; v < parts.size(); v++)
                sum += voices.get(v).weight() * parts.get(v).applyAsDouble(accuracy);
            return sum;
        };
    }

    private synchronized DoubleUnaryOperator guide() {
        if (guide == null) guide = about.get();
        return guide;
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
        int low = near(p, guide()), high = low + 1;
        // outwards from where the guide points, which is right or off by little
        for (int step = 1; uncut(point(low)) > p; step *= 2) {
            if (low == 0) return 0;
            high = low;
            low = Math.max(0, low - step);
        }
        for (int step = 1; uncut(point(high)) <= p; step *= 2) {
            if (high == STEPS) return 1;
            low = high;
            high = Math.min(STEPS, high + step);
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (uncut(point(middle)) <= p) low = middle;
            else high = middle;
        }
        double below = uncut(point(low)), above = uncut(point(high));
        double accuracy = point(low) + (p - below) / (above - below) * (point(high) - point(low));
        return Math.max(0, Math.min(1, accuracy));
    }

    /** The last point but the end at which a distribution function is at most {@code p}; the first where none is. */
    private static int near(double p, DoubleUnaryOperator cdf) {
        int low = 0, high = STEPS;
        double below = cdf.applyAsDouble(START), above = cdf.applyAsDouble(END);
        if (p <= below) return 0;
        if (p >= above) return STEPS - 1;
        for (boolean halve = true; high - low > 1; halve = !halve) {
            int middle = halve ? (low + high) / 2 : interpolated(p, low, high, below, above);
            double value = cdf.applyAsDouble(point(middle));
            if (value <= p) {
                low = middle;
                below = value;
            } else {
                high = middle;
                above = value;
            }
        }
        return low;
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
