package org.emergencelaw.fit.leastsquares;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Weighted moments of accuracy and of {@code r = max(0, E - L)} for any elbow E, from prefix sums over the distinct losses of each
 * level: one look-up costs a binary search per level, whatever the number of rows. Not for two threads at once.
 */
public final class HingeMoments {
    /** Prefix sums beside each other, so that a look-up reads one cache line: of w, w x, w x x, w y, w x y. */
    private static final int SUMS = 5;

    /** Distinct losses of all levels one after the other, ascending in each; level l has those from {@code first[l]} on. */
    private final double[] loss;

    private final int[] first;
    /** Where the last elbow of each level lay: the next is often between the same losses. */
    private final int[] last;
    /** Sums over the rows of a level below its k-th loss, from {@code SUMS * (first[l] + l + k)} on. */
    private final double[] prefix;
    /**
     * The smallest loss of each level that has weight. Losses are counted from it, so that nothing cancels where an elbow lies
     * barely past it and the slope is steep.
     */
    private final double[] base;
    /** Sums of w, w y, w y y of the few-shot level, then of the others. */
    private final double[] totals = new double[6];

    public HingeMoments(FitDesign data, double[] weights) {
        int n = data.size(), levels = data.amounts.length;
        base = new double[levels];
        first = new int[levels + 1];
        loss = new double[n];
        prefix = new double[SUMS * (n + levels)];
        int count = 0;
        for (int l = 0; l < levels; l++) {
            first[l] = count;
            int row = data.start[l], end = data.start[l + 1];
            while (row < end && weights[row] == 0) row++;
            base[l] = row < end ? data.loss[row] : 0;
            for (row = data.start[l]; row < end; row++) {
                if (row == data.start[l] || data.loss[row] != loss[count - 1]) {
                    loss[count++] = data.loss[row];
                    int to = SUMS * (count + l);
                    System.arraycopy(prefix, to - SUMS, prefix, to, SUMS);
                }
                double x = weights[row] == 0 ? 0 : data.loss[row] - base[l];
                add(SUMS * (count + l), l == 0 ? 0 : 3, weights[row], x, data.accuracy[row]);
            }
        }
        first[levels] = count;
        last = Arrays.copyOf(first, levels);
    }

    private void add(int at, int total, double w, double x, double y) {
        prefix[at] += w;
        prefix[at + 1] += w * x;
        prefix[at + 2] += w * x * x;
        prefix[at + 3] += w * y;
        prefix[at + 4] += w * x * y;
        totals[total] += w;
        totals[total + 1] += w * y;
        totals[total + 2] += w * y * y;
    }

    /** What rounding leaves of a sum of squares that is 0: smaller differences mean nothing. */
    double noise() {
        return 1e-14 * (totals[2] + totals[5]);
    }

    /**
     * Moments of all rows where the elbow of each level is that in {@code elbows}.
     *
     * @param shift whether the few-shot rows have an intercept of their own; else all are in {@code finetuned}
     */
    public void sum(
            double[] elbows, boolean shift, LinearParameters.Moments fewShot, LinearParameters.Moments finetuned) {
        fewShot.clear();
        finetuned.clear();
        fewShot.total(totals, 0, shift);
        if (!shift) finetuned.total(totals, 0, true);
        finetuned.total(totals, 3, true);
        add(0, elbows[0], shift ? fewShot : finetuned);
        for (int l = 1; l < elbows.length; l++) add(l, elbows[l], finetuned);
    }

    private void add(int level, double elbow, LinearParameters.Moments sums) {
        int at = SUMS * (firstAtLeast(level, elbow) + level);
        double e = elbow - base[level];
        double sw = prefix[at], sx = prefix[at + 1], sy = prefix[at + 3];
        sums.r += e * sw - sx;
        sums.rr += e * (e * sw - 2 * sx) + prefix[at + 2];
        sums.ry += e * sy - prefix[at + 4];
    }

    /**
     * Sums over the rows of one level that lie past its elbow, into {@code sums}: w, w r, w y.
     *
     * @param sums receives the three
     */
    void past(int level, double elbow, double[] sums) {
        int at = SUMS * (firstAtLeast(level, elbow) + level);
        sums[0] = prefix[at];
        sums[1] = (elbow - base[level]) * prefix[at] - prefix[at + 1];
        sums[2] = prefix[at + 3];
    }

    /** The smallest loss of a level from {@code elbow} on. */
    OptionalDouble above(int level, double elbow) {
        int k = firstAtLeast(level, elbow);
        return k < first[level + 1] ? OptionalDouble.of(loss[k]) : OptionalDouble.empty();
    }

    /** The largest loss of a level below {@code elbow}. */
    OptionalDouble below(int level, double elbow) {
        int k = firstAtLeast(level, elbow) - 1;
        return k >= first[level] ? OptionalDouble.of(loss[k]) : OptionalDouble.empty();
    }

    private int firstAtLeast(int level, double elbow) {
        int low = first[level], end = first[level + 1], near = last[level], count = end - low;
        if ((near == low || loss[near - 1] < elbow) && (near == end || loss[near] >= elbow)) return near;
        while (count > 0) {
            int half = count >>> 1;
            boolean right = loss[low + half] < elbow;
            low = right ? low + half + 1 : low;
            count = right ? count - half - 1 : half;
        }
        last[level] = low;
        return low;
    }
}
