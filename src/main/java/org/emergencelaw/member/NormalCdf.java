package org.emergencelaw.member;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Distribution function of the standard normal, {@code Phi(z)}, by cubic Hermite interpolation of a table of step 1/64.
 *
 * <p>Absolute error below 1e-10 ({@code h^4/384 max|Phi''''|}); 0 and 1 beyond 8.5 standard deviations, NaN for NaN. A mixture of
 * some thousand curves asks for it about a million times a forecast; the exact function would take ten times as long.
 */
final class NormalCdf {

    /** From here on the function is 1, and below its opposite 0. */
    static final double LIMIT = 8.5;

    private static final int PER_UNIT = 64;
    private static final int STEPS = (int) (2 * LIMIT * PER_UNIT) + 1;
    /** Of each step, by powers of the way through it: 1, t, its square, its cube. */
    private static final double[] CUBIC = new double[4 * STEPS];

    static {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        for (int i = 0; i < STEPS; i++) {
            double z = (double) i / PER_UNIT - LIMIT, end = (double) (i + 1) / PER_UNIT - LIMIT;
            double value = normal.cumulativeProbability(z), step = normal.cumulativeProbability(end) - value;
            // derivatives, times the step
            double rise = normal.density(z) / PER_UNIT, last = normal.density(end) / PER_UNIT;
            CUBIC[4 * i] = value;
            CUBIC[4 * i + 1] = rise;
            CUBIC[4 * i + 2] = 3 * step - 2 * rise - last;
            CUBIC[4 * i + 3] = rise + last - 2 * step;
        }
    }

    private NormalCdf() {}

    static double of(double z) {
        if (z <= -LIMIT) return 0;
        if (z >= LIMIT) return 1;
        double place = (z + LIMIT) * PER_UNIT;
        int i = (int) place, at = 4 * i;
        double t = place - i;
        return CUBIC[at] + t * (CUBIC[at + 1] + t * (CUBIC[at + 2] + t * CUBIC[at + 3]));
    }

    /** {@code sum of w_i Phi((x - m_i) / s_i)}, the precisions being {@code 1 / s_i}. */
    static double mixture(double x, double[] weights, double[] means, double[] precisions) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) sum += weights[i] * of((x - means[i]) * precisions[i]);
        return sum;
    }
}
