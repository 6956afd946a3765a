package org.emergencelaw.fit.loss;

import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LossLaw;

/**
 * Loss over compute: a loss law along a path.
 *
 * @param law of a family
 * @param path along which compute grows
 */
public record LossCurve(LossLaw law, ComputePath path) {

    /** Expected loss after {@code trainFlops}, nats. */
    public double lossNats(double trainFlops) {
        return law.lossNats(path.at(trainFlops));
    }

    /** Compute at which the loss falls to {@code lossNats}, FLOPs; infinite where it never does. */
    public double trainFlops(double lossNats) {
        return law.trainFlops(lossNats, path);
    }
}
