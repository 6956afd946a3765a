package org.emergencelaw.fit.posterior;

import java.util.SplittableRandom;

/**
 * Leads a proposal from the prior to the posterior, whatever modes and ridges it has.
 *
 * <p>Sobol points of the proposal are weighted by likelihood^T, with B and Delta integrated out ({@link Likelihood#marginal}), T
 * as high as leaves enough of them effective; the next proposal is fitted to them; and so on until T is 1.
 */
final class TemperedSearch {
    private static final int FEWEST_POINTS = 512, MOST_POINTS = 4096;
    /** Share of a stage's points that must be effective. */
    private static final double EFFECTIVE_SHARE = 0.23;
    /** Growth of T below which a stage has got no further, and the next has more points. */
    private static final double PROGRESS = 1.1;

    private static final double LEAST_TEMPERATURE = 1e-9;
    private static final int MOST_STAGES = 40;
    private static final int PASSES = 3;

    private final ProposalSampler points;
    private final SplittableRandom random;
    private final int mostPoints, mostStages;
    private int stages;

    /** @param effort share of the most points and stages */
    TemperedSearch(ProposalSampler points, SplittableRandom random, double effort) {
        this.points = points;
        this.random = random;
        mostPoints = ProposalSampler.count(effort * MOST_POINTS);
        mostStages = (int) (effort * MOST_STAGES);
    }

    int stages() {
        return stages;
    }

    /** From the prior. */
    StudentMixture run() {
        return run(StudentMixture.STANDARD, 0);
    }

    /** From a proposal for the likelihood to the power of {@code from}. */
    StudentMixture run(StudentMixture start, double from) {
        StudentMixture proposal = start;
        double temperature = from;
        int count = FEWEST_POINTS;
        while (temperature < 1 && stages++ < mostStages) {
            WeightedPoints particles = points.draw(proposal, count, false);
            double next = next(temperature, particles);
            double[] weights = WeightedPoints.weights(particles.logWeights(next));
            proposal = new MixtureFit(particles.z, weights).run(PASSES, random);
            if (next < PROGRESS * temperature) count = Math.min(2 * count, mostPoints);
            temperature = next;
            if (temperature == 1) points.hold(particles, weights);
        }
        return proposal;
    }

    /** The highest temperature up to 1, and not below {@code from}, at which enough points are effective. */
    private static double next(double from, WeightedPoints particles) {
        double enough = EFFECTIVE_SHARE * particles.size();
        if (effective(particles, 1) >= enough) return 1;
        double low = from, high = 1;
        while (high - low > 0.02 * high && high > LEAST_TEMPERATURE) {
            double middle = low == 0 ? high / 8 : (low + high) / 2;
            if (effective(particles, middle) >= enough) low = middle;
            else high = middle;
        }
        return Math.max(low, LEAST_TEMPERATURE);
    }

    private static double effective(WeightedPoints particles, double temperature) {
        return WeightedPoints.effective(WeightedPoints.weights(particles.logWeights(temperature)));
    }
}
