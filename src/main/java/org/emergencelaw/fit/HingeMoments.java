package org.emergencelaw.fit;

/**
 * Weighted moments of accuracy and of {@code r = max(0, E - L)} for any elbow E, from prefix sums over loss-sorted rows: one
 * look-up costs a binary search per level, whatever the number of rows.
 */
final class HingeMoments {

    private final FitData data;
    /**
     * The smallest loss of each level that has weight. Losses are counted from it, so that nothing cancels where an elbow lies
     * barely past it and the slope is steep.
     */
    private final double[] base;
    /** Prefix sums over rows of w, w x, w x x, w y, w x y with x = loss - base; entry i sums rows 0..i-1. */
    private final double[] w, wx, wxx, wy, wxy, wyy;

    HingeMoments(FitData data, double[] weights) {
        this.data = data;
        int n = data.size();
        base = new double[data.amounts.length];
        for (int l = 0; l < base.length; l++) {
            int first = data.start[l];
            while (first < data.start[l + 1] && weights[first] == 0) first++;
            base[l] = first < data.start[l + 1] ? data.loss[first] : 0;
        }
        w = new double[n + 1];
        wx = new double[n + 1];
        wxx = new double[n + 1];
        wy = new double[n + 1];
        wxy = new double[n + 1];
        wyy = new double[n + 1];
        for (int i = 0; i < n; i++) {
            double x = weights[i] == 0 ? 0 : data.loss[i] - base[data.level[i]],
                    y = data.accuracy[i],
                    weight = weights[i];
            w[i + 1] = w[i] + weight;
            wx[i + 1] = wx[i] + weight * x;
            wxx[i + 1] = wxx[i] + weight * x * x;
            wy[i + 1] = wy[i] + weight * y;
            wxy[i + 1] = wxy[i] + weight * x * y;
            wyy[i + 1] = wyy[i] + weight * y * y;
        }
    }

    /** What rounding leaves of a sum of squares that is 0: smaller differences mean nothing. */
    double noise() {
        return 1e-14 * wyy[wyy.length - 1];
    }

    /** Adds the moments of one level whose elbow is {@code elbow} to {@code sums}. */
    void add(int level, double elbow, LinearStep.Moments sums) {
        int from = data.start[level], to = data.start[level + 1];
        int end = firstAtLeast(elbow, from, to);
        double e = elbow - base[level];
        double sw = w[end] - w[from], sx = wx[end] - wx[from], sy = wy[end] - wy[from];
        sums.w += w[to] - w[from];
        sums.y += wy[to] - wy[from];
        sums.yy += wyy[to] - wyy[from];
        sums.r += e * sw - sx;
        sums.rr += e * e * sw - 2 * e * sx + wxx[end] - wxx[from];
        sums.ry += e * sy - (wxy[end] - wxy[from]);
    }

    /**
     * Sums over the rows of one level that lie past its elbow, into {@code sums}: w, w r, w y.
     *
     * @param sums receives three values from index {@code 3 * level}
     */
    void past(int level, double elbow, double[] sums) {
        int from = data.start[level], end = firstAtLeast(elbow, from, data.start[level + 1]);
        double sw = w[end] - w[from];
        sums[3 * level] = sw;
        sums[3 * level + 1] = (elbow - base[level]) * sw - (wx[end] - wx[from]);
        sums[3 * level + 2] = wy[end] - wy[from];
    }

    /**
     * The row of a level whose loss comes first at or above {@code loss}; the row after its last where there is none.
     */
    int firstAtLeast(int level, double loss) {
        return firstAtLeast(loss, data.start[level], data.start[level + 1]);
    }

    private int firstAtLeast(double elbow, int from, int to) {
        int low = from, high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (data.loss[middle] < elbow) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
