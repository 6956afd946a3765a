package org.emergencelaw.calibration;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.posterior.EmergenceParameters;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.fit.posterior.PriorDraw;
import org.emergencelaw.fit.posterior.RobustWeights;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.LawEvidence;

/**
 * Simulation-based calibration of the sampler: parameters are drawn from the prior and data from the likelihood, so that the rank
 * of each true parameter among the posterior's draws must be uniform. What this finds are faults of the computation; whether
 * the model fits the world is another question ({@link CoverageStudy}).
 *
 * @see <a href="https://arxiv.org/abs/1804.06788">Talts, Betancourt, Simpson, Vehtari and Gelman, Validating Bayesian inference
 *     algorithms with simulation-based calibration, 2018</a>
 */
public final class RankStudy {
    private static final int BINS = 20;
    /** About which the floor is drawn where its prior is normal. */
    private static final double TRIVIAL = 0.25;

    private RankStudy() {}

    /** What is sampled: a law under a prior, over losses in some unit. */
    private record Sampled(EmergenceLawForm form, Function<Simulator.SimulatedTask, FitDesign> design, Prior prior) {

        static final Sampled IN_NATS = new Sampled(
                EmergenceLawForm.LOG_POWER,
                drawn -> new FitDesign(drawn.task().shots(), drawn.observations()),
                Prior.H4.withoutDeviation());

        static Sampled of(Optional<EmergenceLawForm> doublings) {
            return doublings.map(Sampled::inDoublings).orElse(IN_NATS);
        }

        static Sampled inDoublings(EmergenceLawForm form) {
            FitOptions options = FitOptions.DEFAULT.withLaw(form);
            return new Sampled(
                    form,
                    drawn -> {
                        DoublingsAxis axis =
                                DoublingsAxis.of(drawn.study(), options.seed()).orElseThrow();
                        return new FitDesign(
                                drawn.task().shots(),
                                LawEvidence.placed(drawn.study(), axis, form)
                                        .rows()
                                        .list());
                    },
                    LawInDoublings.prior(TRIVIAL, options).withoutDeviation());
        }
    }

    private static Map<String, ToDoubleFunction<EmergenceParameters>> parameters(boolean anchored) {
        Map<String, ToDoubleFunction<EmergenceParameters>> parameters = new LinkedHashMap<>();
        parameters.put("emergence_loss_nats", EmergenceParameters::emergenceLossNats);
        parameters.put("elbow_most_nats", EmergenceParameters::elbowMax);
        parameters.put("gap_nats", EmergenceParameters::gap);
        if (anchored) parameters.put("anchor", draw -> draw.anchor().orElseThrow());
        parameters.put("alpha", EmergenceParameters::shape);
        parameters.put("slope", EmergenceParameters::slope);
        parameters.put("floor", EmergenceParameters::floor);
        parameters.put("few_shot_shift", EmergenceParameters::fewShotShift);
        parameters.put("run_noise", EmergenceParameters::runNoise);
        parameters.put("subset_sd_nats", EmergenceParameters::subsetSd);
        return parameters;
    }

    /**
     * Histogram of the ranks of one parameter.
     *
     * @param counts tasks by rank, in bins of equal width
     * @param chiSquare of uniformity, with one degree of freedom fewer than bins
     * @param pValue chance of at least that if the ranks are uniform
     */
    public record Ranks(String parameter, List<Long> counts, double chiSquare, double pValue) {

        static Ranks of(String parameter, double[] ranks) {
            long[] counts = new long[BINS];
            for (double rank : ranks) counts[Math.min(BINS - 1, (int) (BINS * rank))]++;
            double expected = ranks.length / (double) BINS, sum = 0;
            for (long count : counts) sum += (count - expected) * (count - expected) / expected;
            return new Ranks(
                    parameter,
                    Arrays.stream(counts).boxed().toList(),
                    sum,
                    1 - new ChiSquaredDistribution(null, BINS - 1).cumulativeProbability(sum));
        }
    }

    /** A task, of which the rank of each parameter comes. */
    private record Task(Optional<EmergenceLawForm> doublings, long seed) implements Trial<double[]> {

        @Override
        public double[] run() {
            Sampled sampled = Sampled.of(doublings);
            return ranks(sampled, parameters(sampled.form.hasAnchor()).values(), seed);
        }
    }

    /**
     * Ranks of all parameters over some tasks. Each task has the design of a task of the world {@code base}.
     *
     * @param doublings form of a law over doublings of compute, which then stand where the names say nats
     */
    public static List<Ranks> run(
            TrialRunner runner, Optional<EmergenceLawForm> doublings, int tasks, long seed, Runnable done) {
        List<double[]> ranks = runner.all(
                double[].class,
                LongStream.range(0, tasks)
                        .mapToObj(task -> new Task(doublings, CoverageStudy.seed(seed, task)))
                        .toList(),
                done);
        List<String> names =
                List.copyOf(parameters(Sampled.of(doublings).form.hasAnchor()).keySet());
        return LongStream.range(0, names.size())
                .mapToObj(p -> Ranks.of(
                        names.get((int) p),
                        ranks.stream().mapToDouble(of -> of[(int) p]).toArray()))
                .toList();
    }

    private static double[] ranks(
            Sampled sampled, Collection<ToDoubleFunction<EmergenceParameters>> parameters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Simulator.SimulatedTask design = Simulator.draw(SimulatedWorld.BASE, seed);
        FitDesign data = sampled.design.apply(design);
        // the deviation of the few-shot elbow is added after the sampling
        PriorDraw truth = new PriorDraw(data, sampled.form, sampled.prior, random);
        FitDesign drawn = data.withAccuracy(truth.accuracies());
        PosteriorSample sample =
                Posterior.sample(drawn, sampled.form, sampled.prior, RobustWeights.equal(drawn), random.nextLong());
        return parameters.stream()
                .mapToDouble(parameter -> rank(sample.of(parameter), parameter.applyAsDouble(truth.parameters())))
                .toArray();
    }

    /** Share of the draws below the truth. */
    private static double rank(double[] draws, double truth) {
        return Arrays.stream(draws).filter(draw -> draw < truth).count() / (double) draws.length;
    }
}
