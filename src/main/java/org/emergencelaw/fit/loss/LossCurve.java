package org.emergencelaw.fit.loss;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/**
 * Loss over compute: a loss law along a path.
 *
 * @param law of a family
 * @param path along which compute grows
 */
public record LossCurve(LossLaw law, ComputePath path) {

    /** The most probable one of these rows' checkpoints; absent where none states its size. */
    public static Optional<LossCurve> of(List<Observation> rows, ComputePath path) {
        List<Checkpoint> checkpoints =
                rows.stream().map(Observation::checkpoint).distinct().toList();
        return LossLawPosterior.of(checkpoints)
                .map(posterior -> new LossCurve(posterior.mode().law(), path));
    }

    /** Expected loss after {@code trainFlops}, nats. */
    public double lossNats(double trainFlops) {
        return law.lossNats(path.at(trainFlops));
    }

    /** Compute at which the loss falls to {@code lossNats}, FLOPs; infinite where it never does. */
    public double trainFlops(double lossNats) {
        return law.trainFlops(lossNats, path);
    }
}
