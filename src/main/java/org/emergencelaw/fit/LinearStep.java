package org.emergencelaw.fit;

/**
 * Exact least squares of the linear parameters given the elbows: {@code y = B + Delta [few-shot] + A r}, {@code A >= 0},
 * {@code 0 <= B <= 1}, Delta free or 0.
 *
 * <p>With Delta, few-shot rows have an intercept of their own; the problem is a common slope over two groups. Its optimum is the
 * best of six faces (A free or 0; B free, 0 or 1), so the active set is found by enumeration.
 */
final class LinearStep {

    double slope;
    double floor;
    double fewShotShift;
    double sumOfSquares;

    /** Rows with an intercept of their own; empty without Delta. */
    final Moments fewShot = new Moments();

    final Moments finetuned = new Moments();

    /** Weighted sums over rows that share an intercept. */
    static final class Moments {
        double w, y, yy, r, rr, ry;

        void clear() {
            w = y = yy = r = rr = ry = 0;
        }
    }

    /** Solves for the elbows of all levels; results are in the fields. */
    void solve(HingeMoments hinges, double[] elbows, boolean shift) {
        fewShot.clear();
        finetuned.clear();
        for (int l = 0; l < elbows.length; l++) hinges.add(l, elbows[l], shift && l == 0 ? fewShot : finetuned);
        sumOfSquares = Double.POSITIVE_INFINITY;
        tryFace(Double.NaN);
        if (!(floor >= 0 && floor <= 1)) {
            sumOfSquares = Double.POSITIVE_INFINITY;
            tryFace(0);
            tryFace(1);
        }
    }

    /** One face: the floor fixed, or free where it is NaN. */
    private void tryFace(double fixedFloor) {
        boolean free = Double.isNaN(fixedFloor);
        double rr = centred(fewShot, fewShot.rr, fewShot.r, fewShot.r, true)
                + centred(finetuned, finetuned.rr, finetuned.r, finetuned.r, free);
        double ry = centred(fewShot, fewShot.ry, fewShot.r, fewShot.y, true)
                + centred(finetuned, finetuned.ry, finetuned.r, finetuned.y, free)
                - (free ? 0 : fixedFloor * finetuned.r);
        double yy = centred(fewShot, fewShot.yy, fewShot.y, fewShot.y, true)
                + centred(finetuned, finetuned.yy, finetuned.y, finetuned.y, free)
                + (free ? 0 : fixedFloor * (fixedFloor * finetuned.w - 2 * finetuned.y));
        double a = ry > 0 && rr > 0 ? ry / rr : 0;
        double sum = Math.max(0, yy - a * (2 * ry - a * rr));
        if (sum >= sumOfSquares) return;
        sumOfSquares = sum;
        slope = a;
        floor = free ? (finetuned.w > 0 ? (finetuned.y - a * finetuned.r) / finetuned.w : 0) : fixedFloor;
        fewShotShift = fewShot.w > 0 ? (fewShot.y - a * fewShot.r) / fewShot.w - floor : 0;
    }

    private static double centred(Moments m, double product, double first, double second, boolean centre) {
        return centre && m.w > 0 ? product - first * second / m.w : product;
    }
}
