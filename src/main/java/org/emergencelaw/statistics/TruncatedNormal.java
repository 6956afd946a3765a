package org.emergencelaw.statistics;

import org.apache.commons.numbers.gamma.Erfc;

/**
 * A normal variable kept to 0..1, the range of the floor B: its mass there, and draws from it or nearly so.
 *
 * <p>Draws take one uniform. Where the mean lies far outside, an exponential stands in for the normal tail, so that nothing
 * underflows. Where the normal is wide, a uniform share is mixed in, for then the binomial variance changes over the range and
 * the target has other tails. {@link #logDensity} is always that of what was drawn.
 */
public final class TruncatedNormal {
    private static final double ROOT_TWO = Math.sqrt(2);
    private static final double LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;
    /** Standard deviations beyond which a bound does not matter, and outside of which the tail is an exponential. */
    private static final double FAR = 8, TAIL = 4;

    private static final double WIDE = 0.05, UNIFORM_SHARE = 0.15;

    public double value;
    public double logDensity;

    /** {@code ln P(0 <= X <= 1)} of X normal; by its asymptotic series where the mean lies far outside. */
    public static double logMass(double mean, double sd) {
        double a = -mean / sd, b = (1 - mean) / sd;
        if (a < -FAR && b > FAR) return 0;
        if (a > 0.5 || b < -0.5) {
            double near = a > 0.5 ? a : -b, far = a > 0.5 ? b : -a;
            double r = 1 / (near * near);
            if (near > 20) return -near * near / 2 - LOG_ROOT_TWO_PI - Math.log(near) + Math.log1p(-r + 3 * r * r);
            return Math.log(upper(near) - upper(far));
        }
        return Math.log(1 - upper(-a) - upper(b));
    }

    /** Draws with the uniform {@code u}, in 0..1 exclusive. */
    public void draw(double mean, double sd, double u) {
        double a = -mean / sd, b = (1 - mean) / sd;
        if (a < -FAR && b > FAR) {
            double z = NormalQuantile.of(u);
            value = mean + sd * z;
            logDensity = -z * z / 2 - LOG_ROOT_TWO_PI - Math.log(sd);
        } else if (a > TAIL) {
            exponential(a / sd, u);
        } else if (b < -TAIL) {
            exponential(-b / sd, 1 - u);
            value = 1 - value;
        } else {
            truncated(mean, sd, a, b, u);
        }
    }

    private void truncated(double mean, double sd, double a, double b, double u) {
        double share = sd > WIDE ? UNIFORM_SHARE : 0;
        boolean mirrored = a + b < 0;
        double from = upper(mirrored ? -b : a), mass = from - upper(mirrored ? -a : b);
        if (u < share) value = u / share;
        else {
            double v = (u - share) / (1 - share);
            double z = NormalQuantile.of(from - (mirrored ? 1 - v : v) * mass);
            value = Math.max(0, Math.min(1, mean + (mirrored ? sd * z : -sd * z)));
        }
        double z = (value - mean) / sd;
        double density = Math.exp(-z * z / 2 - LOG_ROOT_TWO_PI) / (sd * mass);
        logDensity = Math.log((1 - share) * density + share);
    }

    private void exponential(double rate, double u) {
        double mass = -Math.expm1(-rate);
        value = -Math.log1p(-u * mass) / rate;
        logDensity = Math.log(rate / mass) - rate * value;
    }

    /** {@code P(Z > z)}. */
    public static double upper(double z) {
        return Erfc.value(z / ROOT_TWO) / 2;
    }
}
