package org.emergencelaw.fit;

import java.util.Optional;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ComputeLossLaw;

/**
 * One joint draw of all that a forecast needs; draws of a fit weigh the same.
 *
 * @param curve emergence law, slope and floors
 * @param runNoise standard deviation of accuracy between runs, beside the binomial one
 * @param lossLaw loss over compute, absent where no checkpoint states its compute
 * @param lossNoise standard deviation of a run's loss about the loss law, nats
 */
public record Draw(AccuracyCurve curve, double runNoise, Optional<ComputeLossLaw> lossLaw, double lossNoise) {

    /** Point of emergence, nats. */
    public double emergenceLossNats() {
        return curve.emergenceLossNats();
    }

    /** Compute at the point of emergence, FLOPs; infinite where the irreducible loss lies above it. */
    public double emergenceFlops() {
        return lossLaw.orElseThrow().trainFlops(emergenceLossNats());
    }
}
