package org.emergencelaw.rival;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.StudyRows;

/**
 * What may be said without looking at any accuracy: it emerges at about four times the largest visible compute, {@code log2 (C /
 * Cmax) ~ normal(2, 1.2)}, so within 1 and 16 times with 90%. Skill is measured against this.
 */
record FourTimesComputeRival(String key, String description) implements Rival {

    private static final int DRAWS = 1_000;
    private static final NormalDistribution DOUBLINGS = NormalDistribution.of(2, 1.2);

    @Override
    public Prediction predict(StudyRows study, long seed) {
        OptionalDouble largest = study.rows().visible().largestFlops();
        PlannedLoss losses = PlannedLoss.of(study, DRAWS, seed);
        if (largest.isEmpty() || losses.laws().isEmpty())
            return Prediction.abstain("No visible checkpoint states both compute and loss.");
        int[] order = permutation(seed);
        double[] draws = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            double doublings = DOUBLINGS.inverseCumulativeProbability((order[d] + 0.5) / DRAWS);
            draws[d] = losses.curve(d).lossNats(largest.getAsDouble() * Math.pow(2, doublings));
        }
        return Prediction.of(draws);
    }

    private static int[] permutation(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[DRAWS];
        for (int d = 1; d < DRAWS; d++) {
            int other = random.nextInt(d + 1);
            order[d] = order[other];
            order[other] = d;
        }
        return order;
    }
}
