package org.emergencelaw.law;

import java.util.Optional;

/**
 * One joint draw of all that a forecast needs; draws of a fit weigh the same.
 *
 * @param curve emergence law, slope and floors
 * @param runNoise standard deviation of accuracy between runs, beside the binomial one
 * @param lossLaw loss over params and tokens, or over compute; absent where no checkpoint states its size
 * @param lossNoise standard deviation of a run's loss about the loss law, nats
 */
public record LawDraw(AccuracyCurve curve, double runNoise, Optional<LossLaw> lossLaw, double lossNoise) {

    /** Point of emergence, nats. */
    public double emergenceLossNats() {
        return curve.emergenceLossNats();
    }

    /** Compute at the point of emergence along a path, FLOPs; infinite where the loss never falls to it on that path. */
    public double emergenceFlops(ComputePath path) {
        return lossLaw.orElseThrow().trainFlops(emergenceLossNats(), path);
    }
}
