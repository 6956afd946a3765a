package org.emergencelaw.fit.posterior;

import java.util.Arrays;
import org.emergencelaw.statistics.GammaQuantile;
import org.emergencelaw.statistics.NormalQuantile;

/**
 * Mixture of multivariate Student t distributions with 10 degrees of freedom: the proposal of the importance sampling.
 *
 * <p>Density of a component in d dimensions: {@code c |S|^-1/2 (1 + Q / 10)^-(5 + d/2)}, {@code Q = (x - m)' S^-1 (x - m)},
 * {@code c = Gamma(5 + d/2) / (Gamma(5) (10 pi)^(d/2))}; the exponent makes it cheap, and the tails keep importance weights bounded.
 * d is 6 to 8. Matrices are lower triangles by rows. Not for two threads at once.
 */
public final class StudentMixture {
    /** Degrees of freedom f. */
    static final int FREEDOM = 10;
    /** Points that go through one component after the other, few enough to stay in the nearest cache. */
    static final int BLOCK = 256;

    private static final int FEWEST = PosteriorCoordinates.ALWAYS;

    /** {@code Gamma((10 + d) / 2) / (Gamma(5) (10 pi)^(d/2))} from the fewest dimensions d on. */
    private static final double[] NORMALISER = {
        210 / (FREEDOM * Math.PI * FREEDOM * Math.PI * FREEDOM * Math.PI), // Gamma(8) / Gamma(5) = 210
        14034.407293483412 / 24 / Math.pow(FREEDOM * Math.PI, 3.5), // Gamma(8.5) = 14034.4..
        1680 / Math.pow(FREEDOM * Math.PI, 4) // Gamma(9) / Gamma(5) = 1680
    };

    final int dimensions;
    final double[] share;
    final double[][] mean, covariance;
    /** Lower Cholesky factors of S, and their inverses. */
    private final double[][] factor, inverse;

    /** Share times density at the mean. */
    private final double[] height;

    /** Of the points of a block: what they are from a mean, by dimension, and one of their scores. */
    private final double[][] apart;

    private final double[] score = new double[BLOCK];

    StudentMixture(double[] share, double[][] mean, double[][] covariance) {
        this.share = share;
        this.mean = mean;
        this.covariance = covariance;
        dimensions = mean[0].length;
        apart = new double[dimensions][BLOCK];
        int k = share.length;
        factor = new double[k][];
        inverse = new double[k][];
        height = new double[k];
        for (int c = 0; c < k; c++) {
            factor[c] = cholesky(covariance[c]);
            inverse[c] = inverse(factor[c]);
            height[c] = share[c] * NORMALISER[dimensions - FEWEST];
            for (int a = 0; a < dimensions; a++) height[c] *= inverse[c][entry(a, a)];
        }
    }

    /** One component at the origin with unit scale: about the prior, in its coordinates. */
    public static StudentMixture standard(int dimensions) {
        double[] identity = new double[triangle(dimensions)];
        for (int a = 0; a < dimensions; a++) identity[entry(a, a)] = 1;
        return new StudentMixture(new double[] {1}, new double[1][dimensions], new double[][] {identity});
    }

    /** Numbers of a lower triangle. */
    static int triangle(int dimensions) {
        return dimensions * (dimensions + 1) / 2;
    }

    /** Place of row a, column b up to a, in a lower triangle. */
    static int entry(int a, int b) {
        return a * (a + 1) / 2 + b;
    }

    // Loops over points within a component, so that the compiler can vectorise them.

    /** {@code 1 + Q / 10} of component c at the points {@code x[.][from..]}, at most {@link #BLOCK} of them. */
    void stretches(int c, double[][] x, int from, int count, double[] result) {
        double[] l = inverse[c], to = score;
        Arrays.fill(result, 0, count, 0);
        for (int a = 0; a < dimensions; a++) {
            double[] own = apart[a], at = x[a];
            double centre = mean[c][a], diagonal = l[entry(a, a)];
            for (int j = 0; j < count; j++) own[j] = at[from + j] - centre;
            if (a == 0) Arrays.fill(to, 0, count, 0);
            else below(l, a, count);
            for (int j = 0; j < count; j++) {
                double z = to[j] + diagonal * own[j];
                result[j] += z * z;
            }
        }
        for (int j = 0; j < count; j++) result[j] = 1 + result[j] / FREEDOM;
    }

    /** Row a of the inverse factor times the points, but for the diagonal; two columns at a time, which halves the stores. */
    private void below(double[] l, int a, int count) {
        double[] to = score, first = apart[0];
        double left = l[entry(a, 0)];
        if (a == 1) {
            for (int j = 0; j < count; j++) to[j] = left * first[j];
            return;
        }
        double[] second = apart[1];
        double next = l[entry(a, 1)];
        for (int j = 0; j < count; j++) to[j] = left * first[j] + next * second[j];
        for (int b = 2; b < a; b += 2) {
            double[] odd = apart[b], even = apart[b + 1];
            double one = l[entry(a, b)], other = b + 1 < a ? l[entry(a, b + 1)] : 0;
            if (b + 1 < a) for (int j = 0; j < count; j++) to[j] = to[j] + one * odd[j] + other * even[j];
            else for (int j = 0; j < count; j++) to[j] += one * odd[j];
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
        if (dimensions == FEWEST + 1) for (int j = 0; j < count; j++) result[j] /= Math.sqrt(stretches[j]);
        if (dimensions == FEWEST + 2) for (int j = 0; j < count; j++) result[j] /= stretches[j];
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
        double[] m = mean[c], l = factor[c], normal = new double[dimensions];
        for (int a = 0; a < dimensions; a++) {
            normal[a] = scale * NormalQuantile.of(u[2 + a]);
            double place = m[a];
            for (int b = 0; b <= a; b++) place += l[entry(a, b)] * normal[b];
            z[a][i] = place;
        }
    }

    private double[] cholesky(double[] s) {
        double[] l = new double[s.length];
        for (int a = 0; a < dimensions; a++)
            for (int b = 0; b <= a; b++) {
                double sum = s[entry(a, b)];
                for (int k = 0; k < b; k++) sum -= l[entry(a, k)] * l[entry(b, k)];
                // what rounding leaves of a direction without spread
                l[entry(a, b)] = a == b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[entry(b, b)];
            }
        return l;
    }

    private double[] inverse(double[] l) {
        double[] inverse = new double[l.length];
        for (int b = 0; b < dimensions; b++)
            for (int a = b; a < dimensions; a++) {
                double sum = a == b ? 1 : 0;
                for (int k = b; k < a; k++) sum -= l[entry(a, k)] * inverse[entry(k, b)];
                inverse[entry(a, b)] = sum / l[entry(a, a)];
            }
        return inverse;
    }
}
