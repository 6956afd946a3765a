package org.emergencelaw.statistics;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Puts chosen ranks of an array where sorting would put them, by partitions about them alone (Hoare's selection): what a few
 * percentiles of thousands of draws need, at a fraction of a sort.
 */
final class OrderStatistics {

    /** Stretches this short are sorted. */
    private static final int SHORT = 24;

    private OrderStatistics() {}

    /**
     * A copy in which the values that {@link Percentiles#quantile} needs for {@code probabilities} stand at their ranks, and no value
     * stands on the wrong side of one of them.
     */
    static double[] at(double[] values, double... probabilities) {
        double[] placed = values.clone();
        BitSet ranks = new BitSet(values.length);
        for (double p : probabilities) {
            int below = (int) Math.floor(p * (values.length - 1));
            ranks.set(below, Math.min(values.length, below + 2));
        }
        // numbers that are none have no rank but the last
        if (holdsNaN(values)) Arrays.sort(placed);
        else place(placed, 0, placed.length - 1, ranks);
        return placed;
    }

    private static boolean holdsNaN(double[] values) {
        for (double value : values) if (Double.isNaN(value)) return true;
        return false;
    }

    private static void place(double[] values, int from, int to, BitSet ranks) {
        int low = from, high = to;
        while (high - low >= SHORT) {
            int next = ranks.nextSetBit(low);
            if (next < 0 || next > high) return;
            double pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
            int i = low, j = high;
            while (i <= j) {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i <= j) {
                    double swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            // what lies between j and i is the pivot; the shorter side by recursion, so that the stack stays low
            if (j - low < high - i) {
                place(values, low, j, ranks);
                low = i;
            } else {
                place(values, i, high, ranks);
                high = j;
            }
        }
        int next = ranks.nextSetBit(low);
        if (next >= 0 && next <= high) Arrays.sort(values, low, high + 1);
    }

    private static double middle(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
