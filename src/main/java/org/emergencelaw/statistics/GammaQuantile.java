package org.emergencelaw.statistics;

/**
 * Quantile of the gamma distribution of shape 5, half a chi-square of 10 degrees of freedom, relative error below 1e-6 between
 * the probabilities 1e-10 and 1 - 1e-10.
 *
 * <p>Newton's method on {@code P(y) = 1 - exp(-y) (1 + y + y^2/2 + y^3/6 + y^4/24)}, from a table in the middle.
 */
public final class GammaQuantile {
    private static final int CELLS = 1024;
    private static final double[] TABLE = new double[CELLS + 1];

    static {
        for (int k = 1; k < CELLS; k++) TABLE[k] = fromAfar((double) k / CELLS);
    }

    private GammaQuantile() {}

    /** y with {@code P(y) = p}, for p in 0..1 exclusive. */
    public static double of(double p) {
        double at = p * CELLS;
        int cell = (int) at;
        if (cell < 16 || cell >= CELLS - 16) return fromAfar(p);
        return newton(TABLE[cell] + (at - cell) * (TABLE[cell + 1] - TABLE[cell]), p);
    }

    private static double fromAfar(double p) {
        // Wilson and Hilferty 1931; in the low tail the leading term of P
        double h = 1 - 1.0 / 45 + NormalQuantile.of(p) * Math.sqrt(1.0 / 45);
        double y = p < 1e-3 ? Math.pow(120 * p, 0.2) : 5 * h * h * h;
        for (int round = 0; round < 5; round++) y = newton(y, p);
        return y;
    }

    private static double newton(double y, double p) {
        double e = Math.exp(-y);
        double beyond = e * (1 + y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4))));
        return y + (beyond - (1 - p)) * 24 / (e * y * y * y * y);
    }
}
