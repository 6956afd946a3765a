package org.emergencelaw.fit;

/**
 * Mixture of multivariate Student t distributions with 10 degrees of freedom: the proposal of the importance sampling.
 *
 * <p>Density of a component in 6 dimensions: {@code c |S|^-1/2 (1 + Q / 10)^-8}, {@code Q = (x - m)' S^-1 (x - m)},
 * {@code c = Gamma(8) / (Gamma(5) (10 pi)^3)}; the whole exponent makes it cheap, and the tails keep importance weights bounded.
 * Matrices are lower triangles by rows, 21 numbers.
 */
final class StudentMixture {
    static final int DIMENSIONS = Coordinates.COUNT;
    static final int TRIANGLE = DIMENSIONS * (DIMENSIONS + 1) / 2;
    static final int FREEDOM = 10;

    private static final double NORMALISER =
            210 / (FREEDOM * Math.PI * FREEDOM * Math.PI * FREEDOM * Math.PI); // Gamma(8) / Gamma(5) = 210

    /** One component at the origin with unit scale: about the prior, in its coordinates. */
    static final StudentMixture STANDARD = standard();

    final double[] share;
    final double[][] mean, covariance;
    /** Lower Cholesky factors of S, and their inverses. */
    private final double[][] factor, inverse;

    /** Share times density at the mean. */
    private final double[] height;

    StudentMixture(double[] share, double[][] mean, double[][] covariance) {
        this.share = share;
        this.mean = mean;
        this.covariance = covariance;
        int k = share.length;
        factor = new double[k][];
        inverse = new double[k][];
        height = new double[k];
        for (int c = 0; c < k; c++) {
            factor[c] = cholesky(covariance[c]);
            inverse[c] = inverse(factor[c]);
            height[c] = share[c] * NORMALISER;
            for (int a = 0; a < DIMENSIONS; a++) height[c] *= inverse[c][entry(a, a)];
        }
    }

    private static StudentMixture standard() {
        double[] identity = new double[TRIANGLE];
        for (int a = 0; a < DIMENSIONS; a++) identity[entry(a, a)] = 1;
        return new StudentMixture(new double[] {1}, new double[1][DIMENSIONS], new double[][] {identity});
    }

    /** Place of row a, column b up to a, in a lower triangle. */
    static int entry(int a, int b) {
        return a * (a + 1) / 2 + b;
    }

    /** {@code 1 + Q / 10} of component c. */
    double stretch(int c, double x0, double x1, double x2, double x3, double x4, double x5) {
        double[] m = mean[c], l = inverse[c];
        double d0 = x0 - m[0], d1 = x1 - m[1], d2 = x2 - m[2], d3 = x3 - m[3], d4 = x4 - m[4], d5 = x5 - m[5];
        double z0 = l[0] * d0;
        double z1 = l[1] * d0 + l[2] * d1;
        double z2 = l[3] * d0 + l[4] * d1 + l[5] * d2;
        double z3 = l[6] * d0 + l[7] * d1 + l[8] * d2 + l[9] * d3;
        double z4 = l[10] * d0 + l[11] * d1 + l[12] * d2 + l[13] * d3 + l[14] * d4;
        double z5 = l[15] * d0 + l[16] * d1 + l[17] * d2 + l[18] * d3 + l[19] * d4 + l[20] * d5;
        return 1 + (z0 * z0 + z1 * z1 + z2 * z2 + z3 * z3 + z4 * z4 + z5 * z5) / FREEDOM;
    }

    /** Share times density of component c, from its {@link #stretch}. */
    double part(int c, double stretch) {
        double power = stretch * stretch;
        power *= power;
        return height[c] / (power * power);
    }

    /** Density at {@code x[.][i]}. */
    double density(double[][] x, int i) {
        double x0 = x[0][i], x1 = x[1][i], x2 = x[2][i], x3 = x[3][i], x4 = x[4][i], x5 = x[5][i];
        double sum = 0;
        for (int c = 0; c < height.length; c++) sum += part(c, stretch(c, x0, x1, x2, x3, x4, x5));
        return sum;
    }

    /**
     * Draws into {@code z[.][i]}.
     *
     * @param u uniforms: for the component, for its scale, and one a dimension
     */
    void draw(double[] u, double[][] z, int i) {
        int c = 0;
        for (double sum = share[0]; u[0] > sum && c < share.length - 1; sum += share[c]) c++;
        double scale = Math.sqrt(FREEDOM / (2 * GammaQuantile.of(u[1])));
        double n0 = scale * NormalQuantile.of(u[2]), n1 = scale * NormalQuantile.of(u[3]);
        double n2 = scale * NormalQuantile.of(u[4]), n3 = scale * NormalQuantile.of(u[5]);
        double n4 = scale * NormalQuantile.of(u[6]), n5 = scale * NormalQuantile.of(u[7]);
        double[] m = mean[c], l = factor[c];
        z[0][i] = m[0] + l[0] * n0;
        z[1][i] = m[1] + l[1] * n0 + l[2] * n1;
        z[2][i] = m[2] + l[3] * n0 + l[4] * n1 + l[5] * n2;
        z[3][i] = m[3] + l[6] * n0 + l[7] * n1 + l[8] * n2 + l[9] * n3;
        z[4][i] = m[4] + l[10] * n0 + l[11] * n1 + l[12] * n2 + l[13] * n3 + l[14] * n4;
        z[5][i] = m[5] + l[15] * n0 + l[16] * n1 + l[17] * n2 + l[18] * n3 + l[19] * n4 + l[20] * n5;
    }

    private static double[] cholesky(double[] s) {
        double[] l = new double[TRIANGLE];
        for (int a = 0; a < DIMENSIONS; a++)
            for (int b = 0; b <= a; b++) {
                double sum = s[entry(a, b)];
                for (int k = 0; k < b; k++) sum -= l[entry(a, k)] * l[entry(b, k)];
                // what rounding leaves of a direction without spread
                l[entry(a, b)] = a == b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[entry(b, b)];
            }
        return l;
    }

    private static double[] inverse(double[] l) {
        double[] inverse = new double[TRIANGLE];
        for (int b = 0; b < DIMENSIONS; b++)
            for (int a = b; a < DIMENSIONS; a++) {
                double sum = a == b ? 1 : 0;
                for (int k = b; k < a; k++) sum -= l[entry(a, k)] * inverse[entry(k, b)];
                inverse[entry(a, b)] = sum / l[entry(a, a)];
            }
        return inverse;
    }
}
