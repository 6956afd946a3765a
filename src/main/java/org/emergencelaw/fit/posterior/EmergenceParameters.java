package org.emergencelaw.fit.posterior;

import java.util.OptionalDouble;
import org.emergencelaw.fit.leastsquares.Elbows;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.AnchoredLogPowerLaw;
import org.emergencelaw.law.AnchoredPositions;
import org.emergencelaw.law.EmergenceLaw;
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
 * @param anchor m, examples; absent for a law without one
 * @param checkpointSd sL, standard deviation of the elbow between checkpoints where it has a size of its own, nats; else 0
 */
public record EmergenceParameters(
        double elbowMax,
        double gap,
        double shape,
        double slope,
        double floor,
        double fewShotShift,
        double runNoise,
        double subsetSd,
        OptionalDouble anchor,
        double checkpointSd) {

    /** Point of emergence E(D0), nats. */
    public double emergenceLossNats() {
        return elbowMax - gap;
    }

    /** The same with a point of emergence {@code nats} higher. */
    EmergenceParameters deviating(double nats) {
        return new EmergenceParameters(
                elbowMax, gap - nats, shape, slope, floor, fewShotShift, runNoise, subsetSd, anchor, checkpointSd);
    }

    /** Elbows of all levels, nats. */
    double[] elbows(FitDesign data, EmergenceLawForm form) {
        double[] elbows = new Elbows(elbowMax, gap, shape).at(data, form);
        if (anchor.isEmpty()) return elbows;
        new AnchoredPositions(data.amounts, data.shots, data.maxExamples()).at(anchor.getAsDouble(), shape, elbows);
        for (int l = 0; l < elbows.length; l++) elbows[l] = elbowMax - gap * (1 - elbows[l]);
        return elbows;
    }

    /** @param maxExamples the data amount at which the elbow is Ehi */
    AccuracyCurve curve(EmergenceLawForm form, int shots, double maxExamples) {
        EmergenceLaw law = anchor.isPresent()
                ? AnchoredLogPowerLaw.through(elbowMax, gap, shape, anchor.getAsDouble(), shots, maxExamples)
                : form.law(elbowMax, gap, shape, shots, maxExamples);
        return new AccuracyCurve(law, slope, floor, fewShotShift, shots);
    }
}
