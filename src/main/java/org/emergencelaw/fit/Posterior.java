package org.emergencelaw.fit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.emergencelaw.fit.PosteriorSample.Diagnostics;
import org.emergencelaw.fit.Sampling.Scheme;

/**
 * Posterior of the emergence law under a {@link Prior} (H2 by default) and {@link Likelihood}, by adaptive importance sampling.
 *
 * <p>A {@link ProposalSearch} finds a mixture of t distributions near the posterior. Points are drawn from it, B and Delta from
 * their approximate conditional distribution, and weighted by the exact density over the mixture of all proposals so far, so that
 * what is left is sampling error; the proposal is fitted again to them, and more points are drawn, until the effective sample
 * size, Pareto k and the largest weight are good. Failing that, an {@link Ensemble} chain takes over.
 *
 * <p>One thread, one seed: the same bits. About 30,000 evaluations of the likelihood; cost linear in rows.
 *
 * @see <a href="https://arxiv.org/abs/0907.1254">Cornuet, Marin, Mira and Robert, Adaptive multiple importance sampling, 2012</a>
 */
final class Posterior {
    /** Points of each round; the first round mostly serves to fit the proposal of the second. */
    private static final int[] ROUND_POINTS = {4096, 8192, 8192, 8192, 8192};
    /** Effective points that end the rounds, and that will do after the last. */
    private static final double ENOUGH_EFFECTIVE = 4000, LEAST_EFFECTIVE = 1000;
    /** Rows from which on there are fewer points, so that 10,000 rows do not take seconds; their posterior is narrow. */
    private static final int MANY_ROWS = 2000;

    private static final double LEAST_EFFORT = 0.25;

    private static final double GOOD_PARETO = 0.7;
    /** Largest weight of a good sample: one point that rare has no business being there. */
    private static final double LARGEST_WEIGHT = 0.02;

    /** Of the chain, which moves half of its walkers at a time, one a lane. */
    static final int WALKERS = 2 * Likelihood.LANES;

    private static final int BURN_IN = 500, STEPS = 1600, THIN = 20;
    private static final int PASSES = 3;
    private static final int DRAWS = 2000;
    /** Shots times this stand for the largest data amount where none exceeds the shots. */
    private static final double REACH = 10;

    private final Points points;
    private final SplittableRandom random;
    /** Share of the usual number of points. */
    private final double effort;

    private final int[] roundPoints;

    private Posterior(Points points, SplittableRandom random, int rows) {
        this.points = points;
        this.random = random;
        effort = Math.max(LEAST_EFFORT, Math.min(1, (double) MANY_ROWS / rows));
        roundPoints = Arrays.stream(ROUND_POINTS)
                .map(count -> Likelihood.LANES * (int) Math.round(effort * count / Likelihood.LANES))
                .toArray();
    }

    /** Under H2. */
    static PosteriorSample sample(FitData data, LawForm form, long seed) {
        return sample(data, form, Prior.H2, seed);
    }

    /** @param data at least one row */
    static PosteriorSample sample(FitData data, LawForm form, Prior prior, long seed) {
        if (data.size() == 0) throw new IllegalArgumentException("a posterior needs at least one observation");
        double most = data.mostExamples() > data.shots ? data.mostExamples() : REACH * data.shots;
        SplittableRandom random = new SplittableRandom(seed);
        Points points = new Points(
                prior,
                new Coordinates(data, form, prior, most),
                new Likelihood(data, prior, RobustWeights.of(data, form)),
                random);
        return new Posterior(points, random, data.size()).sample(form, data.shots, most);
    }

    private PosteriorSample sample(LawForm form, int shots, double most) {
        StudentMixture[] proposals = new StudentMixture[roundPoints.length + 1];
        ProposalSearch search = new ProposalSearch(points, random);
        proposals[0] = search.run();
        Particles all = new Particles(0);
        for (int round = 0; ; round++) {
            all = pooled(all, proposals, round);
            double[] logs = all.logWeights(1), weights = Particles.weights(logs);
            double effective = Particles.effective(weights), shape = ParetoTail.shape(weights);
            boolean last = round == roundPoints.length - 1;
            boolean good = effective >= effort * (last ? LEAST_EFFECTIVE : ENOUGH_EFFECTIVE)
                    && shape < GOOD_PARETO
                    && Arrays.stream(weights).max().orElseThrow() < LARGEST_WEIGHT;
            Scheme scheme = good ? Scheme.IMPORTANCE : Scheme.ENSEMBLE;
            if (round > 0 && good || last) {
                if (!good) {
                    all = chain(proposals[round]);
                    weights = new double[all.size()];
                    Arrays.fill(weights, 1.0 / weights.length);
                    effective = ChainStatistics.bulkEffective(
                            ChainStatistics.walkers(new double[][] {elbows(all)}, WALKERS));
                }
                double evidence = Particles.logMean(logs);
                int adaptations = search.stages() + round;
                return result(
                        form,
                        shots,
                        most,
                        all,
                        weights,
                        new Diagnostics(scheme, effective, shape, evidence, points.evaluations(), adaptations));
            }
            proposals[round + 1] = new MixtureFit(all.z, weights).run(PASSES, random);
        }
    }

    /** An ensemble chain on the exact density; all walkers at one time come before all at the next. */
    private Particles chain(StudentMixture proposal) {
        return points.chain(
                points.draw(proposal, WALKERS, true),
                (int) (effort * BURN_IN),
                THIN * (int) (effort * STEPS / THIN),
                THIN,
                random);
    }

    /** Adds the points of a round to those before; the proposal of each is then the mixture of the rounds. */
    private Particles pooled(Particles before, StudentMixture[] proposals, int round) {
        Particles all = before.with(points.draw(proposals[round], roundPoints[round], true));
        double total = all.size(), fresh = roundPoints[round];
        for (int i = 0; i < all.size(); i++) {
            double known = Math.exp(all.logProposal[i]), density;
            if (i < before.size()) density = before.size() * known + fresh * proposals[round].density(all.z, i);
            else {
                density = fresh * known;
                for (int r = 0; r < round; r++) density += roundPoints[r] * proposals[r].density(all.z, i);
            }
            all.logProposal[i] = Math.log(density / total);
        }
        return all;
    }

    private PosteriorSample result(
            LawForm form, int shots, double most, Particles all, double[] weights, Diagnostics diagnostics) {
        double[] elbows = elbows(all);
        int[] chosen = Resampling.systematic(weights, WeightedSample.ascending(elbows), DRAWS, random);
        return new PosteriorSample(
                form,
                shots,
                most,
                Arrays.stream(chosen).mapToObj(i -> points.parameters(all, i)).toList(),
                points.parameters(all, all.densest()),
                new WeightedSample(elbows, weights),
                diagnostics);
    }

    /** E(D0) of each point, nats. */
    private double[] elbows(Particles all) {
        double[] elbows = new double[all.size()];
        for (int i = 0; i < elbows.length; i++) elbows[i] = points.emergence(all, i);
        return elbows;
    }
}
