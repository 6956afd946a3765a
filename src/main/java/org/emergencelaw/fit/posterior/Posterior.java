package org.emergencelaw.fit.posterior;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.posterior.PosteriorSample.Diagnostics;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.ChainDiagnostics;
import org.emergencelaw.statistics.EnsembleSampler;
import org.emergencelaw.statistics.ParetoK;
import org.emergencelaw.statistics.Resampling;
import org.emergencelaw.statistics.SamplingDiagnostics.Scheme;
import org.emergencelaw.statistics.WeightedSample;

/**
 * Posterior of the emergence law under a {@link Prior} (H4 by default) and {@link Likelihood}, by adaptive importance sampling.
 *
 * <p>A {@link TemperedSearch} finds a mixture of t distributions near the posterior. Points are drawn from it, B and Delta from
 * their approximate conditional distribution, and weighted by the exact density over the mixture of all proposals so far, so that
 * what is left is sampling error; the proposal is fitted again to them, and more points are drawn, until the effective sample
 * size, Pareto k and the largest weight are good. Failing that, an {@link EnsembleSampler} chain takes over.
 *
 * <p>One thread, one seed: the same bits. About 30,000 evaluations of the likelihood; cost linear in rows.
 *
 * @see <a href="https://arxiv.org/abs/0907.1254">Cornuet, Marin, Mira and Robert, Adaptive multiple importance sampling, 2012</a>
 */
public final class Posterior {
    /** Points of each round; the first round mostly serves to fit the proposal of the second. */
    private static final int[] ROUND_POINTS = {4096, 4096, 8192, 8192, 8192};
    /** Effective points that end the rounds, and that will do after the last. */
    private static final double ENOUGH_EFFECTIVE = 4000, MIN_EFFECTIVE = 1000;
    /** Effective points after two rounds below which more rounds would not help. */
    private static final double HOPELESS = 20;

    /** Rows from which on there are fewer points, so that 10,000 rows do not take seconds; their posterior is narrow. */
    private static final int MANY_ROWS = 2000;
    /** About as many of many rows serve to find the first proposal. */
    private static final int FEW_ROWS = 1000;

    private static final double MIN_EFFORT = 0.25;

    private static final double GOOD_PARETO = 0.7;
    /** Largest weight of a good sample: one point that rare has no business being there. */
    private static final double LARGEST_WEIGHT = 0.02;

    /** Of the chain, which moves half of its walkers at a time, one a lane. */
    static final int WALKERS = 2 * Likelihood.LANES;

    private static final int BURN_IN = 500, STEPS = 1600, THIN = 20;
    private static final int PASSES = 3;
    /** Of the gap, so that the few-shot elbow stays below the one at the largest data amount. */
    private static final double MAX_DEVIATION = 0.9;

    private static final int DRAWS = 2000;
    /** Shots times this stand for the largest data amount where none exceeds the shots. */
    private static final double REACH = 10;

    private final FitDesign data;
    private final EmergenceLawForm form;
    private final Prior prior;
    private final SplittableRandom random;
    private final PosteriorCoordinates coordinates;
    private final ProposalSampler sampler;
    /** Share of the usual number of points. */
    private final double effort;

    private final int[] roundPoints;

    private Posterior(FitDesign data, EmergenceLawForm form, Prior prior, RobustWeights weights, long seed) {
        this.data = data;
        this.form = form;
        this.prior = prior;
        random = new SplittableRandom(seed);
        coordinates = new PosteriorCoordinates(data, form, prior, most(data));
        sampler = sampler(data, weights);
        effort = Math.max(MIN_EFFORT, Math.min(1, (double) MANY_ROWS / data.size()));
        roundPoints = Arrays.stream(ROUND_POINTS)
                .map(count -> ProposalSampler.count(effort * count))
                .toArray();
    }

    private ProposalSampler sampler(FitDesign some, RobustWeights weights) {
        return new ProposalSampler(prior, coordinates, new Likelihood(some, prior, weights), random);
    }

    static double most(FitDesign data) {
        return data.maxExamples() > data.shots ? data.maxExamples() : REACH * data.shots;
    }

    /** Under H4. */
    public static PosteriorSample sample(FitDesign data, EmergenceLawForm form, long seed) {
        return sample(data, form, Prior.H4, seed);
    }

    /** @param data at least one row */
    public static PosteriorSample sample(FitDesign data, EmergenceLawForm form, Prior prior, long seed) {
        if (data.size() == 0) throw new IllegalArgumentException("a posterior needs at least one observation");
        return sample(data, form, prior, RobustWeights.of(data, form), seed);
    }

    public static PosteriorSample sample(
            FitDesign data, EmergenceLawForm form, Prior prior, RobustWeights weights, long seed) {
        return new Posterior(data, form, prior, weights, seed).sample();
    }

    /** The first proposal: from the prior, or from the posterior of a share of many rows, which costs that share. */
    private StudentMixture first(TemperedSearch search) {
        int step = data.size() / FEW_ROWS;
        if (step <= 1 || data.size() <= MANY_ROWS) return search.run();
        FitDesign some = data.everyNth(step);
        ProposalSampler few = sampler(some, RobustWeights.of(some, form));
        return search.run(new TemperedSearch(few, random, effort).run(), 1.0 / step);
    }

