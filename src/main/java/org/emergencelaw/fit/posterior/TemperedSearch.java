package org.emergencelaw.fit.posterior;

import java.util.SplittableRandom;
import org.emergencelaw.statistics.Interruption;

/**
 * Leads a proposal from the prior to the posterior, whatever modes and ridges it has.
 *
 * <p>Sobol points of the proposal are weighted by likelihood^T, with B and Delta integrated out ({@link Likelihood#marginal}), T
 * as high as leaves enough of them effective; the next proposal is fitted to them; and so on until T is 1.
 */
final class TemperedSearch {
    private static final int MIN_POINTS = 512, MAX_POINTS = 4096;
    /** Share of a stage's points that must be effective. */
    private static final double EFFECTIVE_SHARE = 0.23;
    /** Growth of T below which a stage has got no further, and the next has more points. */
    private static final double PROGRESS = 1.1;

    private static final double MIN_TEMPERATURE = 1e-9;
    private static final int MAX_STAGES = 40;
    private static final int PASSES = 3;

    private final ProposalSampler sampler;
    private final SplittableRandom random;
    private final int maxPoints, maxStages;
    private int stages;

    /** @param effort share of the most points and stages */
    TemperedSearch(ProposalSampler sampler, SplittableRandom random, double effort) {
        this.sampler = sampler;
        this.random = random;
        maxPoints = ProposalSampler.count(effort * MAX_POINTS);
        maxStages = (int) (effort * MAX_STAGES);
    }

    int stages() {
        return stages;
    }

    /** From the prior. */
    StudentMixture run() {
        return run(sampler.standard, 0);
    }

    /** From a proposal for the likelihood to the power of {@code from}. */
    StudentMixture run(StudentMixture start, double from) {
        StudentMixture proposal = start;
        double temperature = from;
        int count = MIN_POINTS;
        Interruption interruption = Interruption.here();
        while (temperature < 1 && stages++ < maxStages) {
            interruption.check();
            WeightedPoints points = sampler.draw(proposal, count, false);
            double next = next(temperature, points);
            double[] weights = WeightedPoints.weights(points.logWeights(next));
            proposal = new MixtureFit(points.z, weights).run(PASSES, random);
            if (next < PROGRESS * temperature) count = Math.min(2 * count, maxPoints);
            temperature = next;
            if (temperature == 1) sampler.fixBinomialVariance(points, weights);
        }
        return proposal;
    }

    /** The highest temperature up to 1, and not below {@code from}, at which enough points are effective. */
    private static double next(double from, WeightedPoints points) {
        double enough = EFFECTIVE_SHARE * points.size();
        if (effective(points, 1) >= enough) return 1;
        double low = from, high = 1;
        while (high - low > 0.02 * high && high > MIN_TEMPERATURE) {
            double middle = low == 0 ? high / 8 : (low + high) / 2;
            if (effective(points, middle) >= enough) low = middle;
            else high = middle;
        }
        return Math.max(low, MIN_TEMPERATURE);
    }

    private static double effective(WeightedPoints points, double temperature) {
        return WeightedPoints.effective(WeightedPoints.weights(points.logWeights(temperature)));
    }
}
