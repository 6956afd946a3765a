package org.emergencelaw.fit;

/** Damped normal equations of up to three parameters within bounds. */
final class NormalEquations {

    private NormalEquations() {}

    /**
     * Solves {@code (H + damping diag H) move = -g} over the parameters that may move; one that its bound stops stays.
     *
     * @param move receives the step
     * @return false where no parameter has any effect
     */
    static boolean solve(
            double[][] h, double[] g, double damping, double[] at, double[] least, double[] most, double[] move) {
        int p = g.length;
        double[][] a = new double[p][p];
        boolean any = false;
        for (int j = 0; j < p; j++) {
            boolean stopped = !(h[j][j] > 0) || (at[j] <= least[j] && g[j] > 0) || (at[j] >= most[j] && g[j] < 0);
            any |= !stopped;
            for (int k = 0; k < p; k++) a[j][k] = h[j][k];
            a[j][j] = stopped ? -1 : h[j][j] * (1 + damping);
        }
        for (int j = 0; j < p; j++)
            if (a[j][j] < 0) {
                for (int k = 0; k < p; k++) a[j][k] = a[k][j] = 0;
                a[j][j] = 1;
                move[j] = 0;
            } else move[j] = -g[j];
        if (any) eliminate(a, move);
        return any;
    }

    /** Gauss elimination without pivots: the damped matrix is positive definite up to rounding. */
    private static void eliminate(double[][] a, double[] x) {
        int p = x.length;
        for (int j = 0; j < p; j++)
            for (int i = j + 1; i < p; i++) {
                double share = a[i][j] / a[j][j];
                for (int k = j; k < p; k++) a[i][k] -= share * a[j][k];
                x[i] -= share * x[j];
            }
        for (int j = p - 1; j >= 0; j--) {
            for (int k = j + 1; k < p; k++) x[j] -= a[j][k] * x[k];
            x[j] /= a[j][j];
        }
    }
}
