package org.emergencelaw.fit.leastsquares;

/** Damped normal equations of up to three parameters within bounds. */
final class NormalEquations {
    private final double[] a = new double[9];

    /**
     * Solves {@code (H + damping diag H) move = -g} over the parameters that may move; one that its bound stops stays.
     *
     * @param h lower triangle, entry (j, k) at {@code 3 j + k}
     * @param move receives the step; its length is the number of parameters
     * @return false where no parameter has any effect
     */
    boolean solve(double[] h, double[] g, double damping, double[] at, double[] least, double[] most, double[] move) {
        int p = move.length, stopped = 0;
        for (int j = 0; j < p; j++) {
            double own = h[4 * j];
            move[j] = -g[j];
            for (int k = 0; k < j; k++) a[3 * j + k] = h[3 * j + k];
            a[4 * j] = own * (1 + damping);
            if (own > 0 && !(at[j] <= least[j] && g[j] > 0) && !(at[j] >= most[j] && g[j] < 0)) continue;
            stopped |= 1 << j;
            move[j] = 0;
            a[4 * j] = 1;
        }
        if (stopped != 0)
            for (int j = 0; j < p; j++)
                for (int k = 0; k < j; k++) if ((stopped >> j & 1) + (stopped >> k & 1) > 0) a[3 * j + k] = 0;
        eliminate(p, move);
        return stopped != (1 << p) - 1;
    }

    /** By factors {@code L D L'} without pivots: the damped matrix is positive definite up to rounding. */
    private void eliminate(int p, double[] x) {
        if (p == 1) {
            x[0] /= a[0];
            return;
        }
        double d0 = 1 / a[0], l10 = a[3] * d0, d1 = 1 / (a[4] - l10 * a[3]);
        double x1 = x[1] - l10 * x[0], x2 = 0;
        if (p == 3) {
            double l20 = a[6] * d0, b21 = a[7] - l20 * a[3], l21 = b21 * d1;
            x2 = (x[2] - l20 * x[0] - l21 * x1) / (a[8] - l20 * a[6] - l21 * b21);
            x[2] = x2;
            x1 = x1 * d1 - l21 * x2;
            x[1] = x1;
            x[0] = x[0] * d0 - l10 * x1 - l20 * x2;
            return;
        }
        x[1] = x1 * d1;
        x[0] = x[0] * d0 - l10 * x[1];
    }
}
