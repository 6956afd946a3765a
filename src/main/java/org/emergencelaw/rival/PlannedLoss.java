package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.LossLawSample;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.fit.loss.LossLawPosterior.LossDraw;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;

/**
 * Loss of planned runs by a study's loss law, in draws.
 *
 * @param laws one a draw; absent where no visible checkpoint states its size
 * @param path by which a run's size is completed; it counts as the study does
 */
record PlannedLoss(Optional<List<LossDraw>> laws, ComputePath path, int draws, long seed) {

    /** By the loss law of the visible rows, or the published one where it stands in. */
    static PlannedLoss of(StudyRows study, int draws, long seed) {
        return new PlannedLoss(
                LossLawSample.of(study, draws, seed).map(LossLawSample::draws),
                study.losses().path(),
                draws,
                seed);
    }

    /** Loss over compute in one draw, where there is a loss law. */
    LossCurve curve(int draw) {
        return new LossCurve(laws.orElseThrow().get(draw).law(), path);
    }

    /** Size of a plan from what it states; absent where it states no more than its loss. */
    Optional<RunSize> size(PlannedRun plan) {
        return path.complete(plan.params(), plan.tokens(), plan.trainFlops());
    }

    /**
     * Loss of a planned run, one a draw: as the plan states it, else by the loss law with its noise.
     *
     * @return absent where neither says
     */
    Optional<double[]> nats(PlannedRun plan) {
        double[] losses = new double[draws];
        if (plan.pretrainLossNats().isPresent()) {
            Arrays.fill(losses, plan.pretrainLossNats().getAsDouble());
            return Optional.of(losses);
        }
        Optional<RunSize> size = size(plan);
        if (size.isEmpty() || laws.isEmpty()) return Optional.empty();
        var normal = NormalDistribution.of(0, 1).createSampler(RandomSource.XO_SHI_RO_256_PP.create(seed));
        for (int d = 0; d < draws; d++) {
            LossDraw law = laws.get().get(d);
            losses[d] = law.law().lossNats(size.get()) + law.noiseNats() * normal.sample();
        }
        return Optional.of(losses);
    }
}
