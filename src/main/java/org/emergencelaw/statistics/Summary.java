package org.emergencelaw.statistics;

import java.util.Arrays;

/** One number for many. */
public final class Summary {

    private Summary() {}

    /**
     * Median, the mean of the middle two where their number is even.
     *
     * @param values in any order, at least one
     */
    public static double median(double... values) {
        if (values.length == 0) throw new IllegalArgumentException("a median needs at least one value");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
