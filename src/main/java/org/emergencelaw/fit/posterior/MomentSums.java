package org.emergencelaw.fit.posterior;

import static org.emergencelaw.fit.posterior.StudentMixture.BLOCK;
import static org.emergencelaw.fit.posterior.StudentMixture.entry;

import java.util.Arrays;

/**
 * Weighted sums over points in d dimensions, of what they are apart from a centre and of the products of that:
 * {@code sum_i w_i (x_i - m)} and the lower triangle of {@code sum_i w_i (x_i - m) (x_i - m)'}.
 *
 * <p>Every sum is over its points one after the other, so that its bits do not depend on how many come at once. Four sums are made at a
 * time, since each addition has to wait for the one before it in its own sum. Not for two threads at once.
 */
final class MomentSums {
    private static final int AT_ONCE = 4;

    private final int dimensions, triangle;
    /** Of each sum, the two whose product it is over; for those of first order the second is 1. */
    private final double[][] left, right;

    /** Of the points of a block, by dimension: what they are from the centre, and the same times their weight. */
    private final double[][] apart, weighted;

    MomentSums(int dimensions) {
        this.dimensions = dimensions;
        triangle = StudentMixture.triangle(dimensions);
        apart = new double[dimensions][BLOCK];
        weighted = new double[dimensions][BLOCK];
        double[] ones = new double[BLOCK];
        Arrays.fill(ones, 1);
        int padded = (triangle + dimensions + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
        left = new double[padded][];
        right = new double[padded][];
        Arrays.fill(left, ones);
        Arrays.fill(right, ones);
        for (int a = 0; a < dimensions; a++) {
            left[triangle + a] = weighted[a];
            for (int b = 0; b <= a; b++) {
                left[entry(a, b)] = weighted[a];
                right[entry(a, b)] = apart[b];
            }
        }
    }

    /** Sums over no points: first the triangle, then one a dimension. */
    double[] none() {
        return new double[left.length];
    }

    /** The sum of first order of a dimension. */
    double first(double[] sums, int a) {
        return sums[triangle + a];
    }

    /**
     * Adds points {@code x[.][chosen[j]]}, j up to {@code count}.
     *
     * @param weights of the points chosen, by j
     * @param count at most {@link StudentMixture#BLOCK}
     */
    void add(double[] sums, double[] centre, double[][] x, int[] chosen, double[] weights, int count) {
        for (int a = 0; a < dimensions; a++) {
            double[] from = x[a], own = apart[a], by = weighted[a];
            double middle = centre[a];
            for (int j = 0; j < count; j++) own[j] = from[chosen[j]] - middle;
            for (int j = 0; j < count; j++) by[j] = weights[j] * own[j];
        }
        for (int s = 0; s < sums.length; s += AT_ONCE) addFour(sums, s, count);
    }

    private void addFour(double[] sums, int s, int count) {
        double[] a0 = left[s], a1 = left[s + 1], a2 = left[s + 2], a3 = left[s + 3];
        double[] b0 = right[s], b1 = right[s + 1], b2 = right[s + 2], b3 = right[s + 3];
        double s0 = sums[s], s1 = sums[s + 1], s2 = sums[s + 2], s3 = sums[s + 3];
        for (int j = 0; j < count; j++) {
            s0 += a0[j] * b0[j];
            s1 += a1[j] * b1[j];
            s2 += a2[j] * b2[j];
            s3 += a3[j] * b3[j];
        }
        sums[s] = s0;
        sums[s + 1] = s1;
        sums[s + 2] = s2;
        sums[s + 3] = s3;
    }
}
