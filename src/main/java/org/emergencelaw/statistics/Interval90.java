package org.emergencelaw.statistics;

/** Median and 90% interval of a finite quantity. */
public record Interval90(double median, double q05, double q95) {

    /** @param draws at least one finite value */
    public static Interval90 of(double[] draws) {
        double[] sorted = OrderStatistics.at(draws, 0.05, 0.5, 0.95);
        return new Interval90(
                Percentiles.quantile(sorted, 0.5),
                Percentiles.quantile(sorted, 0.05),
                Percentiles.quantile(sorted, 0.95));
    }

    /** Whether {@code value} lies within the 90% interval. */
    public boolean holds(double value) {
        return value >= q05 && value <= q95;
    }
}
