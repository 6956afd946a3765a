package org.emergencelaw.rival;

import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.statistics.BinomialTail;
import org.emergencelaw.statistics.Interval90;

/** What a run scores on its items, from draws of the accuracy that is expected of it. */
final class ScoredRun {

    private ScoredRun() {}

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
            if (leastRight <= items) reaches += BinomialTail.of(items, leastRight, mean);
        }
        return new Prediction.Answer(
                OptionalDouble.of(Math.max(0, Math.min(1, reaches / scored.length))),
                Optional.of(Interval90.of(scored)));
    }
}
