package org.emergencelaw.forecast;

import java.util.Arrays;
import org.emergencelaw.fit.Estimate;

/** Median and 90% interval of a finite quantity. */
public record Range(double median, double q05, double q95) {

    /** @param draws at least one finite value */
    static Range of(double[] draws) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        return new Range(
                Estimate.quantile(sorted, 0.5), Estimate.quantile(sorted, 0.05), Estimate.quantile(sorted, 0.95));
    }

    /** Whether {@code value} lies within the 90% interval. */
    public boolean holds(double value) {
        return value >= q05 && value <= q95;
    }
}
