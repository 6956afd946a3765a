package org.emergencelaw.law;

/**
 * The forms of the emergence law in coordinates that mix: elbow {@code Ehi} at the largest data amount, gap
 * {@code G = Ehi - E(D0) > 0} and a shape, {@code E(D) = Ehi - G (1 - w(D))}.
 *
 * <p>Both forms have {@code w = expm1(s t) / expm1(s)}: log power with {@code s = alpha ln(ln Dmax / ln D0)} and
 * {@code t = ln(ln D / ln D0) / ln(ln Dmax / ln D0)}; power with {@code s = b} and {@code t = ln(D / D0) / ln(Dmax / D0)},
 * {@code beta = b / ln(Dmax / D0)}. Both tend to {@code w = t} as s tends to 0. The coordinates are our choice.
 */
public enum EmergenceLawForm {
    /** {@code E(D) = C + k (ln D)^alpha}; the shape is alpha. */
    LOG_POWER(0.05, 15, 0.05, 0.2, 0.4, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 12),
    /** {@code E(D) = C + k D^beta}; the shape is b. */
    POWER(-15, 15, -9, -6, -4, -2.5, -1.5, -0.7, 0.05, 0.8, 1.6, 2.8, 4.5, 7, 10);

    /** Bounds of the shape in a least-squares search. */
    public final double leastShape;

    public final double mostShape;
    private final double[] shapeGrid;

    EmergenceLawForm(double leastShape, double mostShape, double... shapeGrid) {
        this.leastShape = leastShape;
        this.mostShape = mostShape;
        this.shapeGrid = shapeGrid;
    }

    public double[] shapeGrid() {
        return shapeGrid.clone();
    }

    /** {@code w(D)}: 0 at D0, 1 at Dmax, increasing. */
    public double position(double examples, double shots, double most, double shape) {
        if (this == POWER) return ratio(shape, Math.log(examples / shots) / Math.log(most / shots));
        double logExamples = Math.log(examples), logShots = Math.log(shots), logMost = Math.log(most);
        if (logShots == 0) return Math.pow(logExamples / logMost, shape);
        double span = Math.log(logMost / logShots);
        return ratio(shape * span, Math.log(logExamples / logShots) / span);
    }

    /** {@code dw/dshape}. */
    public double positionSlope(double examples, double shots, double most, double shape) {
        if (this == POWER) return ratioSlope(shape, Math.log(examples / shots) / Math.log(most / shots));
        double logExamples = Math.log(examples), logShots = Math.log(shots), logMost = Math.log(most);
        if (logShots == 0) {
            double x = logExamples / logMost;
            return x > 0 ? Math.pow(x, shape) * Math.log(x) : 0;
        }
        double span = Math.log(logMost / logShots);
        return span * ratioSlope(shape * span, Math.log(logExamples / logShots) / span);
    }

    public static double ratio(double s, double t) {
        if (Math.abs(s) < 1e-6) return t + s * t * (t - 1) / 2;
        // beyond 700 both would overflow
        if (s > 500) return Math.exp(s * (t - 1)) - Math.exp(-s);
        return Math.expm1(s * t) / Math.expm1(s);
    }

    public static double ratioSlope(double s, double t) {
        if (Math.abs(s) < 1e-4) return t * (t - 1) / 2 + s * t * (2 * t - 1) * (t - 1) / 6;
        double top = Math.expm1(s * t), bottom = Math.expm1(s);
        return (t * (top + 1) - top / bottom * (bottom + 1)) / bottom;
    }

    /** The law through {@code E(shots) = elbowMost - gap} and {@code E(most) = elbowMost} with this shape. */
    public EmergenceLaw law(double elbowMost, double gap, double shape, double shots, double most) {
        double k = gap / rise(shape, shots, most);
        if (this == POWER) {
            double beta = apart(shape) / Math.log(most / shots);
            return new PowerLaw(k, beta, elbowMost - gap - k * Math.pow(shots, beta));
        }
        return new LogPowerLaw(k, shape, elbowMost - gap - k * Math.pow(Math.log(shots), shape));
    }

    /** {@code (E(most) - E(shots)) / k}. */
    private double rise(double shape, double shots, double most) {
        if (this == POWER) {
            double b = apart(shape);
            return Math.pow(shots, b / Math.log(most / shots)) * Math.expm1(b);
        }
        double logShots = Math.log(shots), logMost = Math.log(most);
        return logShots == 0
                ? Math.pow(logMost, shape)
                : Math.pow(logShots, shape) * Math.expm1(shape * Math.log(logMost / logShots));
    }

    /** {@code ln |dG / dk|} at one shape: what makes a density over G one over k. */
    public double logRise(double shape, double shots, double most) {
        return Math.log(Math.abs(rise(shape, shots, most)));
    }

    /** b of the power law, kept from 0, where k would be infinite. */
    private static double apart(double shape) {
        return Math.abs(shape) < 1e-6 ? Math.copySign(1e-6, shape) : shape;
    }

    /** Name in options and JSON. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
