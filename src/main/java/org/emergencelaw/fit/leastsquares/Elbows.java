package org.emergencelaw.fit.leastsquares;

import org.emergencelaw.law.EmergenceLawForm;

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