    /**
     * The draws of a sample as points of the search.
     *
     * @param chosen in the order of the draws
     */
    record Drawn(PosteriorSample sample, WeightedPoints all, int[] chosen) {}

    static Drawn drawn(FitDesign data, EmergenceLawForm form, Prior prior, RobustWeights weights, long seed) {
        return new Posterior(data, form, prior, weights, seed).drawn();
    }

    private PosteriorSample sample() {
        return drawn().sample;
    }

    private Drawn drawn() {
        StudentMixture[] proposals = new StudentMixture[roundPoints.length + 1];
        TemperedSearch search = new TemperedSearch(sampler, random, effort);
        proposals[0] = first(search);
        WeightedPoints all = new WeightedPoints(coordinates.count, 0);
        for (int round = 0; ; round++) {
            all = pooled(all, proposals, round);
            double[] logs = all.logWeights(1), weights = WeightedPoints.weights(logs);
            double effective = WeightedPoints.effective(weights), shape = ParetoK.shape(weights);
            boolean last = round == roundPoints.length - 1 || round > 0 && effective < effort * HOPELESS;
            boolean good = effective >= effort * (last ? MIN_EFFECTIVE : ENOUGH_EFFECTIVE)
                    && shape < GOOD_PARETO
                    && Arrays.stream(weights).max().orElseThrow() < LARGEST_WEIGHT;
            Scheme scheme = good ? Scheme.IMPORTANCE : Scheme.ENSEMBLE;
            if (round > 0 && good || last) {
                if (!good) {
                    all = chain(proposals[round]);
                    weights = new double[all.size()];
                    Arrays.fill(weights, 1.0 / weights.length);
                    effective = ChainDiagnostics.bulkEffective(
                            ChainDiagnostics.walkers(new double[][] {elbows(all)}, WALKERS));
                }
                double evidence = WeightedPoints.logMean(logs);
                int adaptations = search.stages() + round;
                return result(
                        all,
                        weights,
                        new Diagnostics(scheme, effective, shape, evidence, sampler.evaluations(), adaptations));
            }
            proposals[round + 1] = new MixtureFit(all.z, weights).run(PASSES, random);
        }
    }

    /** An ensemble chain on the exact density; all walkers at one time come before all at the next. */
    private WeightedPoints chain(StudentMixture proposal) {
        // a step over many rows is slow, and there is one for each of the walkers
        double share = effort * effort;
        return sampler.chain(
                sampler.draw(proposal, WALKERS, true),
                (int) (share * BURN_IN),
                THIN * (int) (share * STEPS / THIN),
                THIN,
                random);
    }

    /** Adds the points of a round to those before; the proposal of each is then the mixture of the rounds. */
    private WeightedPoints pooled(WeightedPoints before, StudentMixture[] proposals, int round) {
        WeightedPoints all = before.with(sampler.draw(proposals[round], roundPoints[round], true));
        double total = all.size(), fresh = roundPoints[round];
        double[] density = new double[all.size()];
        proposals[round].densities(all.z, 0, before.size(), density);
        for (int i = 0; i < before.size(); i++)
            density[i] = before.size() * Math.exp(all.logProposal[i]) + fresh * density[i];
        for (int i = before.size(); i < density.length; i++) density[i] = fresh * Math.exp(all.logProposal[i]);
        double[] earlier = new double[roundPoints[round]];
        for (int r = 0; r < round; r++) {
            proposals[r].densities(all.z, before.size(), earlier.length, earlier);
            for (int j = 0; j < earlier.length; j++) density[before.size() + j] += roundPoints[r] * earlier[j];
        }
        for (int i = 0; i < density.length; i++) all.logProposal[i] = Math.log(density[i] / total);
        return all;
    }

    private Drawn result(WeightedPoints all, double[] weights, Diagnostics diagnostics) {
        double[] elbows = elbows(all), deviations = deviations(all);
        for (int i = 0; i < elbows.length; i++) elbows[i] += deviations[i];
        int[] order = WeightedSample.ascending(elbows);
        int[] chosen = Resampling.systematic(weights, order, DRAWS, random);
        PosteriorSample sample = new PosteriorSample(
                form,
                data.shots,
                most(data),
                Arrays.stream(chosen)
                        .mapToObj(i -> sampler.parameters(all, i).deviating(deviations[i]))
                        .toList(),
                sampler.parameters(all, all.indexOfMode()),
                new WeightedSample(elbows, weights, order),
                diagnostics);
        return new Drawn(sample, all, chosen);
    }

    /** E(D0) of each point by the law, nats. */
    private double[] elbows(WeightedPoints all) {
        double[] elbows = new double[all.size()];
        for (int i = 0; i < elbows.length; i++) elbows[i] = sampler.emergence(all, i);
        return elbows;
    }

    /** What the few-shot elbow of each point deviates from the law, nats. */
    private double[] deviations(WeightedPoints all) {
        double[] deviations = new double[all.size()];
        double share = prior.structure().fewShot();
        if (share == 0) return deviations;
        for (int i = 0; i < deviations.length; i++)
            deviations[i] =
                    deviation(share * coordinates.subset(all.z, i) * random.nextGaussian(), coordinates.gap(all.z, i));
        return deviations;
    }

    static double deviation(double nats, double gap) {
        return Math.min(MAX_DEVIATION * gap, nats);
    }
}
