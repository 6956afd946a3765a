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

    /**
     * The same with numbers of the emergence law of 24 significant bits, as single precision has, and the exponents of doubles: a fit
     * keeps thousands of draws, and they differ by far more than what is cut off here.
     */
    public LawDraw rounded() {
        return new LawDraw(curve.rounded(), single(runNoise), lossLaw, lossNoise);
    }

    /** The nearest number of 24 significant bits. */
    public static double single(double value) {
        long unit = 1L << (53 - 24);
        return Double.longBitsToDouble((Double.doubleToLongBits(value) + unit / 2) & -unit);
    }
}
