package org.emergencelaw.fit.leastsquares;

/**
 * Exact least squares of the linear parameters given the elbows: {@code y = B + Delta [few-shot] + A r}, {@code A >= 0},
 * {@code 0 <= B <= 1}, Delta free or 0.
 *
 * <p>With Delta, few-shot rows have an intercept of their own; the problem is a common slope over two groups. Its optimum is the
 * best of six faces (A free or 0; B free, 0 or 1), so the active set is found by enumeration.
 */
public final class LinearParameters {

    public double slope;
    double floor;
    double fewShotShift;
    public double sumOfSquares;

    /** Rows with an intercept of their own; empty without Delta. */
    final Moments fewShot = new Moments();

    final Moments finetuned = new Moments();

    /** Weighted sums over rows that share an intercept, and one over that of the weights, 0 without rows. */
    public static final class Moments {
        public double w, y, yy, r, rr, ry, perW;

        void clear() {
            w = y = yy = r = rr = ry = perW = 0;
        }

        /** Adds sums of w, w y and w y y from an index on. */
        void total(double[] sums, int from, boolean counts) {
            if (!counts) return;
            w += sums[from];
            y += sums[from + 1];
            yy += sums[from + 2];
            perW = w > 0 ? 1 / w : 0;
        }
    }

    /** Solves for the elbows of all levels; results are in the fields. */
    public void solve(HingeMoments hinges, double[] elbows, boolean shift) {
        hinges.sum(elbows, shift, fewShot, finetuned);
        Moments f = fewShot, t = finetuned;
        double rr = f.rr - f.r * f.r * f.perW + t.rr, ry = f.ry - f.r * f.y * f.perW + t.ry;
        double yy = f.yy - f.y * f.y * f.perW + t.yy;
        take(rr - t.r * t.r * t.perW, ry - t.r * t.y * t.perW, yy - t.y * t.y * t.perW);
        floor = (t.y - slope * t.r) * t.perW;
        if (!(floor >= 0 && floor <= 1)) {
            take(rr, ry, yy);
            floor = 0;
            double slope0 = slope, sum0 = sumOfSquares;
            take(rr, ry - t.r, yy + t.w - 2 * t.y);
            if (sumOfSquares < sum0) floor = 1;
            else {
                slope = slope0;
                sumOfSquares = sum0;
            }
        }
        fewShotShift = f.w > 0 ? (f.y - slope * f.r) * f.perW - floor : 0;
    }

    /** The slope, at least 0, and the sum of squares where intercepts are no more to be found. */
    private void take(double rr, double ry, double yy) {
        slope = ry > 0 && rr > 0 ? ry / rr : 0;
        sumOfSquares = Math.max(0, yy - slope * (2 * ry - slope * rr));
    }
}
