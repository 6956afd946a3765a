package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.statistics.Interval90;

/** What a run scores on its items, from draws of the accuracy that is expected of it. */
final class ScoredRun {

    private ScoredRun() {}

    /**
     * Loss of a planned run, one draw for each law: as the plan states it, else by the family's loss law with its noise.
     *
     * @param laws absent where the family has none
     * @return absent where neither says
     */
    static Optional<double[]> losses(
            PlannedRun plan, int draws, Optional<List<LossLawPosterior.LossDraw>> laws, long seed) {
        double[] losses = new double[draws];
        if (plan.pretrainLossNats().isPresent()) {
            Arrays.fill(losses, plan.pretrainLossNats().getAsDouble());
            return Optional.of(losses);
        }
        Optional<RunSize> size = ComputePath.DEFAULT.complete(plan.params(), plan.tokens(), plan.trainFlops());
        if (size.isEmpty() || laws.isEmpty()) return Optional.empty();
        var normal = NormalDistribution.of(0, 1).createSampler(RandomSource.XO_SHI_RO_256_PP.create(seed));
        for (int d = 0; d < draws; d++) {
            LossLawPosterior.LossDraw law = laws.get().get(d);
            losses[d] = law.law().lossNats(size.get()) + law.noiseNats() * normal.sample();
        }
        return Optional.of(losses);
    }

    /** Draws of the loss law of the visible checkpoints; absent where none states its size. */
    static Optional<List<LossLawPosterior.LossDraw>> laws(List<Observation> visible, int draws, long seed) {
        List<Checkpoint> checkpoints = visible.stream()
                .filter(row -> row.split() == Split.FIT)
                .map(Observation::checkpoint)
                .distinct()
                .toList();
        return LossLawPosterior.of(checkpoints).map(law -> law.sample(draws, seed));
    }

    /**
     * @param expected draws of the expected accuracy, 0..1
     * @param runNoise standard deviation of accuracy between runs, for each draw
     * @param items evaluated items
     * @param leastRight fewest right answers by which a claim holds; above {@code items}, no result can
     */
    static Prediction.Answer answer(double[] expected, double[] runNoise, int items, int leastRight, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        var normal = NormalDistribution.of(0, 1).createSampler(random);
        double[] scored = new double[expected.length];
        double reaches = 0;
        for (int i = 0; i < scored.length; i++) {
            double mean = expected[i];
            double sd = Math.sqrt(runNoise[i] * runNoise[i] + mean * (1 - mean) / items);
            scored[i] = Math.max(0, Math.min(1, mean + sd * normal.sample()));
            if (leastRight <= items)
                reaches += 1 - new BinomialDistribution(null, items, mean).cumulativeProbability(leastRight - 1);
        }
        return new Prediction.Answer(
                OptionalDouble.of(Math.max(0, Math.min(1, reaches / scored.length))),
                Optional.of(Interval90.of(scored)));
    }
}
