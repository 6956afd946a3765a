package org.emergencelaw.fit.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.ParetoK;
import org.emergencelaw.statistics.Resampling;
import org.emergencelaw.statistics.SamplingDiagnostics;

/**
 * The posterior of a study without some of its rows, from draws of the one with all of them: draw {@code i} weighs
 * {@code w_i ~ p(rest | theta_i) / p(all | theta_i)}, which costs one pass over the rows instead of a search.
 *
 * <p>Both densities have the random effects of groups, data amounts and checkpoints integrated out, so rows that share an error are
 * left out together with what they say of it. The down-weights of outliers, the bins of checkpoints and the centre of the prior stay
 * those of all rows. Where a few draws would carry the weight, it says so instead of answering.
 *
 * @see <a href="https://arxiv.org/abs/1507.04544">Vehtari, Gelman and Gabry, Practical Bayesian model evaluation using leave-one-out
 *     cross-validation, 2017: weights, and k below 0.7 as what makes them good</a>
 */
public final class ReweightedPosterior {

    private static final double GOOD_PARETO = 0.7;
    /** Effective draws, of 2,000, with which an interval can be told. */
    private static final double MIN_EFFECTIVE = 150;

    private final FitDesign data;
    private final Prior prior;
    private final RobustWeights weights;
    private final long seed;
    private final PosteriorSample sample;
    private final PosteriorCoordinates coordinates;
    /** Of the draws, filled up with the first of them to a multiple of {@link Likelihood#LANES}. */
    private final double[][] z;

    private final double[] floor;
    private final double[] shift;
    private final double[] logAll;
    private final List<LawDraw> draws;

    private ReweightedPosterior(FitDesign data, EmergenceLawForm form, Prior prior, long seed) {
        this.data = data;
        this.prior = prior;
        this.seed = seed;
        weights = RobustWeights.of(data, form);
        Posterior.Drawn drawn = Posterior.drawn(data, form, prior.withoutDeviation(), weights, seed);
        sample = drawn.sample();
        draws = deviating();
        coordinates = new PosteriorCoordinates(data, form, prior, Posterior.most(data));
        int[] chosen = drawn.chosen();
        int count = ProposalSampler.count(chosen.length + Likelihood.LANES / 2.0);
        int[] filled = IntStream.range(0, count)
                .map(i -> chosen[i < chosen.length ? i : 0])
                .toArray();
        z = drawn.all().coordinatesOf(filled);
        floor = Arrays.stream(filled).mapToDouble(i -> drawn.all().floor[i]).toArray();
        shift = Arrays.stream(filled).mapToDouble(i -> drawn.all().shift[i]).toArray();
        logAll = logLikelihood(row -> true);
    }

    /** @param data at least one row */
    public static ReweightedPosterior of(FitDesign data, EmergenceLawForm form, Prior prior, long seed) {
        return new ReweightedPosterior(data, form, prior, seed);
    }

    /** The rows said nothing of how far the few-shot elbow deviates from the law: each draw gets a deviation of its own. */
    private List<LawDraw> deviating() {
        SplittableRandom random = new SplittableRandom(seed);
        double share = prior.structure().fewShot();
        List<LawDraw> deviating = new ArrayList<>();
        for (EmergenceParameters draw : sample.draws()) {
            double deviation = Posterior.deviation(share * draw.subsetSd() * random.nextGaussian(), draw.gap());
            deviating.add(new LawDraw(sample.curve(draw.deviating(deviation)), draw.runNoise(), Optional.empty(), 0));
        }
        return deviating;
    }

    /** The posterior of all rows, without the few-shot elbow's own deviation. */
    public PosteriorSample sample() {
        return sample;
    }

    /**
     * Draws of equal weight, with what they rest on.
     *
     * @param sampling effective draws and Pareto k of the weights
     */
    public record Rest(List<LawDraw> draws, SamplingDiagnostics sampling) {}

    /**
     * Without some rows.
     *
     * @param left rows that are left out, by their place in the data
     * @return absent where the draws of all rows do not reach that far
     */
    public Optional<Rest> without(IntPredicate left) {
        double[] log = logLikelihood(left.negate());
        double[] ratios = new double[draws.size()];
        for (int i = 0; i < ratios.length; i++) ratios[i] = log[i] - logAll[i];
        double[] weight = WeightedPoints.weights(ratios);
        double effective = WeightedPoints.effective(weight), shape = ParetoK.shape(weight);
        // weights that are all but equal have no tail to judge
        if (!(effective >= MIN_EFFECTIVE && !(shape >= GOOD_PARETO))) return Optional.empty();
        int[] byElbow = IntStream.range(0, ratios.length)
                .boxed()
                .sorted((a, b) -> Double.compare(
                        draws.get(a).emergenceLossNats(), draws.get(b).emergenceLossNats()))
                .mapToInt(i -> i)
                .toArray();
        List<LawDraw> rest = new ArrayList<>();
        for (int i : Resampling.systematic(weight, byElbow, ratios.length, new SplittableRandom(seed)))
            rest.add(draws.get(i));
        return Optional.of(new Rest(
                rest,
                new SamplingDiagnostics(
                        SamplingDiagnostics.Scheme.IMPORTANCE,
                        effective,
                        Double.isFinite(shape) ? OptionalDouble.of(shape) : OptionalDouble.empty(),
                        List.of())));
    }

    /** Of each draw, by the rows that count. */
    private double[] logLikelihood(IntPredicate counts) {
        Likelihood likelihood = new Likelihood(data, prior, weights, counts);
        double[] log = new double[floor.length];
        for (int from = 0; from < log.length; from += Likelihood.LANES) {
            likelihood.place(coordinates, z, from);
            System.arraycopy(floor, from, likelihood.floor, 0, Likelihood.LANES);
            System.arraycopy(shift, from, likelihood.shift, 0, Likelihood.LANES);
            likelihood.joint();
            System.arraycopy(likelihood.logJoint, 0, log, from, Likelihood.LANES);
        }
        return log;
    }
}
