package org.emergencelaw.fit.posterior;

import java.util.Arrays;
import org.emergencelaw.statistics.GammaQuantile;
import org.emergencelaw.statistics.NormalQuantile;

/**
 * Mixture of multivariate Student t distributions with 10 degrees of freedom: the proposal of the importance sampling.
 *
 * <p>Density of a component in 6 dimensions: {@code c |S|^-1/2 (1 + Q / 10)^-8}, {@code Q = (x - m)' S^-1 (x - m)},
 * {@code c = Gamma(8) / (Gamma(5) (10 pi)^3)}; the whole exponent makes it cheap, and the tails keep importance weights bounded.
 * Matrices are lower triangles by rows, 21 numbers.
 */
public final class StudentMixture {
    static final int DIMENSIONS = PosteriorCoordinates.COUNT;
    static final int TRIANGLE = DIMENSIONS * (DIMENSIONS + 1) / 2;
    static final int FREEDOM = 10;
    /** Points that go through one component after the other, few enough to stay in the nearest cache. */
    static final int BLOCK = 256;

    private static final double NORMALISER =
            210 / (FREEDOM * Math.PI * FREEDOM * Math.PI * FREEDOM * Math.PI); // Gamma(8) / Gamma(5) = 210

    /** One component at the origin with unit scale: about the prior, in its coordinates. */
    public static final StudentMixture STANDARD = standard();

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

    // Loops over points within a component, so that the compiler can vectorise them.

    /** {@code 1 + Q / 10} of component c at the points {@code x[.][from..]}, as many as {@code count}. */
    void stretches(int c, double[][] x, int from, int count, double[] result) {
        double[] m = mean[c], l = inverse[c];
        double[] x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5];
        double m0 = m[0], m1 = m[1], m2 = m[2], m3 = m[3], m4 = m[4], m5 = m[5];
        double l0 = l[0], l1 = l[1], l2 = l[2], l3 = l[3], l4 = l[4], l5 = l[5], l6 = l[6];
        double l7 = l[7], l8 = l[8], l9 = l[9], l10 = l[10], l11 = l[11], l12 = l[12], l13 = l[13];
        double l14 = l[14], l15 = l[15], l16 = l[16], l17 = l[17], l18 = l[18], l19 = l[19], l20 = l[20];
        for (int j = 0; j < count; j++) {
            double d0 = x0[from + j] - m0, d1 = x1[from + j] - m1, d2 = x2[from + j] - m2;
            double d3 = x3[from + j] - m3, d4 = x4[from + j] - m4, d5 = x5[from + j] - m5;
            double z0 = l0 * d0;
            double z1 = l1 * d0 + l2 * d1;
            double z2 = l3 * d0 + l4 * d1 + l5 * d2;
            double z3 = l6 * d0 + l7 * d1 + l8 * d2 + l9 * d3;
            double z4 = l10 * d0 + l11 * d1 + l12 * d2 + l13 * d3 + l14 * d4;
            double z5 = l15 * d0 + l16 * d1 + l17 * d2 + l18 * d3 + l19 * d4 + l20 * d5;
            result[j] = 1 + (z0 * z0 + z1 * z1 + z2 * z2 + z3 * z3 + z4 * z4 + z5 * z5) / FREEDOM;
        }
    }

    /** Share times density of component c, from its {@link #stretches}. */
    void parts(int c, double[] stretches, int count, double[] result) {
        double top = height[c];
        for (int j = 0; j < count; j++) {
            double power = stretches[j] * stretches[j];
            power *= power;
            result[j] = top / (power * power);
        }
    }

    /** Densities at the points {@code x[.][from..]}, as many as {@code count}. */
    public void densities(double[][] x, int from, int count, double[] result) {
        double[] stretches = new double[Math.min(BLOCK, count)], parts = new double[stretches.length];
        Arrays.fill(result, 0, count, 0);
        for (int at = 0; at < count; at += BLOCK) {
            int size = Math.min(BLOCK, count - at);
            for (int c = 0; c < height.length; c++) {
                stretches(c, x, from + at, size, stretches);
                parts(c, stretches, size, parts);
                for (int j = 0; j < size; j++) result[at + j] += parts[j];
            }
        }
    }

    /**
     * Draws into {@code z[.][i]}.
     *
     * @param u uniforms: for the component, for its scale, and one a dimension
     */
    public void draw(double[] u, double[][] z, int i) {
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
