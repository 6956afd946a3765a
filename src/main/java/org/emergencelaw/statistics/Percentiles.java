package org.emergencelaw.statistics;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A quantity with its percentiles; what is not finite is absent, with the reason.
 *
 * @param mle maximum likelihood value; it may lie outside the 5 to 95% band
 * @param reason why values are absent
 */
public record Percentiles(
        OptionalDouble mle,
        OptionalDouble median,
        OptionalDouble q05,
        OptionalDouble q10,
        OptionalDouble q25,
        OptionalDouble q75,
        OptionalDouble q90,
        OptionalDouble q95,
        Optional<String> reason) {

    private static final double[] TOLD = {0.05, 0.10, 0.25, 0.5, 0.75, 0.90, 0.95};

    /** No value at all. */
    public static Percentiles absent(String reason) {
        OptionalDouble none = OptionalDouble.empty();
        return new Percentiles(none, none, none, none, none, none, none, none, Optional.of(reason));
    }

    /**
     * Percentiles of draws, linear between order statistics (type 7).
     *
     * @param draws at least one, may contain infinities
     * @param reasonIfInfinite why a percentile may be infinite
     */
    public static Percentiles of(double[] draws, OptionalDouble mle, String reasonIfInfinite) {
        return ofPlaced(OrderStatistics.at(draws, TOLD), mle, reasonIfInfinite);
    }

    /** The same of draws that take long to compute, at least one. */
    public static Percentiles of(CostlyValues draws, OptionalDouble mle, String reasonIfInfinite) {
        return ofPlaced(draws.placed(TOLD), mle, reasonIfInfinite);
    }

    /** The same of one probability alone. */
    public static double quantile(CostlyValues draws, double p) {
        return quantile(draws.placed(p), p);
    }

    private static Percentiles ofPlaced(double[] sorted, OptionalDouble mle, String reasonIfInfinite) {
        boolean whole = Double.isFinite(quantile(sorted, 0.05)) && Double.isFinite(quantile(sorted, 0.95));
        return new Percentiles(
                finite(mle.orElse(Double.NaN)),
                finite(quantile(sorted, 0.5)),
                finite(quantile(sorted, 0.05)),
                finite(quantile(sorted, 0.10)),
                finite(quantile(sorted, 0.25)),
                finite(quantile(sorted, 0.75)),
                finite(quantile(sorted, 0.90)),
                finite(quantile(sorted, 0.95)),
                whole ? Optional.empty() : Optional.of(reasonIfInfinite));
    }

    /** A point without an interval. */
    public static Percentiles point(double mle, String reason) {
        OptionalDouble none = OptionalDouble.empty();
        return new Percentiles(finite(mle), none, none, none, none, none, none, none, Optional.of(reason));
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /**
     * Quantile of ascending values, linear between order statistics (type 7 of Hyndman and Fan 1996).
     *
     * @param sorted ascending, at least one value; what lies between negative infinity and another value is negative infinity
     * @param p 0..1
     */
    public static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) Math.floor(position);
        double share = position - below;
        // from negative infinity no share of the way leads anywhere
        if (share == 0 || sorted[below] == Double.NEGATIVE_INFINITY || sorted[below] == sorted[below + 1])
            return sorted[below];
        return sorted[below] + share * (sorted[below + 1] - sorted[below]);
    }
}
