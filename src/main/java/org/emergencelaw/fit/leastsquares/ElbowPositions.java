package org.emergencelaw.fit.leastsquares;

import org.emergencelaw.law.EmergenceLawForm;

/**
 * Positions {@code w(D)} of all levels of one study and their slopes, the logarithms of the data amounts taken once: a search
 * asks for them thousands of times.
 *
 * @see EmergenceLawForm#position
 */
public final class ElbowPositions {

    private final EmergenceLawForm form;
    /** {@code t} of each level; for the log-power law from one shot, {@code ln(ln D / ln Dmax)}. */
    private final double[] t;

    /** What turns a shape into the {@code s} of {@code expm1(s t) / expm1(s)}. */
    private final double span;
    /** Log-power law from one shot: {@code w = (ln D / ln Dmax)^shape}. */
    private final boolean fromOne;

    public ElbowPositions(FitDesign data, EmergenceLawForm form) {
        this(data, form, data.mostExamples());
    }

    /** @param most the data amount at which {@code w = 1}, above the shots */
    public ElbowPositions(FitDesign data, EmergenceLawForm form, double most) {
        this.form = form;
        double shots = data.shots;
        fromOne = form == EmergenceLawForm.LOG_POWER && shots == 1;
        span = form == EmergenceLawForm.POWER || fromOne ? 1 : Math.log(Math.log(most) / Math.log(shots));
        t = new double[data.amounts.length];
        for (int l = 0; l < t.length; l++) t[l] = level(data.amounts[l], shots, most);
    }

    private double level(double examples, double shots, double most) {
        if (form == EmergenceLawForm.POWER) return Math.log(examples / shots) / Math.log(most / shots);
        if (fromOne) return Math.log(Math.log(examples) / Math.log(most));
        return Math.log(Math.log(examples) / Math.log(shots)) / span;
    }

    /** {@code w} of one level. */
    public double at(int level, double shape) {
        return fromOne ? Math.exp(shape * t[level]) : EmergenceLawForm.ratio(shape * span, t[level]);
    }

    /** {@code dw/dshape} of one level. */
    public double slopeAt(int level, double shape) {
        if (!fromOne) return span * EmergenceLawForm.ratioSlope(shape * span, t[level]);
        return t[level] == Double.NEGATIVE_INFINITY ? 0 : t[level] * Math.exp(shape * t[level]);
    }

    /** {@code w} of every level into {@code positions}. */
    public void at(double shape, double[] positions) {
        double s = shape * span;
        // exp is many times faster than expm1, and away from 0 as exact as a search needs
        boolean plain = !fromOne && Math.abs(s) > 0.1;
        // as exp(s (t - 1)) where s is large: the terms as they stand would overflow
        double least = Math.exp(-Math.abs(s)), scale = 1 / (1 - least);
        for (int l = 0; l < t.length; l++) {
            if (!plain) positions[l] = at(l, shape);
            else if (t[l] == 0) positions[l] = 0;
            else if (t[l] == 1) positions[l] = 1;
            else positions[l] = (s > 0 ? Math.exp(s * (t[l] - 1)) - least : 1 - Math.exp(s * t[l])) * scale;
        }
    }

    /**
     * {@code dw/dshape} of every level into {@code slopes}.
     *
     * @param positions those of {@link #at(double, double[])} for this shape
     */
    public void slopesAt(double shape, double[] positions, double[] slopes) {
        double s = shape * span;
        boolean plain = !fromOne && Math.abs(s) > 0.1;
        double q = plain ? 1 / (Math.exp(s) - 1) : 0;
        for (int l = 0; l < t.length; l++) {
            double w = positions[l];
            slopes[l] = plain ? span * (t[l] * (w + q) - w * (1 + q)) : slopeAt(l, shape);
        }
    }

    /**
     * Elbow coordinates of a law: what is not linear in it.
     *
     * @param most elbow at the largest data amount, Ehi, nats
     * @param gap {@code G = Ehi - E(D0)}, nats, above 0
     * @param shape alpha of the log-power law, b of the power law
     */
    public record Elbows(double most, double gap, double shape) {

        /** Point of emergence E(D0), nats. */
        public double fewShot() {
            return most - gap;
        }

        /** Elbow of every level of {@code data}, nats. */
        public double[] at(FitDesign data, EmergenceLawForm form) {
            double[] elbows = new double[data.amounts.length];
            for (int l = 0; l < elbows.length; l++)
                elbows[l] = most - gap * (1 - form.position(data.amounts[l], data.shots, data.mostExamples(), shape));
            return elbows;
        }
    }
}
