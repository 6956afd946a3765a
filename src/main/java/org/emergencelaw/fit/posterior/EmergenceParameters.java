package org.emergencelaw.fit.posterior;

import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * All parameters of the emergence law and of the noise about it, in elbow coordinates.
 *
 * @param elbowMax Ehi, elbow at the largest data amount, nats
 * @param gap G = Ehi - E(D0), nats
 * @param shape alpha of the log-power law, b of the power law
 * @param slope A, accuracy per nat
 * @param floor B, 0..1
 * @param fewShotShift Delta
 * @param runNoise tau, standard deviation of accuracy between runs beside the binomial one
 * @param subsetSd sD, standard deviation of the elbow between finetuned (data amount, seed) groups, nats
 */
public record EmergenceParameters(
        double elbowMax,
        double gap,
        double shape,
        double slope,
        double floor,
        double fewShotShift,
        double runNoise,
        double subsetSd) {

    /** Point of emergence E(D0), nats. */
    public double emergenceLossNats() {
        return elbowMax - gap;
    }

    /** The same with a point of emergence {@code nats} higher. */
    EmergenceParameters deviating(double nats) {
        return new EmergenceParameters(elbowMax, gap - nats, shape, slope, floor, fewShotShift, runNoise, subsetSd);
    }

    /** @param maxExamples the data amount at which the elbow is Ehi */
    AccuracyCurve curve(EmergenceLawForm form, int shots, double maxExamples) {
        return new AccuracyCurve(form.law(elbowMax, gap, shape, shots, maxExamples), slope, floor, fewShotShift, shots);
    }
}
