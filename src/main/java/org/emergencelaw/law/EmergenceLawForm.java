package org.emergencelaw.law;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * The forms of the emergence law, each with all that it has to itself: a new one is a record that implements {@link EmergenceLaw}
 * and a constant here.
 *
 * <p>Fits search in coordinates that mix: elbow {@code Ehi} at the largest data amount, gap {@code G = Ehi - E(D0) > 0} and a
 * shape, {@code E(D) = Ehi - G (1 - w(D))}. Log power and power have {@code w = expm1(s t) / expm1(s)}: log power with
 * {@code s = alpha ln(ln Dmax / ln D0)} and {@code t = ln(ln D / ln D0) / ln(ln Dmax / ln D0)}; power with {@code s = b} and
 * {@code t = ln(D / D0) / ln(Dmax / D0)}, {@code beta = b / ln(Dmax / D0)}. Both tend to {@code w = t} as s tends to 0. The
 * anchored form is the log power with {@code ln(1 + D/m)} for {@code ln D}; here m is {@link AnchoredLogPowerLaw#USUAL_ANCHOR}, and
 * {@link AnchoredPositions} has it free. The coordinates are our choice.
 */
public enum EmergenceLawForm {
    /** {@code E(D) = C + k (ln D)^alpha}; the shape is alpha. */
    LOG_POWER("E(D) = C + k (ln D)^alpha", "alpha", "α", 0.05, 15, 0.05, 0.2, 0.4, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 12) {

        @Override
        public EmergenceLaw law(double... of) {
            return new LogPowerLaw(of[0], of[1], of[2]);
        }

        @Override
        double logOf(double examples) {
            return Math.log(examples);
        }
    },

    /** {@code E(D) = C + k D^beta}; the shape is b. */
    POWER("E(D) = C + k D^beta", "beta", "β", -15, 15, -9, -6, -4, -2.5, -1.5, -0.7, 0.05, 0.8, 1.6, 2.8, 4.5, 7, 10) {

        @Override
        public EmergenceLaw law(double... of) {
            return new PowerLaw(of[0], of[1], of[2]);
        }

        @Override
        double logOf(double examples) {
            return Math.log(examples);
        }

        @Override
        boolean startsAtZero(double shots) {
            return false;
        }

        @Override
        public ElbowPositions positions(double[] amounts, double shots, double max) {
            double span = Math.log(max / shots);
            return new ElbowPositions.Exponential(each(amounts, D -> Math.log(D / shots) / span), 1);
        }

        @Override
        public double parameter(double shape, double shots, double max) {
            return apart(shape) / Math.log(max / shots);
        }

        @Override
        public double parameterSlope(double shots, double max) {
            return 1 / Math.log(max / shots);
        }

        @Override
        double rise(double shape, double shots, double max) {
            double b = apart(shape);
            return Math.pow(shots, b / Math.log(max / shots)) * Math.expm1(b);
        }

        /** b, kept from 0, where k would be infinite. */
        private double apart(double shape) {
            return Math.abs(shape) < 1e-6 ? Math.copySign(1e-6, shape) : shape;
        }

        /** b is normal(1, 2): that spans the same curves of E(D) as alpha does. */
        @Override
        public double priorShape(double score, double alphaMedian, double alphaSpread) {
            return 1 + 2 * score;
        }

        @Override
        public String shapeName() {
            return "power_shape";
        }
    },

    /**
     * {@code E(D) = C + k ln(1 + D/m)^gamma}; the shape is gamma. One study can barely tell m, so a search by least squares, which has to
     * say one number, holds it; a posterior has it free.
     */
    ANCHORED_LOG_POWER(
            "E(D) = C + k ln(1 + D/m)^gamma",
            "gamma",
            "γ",
            0.05,
            15,
            0.05,
            0.2,
            0.4,
            0.7,
            1,
            1.4,
            2,
            2.8,
            4,
            5.6,
            8,
            12) {

        @Override
        public EmergenceLaw law(double... of) {
            return new AnchoredLogPowerLaw(of[0], of[1], of[2], of[3]);
        }

        @Override
        double logOf(double examples) {
            return AnchoredLogPowerLaw.logOf(examples, AnchoredLogPowerLaw.USUAL_ANCHOR);
        }

        @Override
        public EmergenceLaw law(double elbowMax, double gap, double shape, double shots, double max) {
            return AnchoredLogPowerLaw.through(elbowMax, gap, shape, AnchoredLogPowerLaw.USUAL_ANCHOR, shots, max);
        }

        @Override
        public List<String> parameterNames() {
            return List.of("k", parameter(), "c", "anchor");
        }

        @Override
        public boolean hasAnchor() {
            return true;
        }

        /** Data amounts far below the anchor to a power above this would be no numbers. */
        @Override
        public double priorShape(double score, double alphaMedian, double alphaSpread) {
            return Math.min(maxShape, super.priorShape(score, alphaMedian, alphaSpread));
        }
    };

    /** Above it, all curves of E(D) of the log power law are the same: a step at the largest data amount. */
    private static final double MAX_PRIOR_SHAPE = 100;

    private final String formula;
    private final String parameter;
    private final String symbol;
    /** Bounds of the shape in a least-squares search. */
    public final double minShape;

    public final double maxShape;
    private final double[] shapeGrid;

    EmergenceLawForm(
            String formula, String parameter, String symbol, double minShape, double maxShape, double... shapeGrid) {
        this.formula = formula;
        this.parameter = parameter;
        this.symbol = symbol;
        this.minShape = minShape;
        this.maxShape = maxShape;
        this.shapeGrid = shapeGrid;
    }

    /** Name in options and JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The law as text, such as {@code E(D) = C + k D^beta}. */
    public String formula() {
        return formula;
    }

    /** JSON name of the parameter beside k and C; it stands in {@link #formula}, too. */
    public String parameter() {
        return parameter;
    }

    /** Symbol of that parameter. */
    public String symbol() {
        return symbol;
    }

    /** Name of the shape, which is that of the parameter where the two are the same number. */
    public String shapeName() {
        return parameter;
    }

    /** JSON names of k, of the parameter beside it, of C, and of what else the form has. */
    public List<String> parameterNames() {
        return List.of("k", parameter, "c");
    }

    /** The other forms, in order. */
    public List<EmergenceLawForm> others() {
        return Arrays.stream(values()).filter(form -> form != this).toList();
    }

    /** Shapes from which a search starts, ascending. */
    public double[] shapeGrid() {
        return shapeGrid.clone();
    }

    /** Whether the law has an anchor, and so says something of no example at all. */
    public boolean hasAnchor() {
        return false;
    }

    /** The law with these parameters, in the order of {@link #parameterNames}. */
    public abstract EmergenceLaw law(double... parameters);

    /** What the shape is a power of, or the logarithm of what it is a power of. */
    abstract double logOf(double examples);

    /** The law through {@code E(shots) = elbowMax - gap} and {@code E(max) = elbowMax} with this shape. */
    public EmergenceLaw law(double elbowMax, double gap, double shape, double shots, double max) {
        double k = gap / rise(shape, shots, max), parameter = parameter(shape, shots, max);
        return law(k, parameter, elbowMax - gap - law(k, parameter, 0).elbowNats(shots));
    }

    /** Whether positions are a power alone. */
    boolean startsAtZero(double shots) {
        return logOf(shots) == 0;
    }

    /**
     * Positions {@code w(D)} of several data amounts, for a search.
     *
     * @param amounts data amounts, from the shots to {@code max}
     */
    public ElbowPositions positions(double[] amounts, double shots, double max) {
        double first = logOf(shots), last = logOf(max);
        if (first == 0) return new ElbowPositions.Power(each(amounts, D -> Math.log(logOf(D) / last)));
        double span = Math.log(last / first);
        return new ElbowPositions.Exponential(each(amounts, D -> Math.log(logOf(D) / first) / span), span);
    }

    /** {@code w(D)}: 0 at D0, 1 at Dmax, increasing. */
    public double position(double examples, double shots, double max, double shape) {
        return startsAtZero(shots)
                ? Math.pow(logOf(examples) / logOf(max), shape)
                : positions(new double[] {examples}, shots, max).at(0, shape);
    }

    /** {@code dw/dshape}. */
    public double positionSlope(double examples, double shots, double max, double shape) {
        if (!startsAtZero(shots))
            return positions(new double[] {examples}, shots, max).slopeAt(0, shape);
        double x = logOf(examples) / logOf(max);
        return x > 0 ? Math.pow(x, shape) * Math.log(x) : 0;
    }

    /** The parameter beside k and C at a shape. */
    public double parameter(double shape, double shots, double max) {
        return shape;
    }

    /** {@code dparameter/dshape}. */
    public double parameterSlope(double shots, double max) {
        return 1;
    }

    /** {@code (E(max) - E(shots)) / k}. */
    double rise(double shape, double shots, double max) {
        double first = logOf(shots), last = logOf(max);
        return first == 0 ? Math.pow(last, shape) : Math.pow(first, shape) * Math.expm1(shape * Math.log(last / first));
    }

    /** {@code ln |dG / dk|} at one shape: what makes a density over G one over k. */
    public double logRise(double shape, double shots, double max) {
        return Math.log(Math.abs(rise(shape, shots, max)));
    }

    /**
     * The shape at a standard normal score of its prior: that of alpha, which is log-normal, unless the form has its own.
     *
     * @param alphaMedian median of the prior of alpha
     * @param alphaSpread sd of ln alpha
     */
    public double priorShape(double score, double alphaMedian, double alphaSpread) {
        return Math.min(MAX_PRIOR_SHAPE, alphaMedian * Math.exp(alphaSpread * score));
    }

    private static double[] each(double[] amounts, DoubleUnaryOperator t) {
        double[] values = new double[amounts.length];
        for (int l = 0; l < values.length; l++) values[l] = t.applyAsDouble(amounts[l]);
        return values;
    }
}
