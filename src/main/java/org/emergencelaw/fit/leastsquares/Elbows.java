package org.emergencelaw.fit.leastsquares;

import org.emergencelaw.law.EmergenceLawForm;

/**
 * Elbow coordinates of a law: what is not linear in it.
 *
 * @param max elbow at the largest data amount, Ehi, nats
 * @param gap {@code G = Ehi - E(D0)}, nats, above 0
 * @param shape of the form, see {@link EmergenceLawForm}
 */
public record Elbows(double max, double gap, double shape) {

    /** Point of emergence E(D0), nats. */
    public double fewShot() {
        return max - gap;
    }

    /** Elbow of every level of {@code data}, nats. */
    public double[] at(FitDesign data, EmergenceLawForm form) {
        double[] elbows = new double[data.amounts.length];
        for (int l = 0; l < elbows.length; l++)
            elbows[l] = max - gap * (1 - form.position(data.amounts[l], data.shots, data.maxExamples(), shape));
        return elbows;
    }
}
