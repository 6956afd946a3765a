package org.emergencelaw.fit;

/**
 * Weighted moments of accuracy and of {@code r = max(0, E - L)} for any elbow E, from prefix sums over loss-sorted rows: one
 * look-up costs a binary search per level, whatever the number of rows.
 */
final class HingeMoments {

    private final FitData data;
    private final double centre;
    /** Prefix sums over rows of w, w x, w x x, w y, w x y with x = loss - centre; entry i sums rows 0..i-1. */
    private final double[] w, wx, wxx, wy, wxy, wyy;

    HingeMoments(FitData data, double[] weights) {
        this.data = data;
        int n = data.size();
        centre = (data.leastLoss() + data.mostLoss()) / 2;
        w = new double[n + 1];
        wx = new double[n + 1];
        wxx = new double[n + 1];
        wy = new double[n + 1];
        wxy = new double[n + 1];
        wyy = new double[n + 1];
        for (int i = 0; i < n; i++) {
            double x = data.loss[i] - centre, y = data.accuracy[i], weight = weights[i];
            w[i + 1] = w[i] + weight;
            wx[i + 1] = wx[i] + weight * x;
            wxx[i + 1] = wxx[i] + weight * x * x;
            wy[i + 1] = wy[i] + weight * y;
            wxy[i + 1] = wxy[i] + weight * x * y;
            wyy[i + 1] = wyy[i] + weight * y * y;
        }
    }

    /** Adds the moments of one level whose elbow is {@code elbow} to {@code sums}. */
    void add(int level, double elbow, LinearStep.Moments sums) {
        int from = data.start[level], to = data.start[level + 1];
        int end = firstAtLeast(elbow, from, to);
        double e = elbow - centre;
        double sw = w[end] - w[from], sx = wx[end] - wx[from], sy = wy[end] - wy[from];
        sums.w += w[to] - w[from];
        sums.y += wy[to] - wy[from];
        sums.yy += wyy[to] - wyy[from];
        sums.r += e * sw - sx;
        sums.rr += e * e * sw - 2 * e * sx + wxx[end] - wxx[from];
        sums.ry += e * sy - (wxy[end] - wxy[from]);
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
