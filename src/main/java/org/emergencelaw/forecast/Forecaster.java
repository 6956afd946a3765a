package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.Draw;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Method;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.metric.Accuracy;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;

/**
 * Answers for planned runs: every number is an average or a percentile over the joint draws of emergence law and loss law;
 * nothing is plugged in. Where the fit is a point only, what varies is the noise of the run and of its items, and a warning says so.
 */
public final class Forecaster {

    /** Level of the test that decides whether a run exceeds trivial accuracy. */
    public static final double LEVEL = 0.05;

    /** Compute beyond the data by more than this is called far. */
    private static final double FAR = 16;

    /** Draws of the run's noise where the law is a point. */
    private static final int NOISE_DRAWS = 400;

    private final Task task;
    private final EmergenceFit.WithDraws fitted;
    private final OptionalDouble largestFlops;
    private final List<Draw> draws;
    private final double[] lossDeviates;
    private final double[] accuracyDeviates;

    /**
     * @param observations rows of the study, for the largest submitted compute
     */
    public Forecaster(Task task, EmergenceFit.WithDraws fitted, List<Observation> observations) {
        this.task = task;
        this.fitted = fitted;
        largestFlops = observations.stream()
                .filter(row -> row.split() == Split.FIT)
                .flatMapToDouble(row -> row.checkpoint().computeFlops().stream())
                .max();
        UniformRandomProvider random =
                RandomSource.XO_SHI_RO_256_PP.create(fitted.fit().seed());
        var normal = NormalDistribution.of(0, 1).createSampler(random);
        draws = pointOnly(fitted)
                ? Collections.nCopies(NOISE_DRAWS, fitted.draws().get(0))
                : fitted.draws();
        lossDeviates = normal.samples(draws.size()).toArray();
        accuracyDeviates = normal.samples(draws.size()).toArray();
    }

    private static boolean pointOnly(EmergenceFit.WithDraws fitted) {
        return fitted.fit().method() == Method.MLE && !fitted.draws().isEmpty();
    }

    /** @throws IllegalArgumentException if the plan gives compute only and no checkpoint states its compute */
    public Forecast forecast(PlannedRun plan) {
        if (draws.isEmpty()) return withoutNumbers(plan);
        double[] losses = losses(plan);
        double[] accuracies = accuracies(losses, plan.evalItems());
        double past = share(losses);
        double exceeds = exceeds(losses, plan.evalItems());
        OptionalDouble factor = plan.trainFlops().isPresent() && largestFlops.isPresent()
                ? OptionalDouble.of(plan.trainFlops().getAsDouble() / largestFlops.getAsDouble())
                : OptionalDouble.empty();
        Range accuracy = Range.of(accuracies);
        return new Forecast(
                planned(plan, Optional.of(Range.of(losses))),
                OptionalDouble.of(past),
                OptionalDouble.of(exceeds),
                Optional.of(accuracy),
                factor,
                claim(exceeds, accuracy, factor),
                warnings(factor),
                Optional.empty());
    }

    /**
     * Probability of exceeding trivial accuracy at one compute, for the same items as a plan.
     *
     * @param trainFlops C, FLOPs
     */
    double exceedsTrivialAt(double trainFlops, int evalItems) {
        OptionalDouble none = OptionalDouble.empty();
        return exceeds(losses(new PlannedRun(none, none, OptionalDouble.of(trainFlops), none, evalItems)), evalItems);
    }

    /** Probability of at least {@code right} right answers on the items of the plan. */
    double reaches(PlannedRun plan, int right) {
        return reaches(losses(plan), plan.evalItems(), right);
    }

    /** The same for a run of known loss. */
    double reachesAt(double lossNats, int items, int right) {
        return reaches(all(lossNats), items, right);
    }

    /** Few-shot accuracy of the run in every draw, run noise and finite items included. */
    double[] accuracyDraws(PlannedRun plan) {
        return accuracies(losses(plan), plan.evalItems());
    }

    /** Few-shot accuracy at a known loss, measured on {@code items}: run noise and finite items included. */
    Range accuracyAt(double lossNats, int items) {
        return Range.of(accuracies(all(lossNats), items));
    }

    /** Point of emergence in every draw, nats. */
    double[] emergenceDraws() {
        return draws.stream().mapToDouble(Draw::emergenceLossNats).toArray();
    }

    private double[] all(double lossNats) {
        double[] losses = new double[draws.size()];
        Arrays.fill(losses, lossNats);
        return losses;
    }

    /** Loss of the run in every draw, nats. */
    private double[] losses(PlannedRun plan) {
        double[] losses = new double[draws.size()];
        for (int i = 0; i < losses.length; i++) {
            if (plan.pretrainLossNats().isPresent()) {
                losses[i] = plan.pretrainLossNats().getAsDouble();
                continue;
            }
            Draw draw = draws.get(i);
            if (draw.lossLaw().isEmpty())
                throw new IllegalArgumentException("the study's checkpoints state no compute, so no loss law links the"
                        + " plan's train_flops to a loss: give pretrain_loss_nats, or submit params and tokens");
            double expected = draw.lossLaw().get().lossNats(plan.trainFlops().orElseThrow());
            losses[i] = Math.max(1e-6, expected + draw.lossNoise() * lossDeviates[i]);
        }
        return losses;
    }

    private double share(double[] losses) {
        int past = 0;
        for (int i = 0; i < losses.length; i++) if (losses[i] < draws.get(i).emergenceLossNats()) past++;
        return (double) past / losses.length;
    }

    private double[] accuracies(double[] losses, int items) {
        double[] accuracies = new double[losses.length];
        for (int i = 0; i < losses.length; i++) {
            Draw draw = draws.get(i);
            double mean = draw.curve().fewShot(losses[i]);
            double sd = Math.sqrt(draw.runNoise() * draw.runNoise() + mean * (1 - mean) / items);
            accuracies[i] = Math.max(0, Math.min(1, mean + sd * accuracyDeviates[i]));
        }
        return accuracies;
    }

    private double exceeds(double[] losses, int items) {
        return reaches(losses, items, Accuracy.leastAboveTrivial(items, task.trivialAccuracy(), LEVEL));
    }

    private double reaches(double[] losses, int items, int least) {
        if (least > items) return 0;
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            double mean = draws.get(i).curve().fewShot(losses[i]);
            sum += 1 - new BinomialDistribution(null, items, mean).cumulativeProbability(least - 1);
        }
        return Math.max(0, Math.min(1, sum / losses.length));
    }

    private static Forecast.Planned planned(PlannedRun plan, Optional<Range> loss) {
        return new Forecast.Planned(plan.params(), plan.tokens(), plan.trainFlops(), loss, plan.evalItems());
    }

    private Forecast withoutNumbers(PlannedRun plan) {
        Optional<Range> loss = plan.pretrainLossNats().isPresent()
                ? Optional.of(Range.of(new double[] {plan.pretrainLossNats().getAsDouble()}))
                : Optional.empty();
        OptionalDouble none = OptionalDouble.empty();
        String why = fitted.fit().summary();
        return new Forecast(
                planned(plan, loss),
                none,
                none,
                Optional.empty(),
                none,
                "No forecast: " + why,
                fitted.fit().warnings(),
                Optional.of(why));
    }

    private String claim(double exceeds, Range accuracy, OptionalDouble factor) {
        String weak =
                fitted.fit().verdict() == Verdict.WEAKLY_IDENTIFIED ? " The data identify the law only weakly." : "";
        return String.format(
                Locale.ROOT,
                "The run exceeds trivial accuracy on %s with probability %s; it is expected to score %.3f (90%%"
                        + " interval %.3f to %.3f).%s%s",
                task.name(),
                percent(exceeds),
                accuracy.median(),
                accuracy.q05(),
                accuracy.q95(),
                reach(factor),
                weak);
    }

    /** Never a certainty that a finite number of draws cannot know. */
    private static String percent(double probability) {
        if (probability > 0.99) return "above 99%";
        if (probability < 0.01) return "below 1%";
        return String.format(Locale.ROOT, "%.0f%%", 100 * probability);
    }

    private static String reach(OptionalDouble factor) {
        if (factor.isEmpty()) return "";
        if (factor.getAsDouble() <= 1) return " This lies within the submitted compute.";
        return String.format(Locale.ROOT, " Its compute is %.3g times the largest submitted.", factor.getAsDouble());
    }

    private List<Warning> warnings(OptionalDouble factor) {
        List<Warning> warnings = new ArrayList<>(fitted.fit().warnings());
        if (pointOnly(fitted))
            warnings.add(new Warning(
                    "point_law",
                    "The fit is a point without uncertainty: the intervals hold the noise of the run and of its items"
                            + " only, and are too narrow. Fit by another method."));
        if (factor.isPresent() && factor.getAsDouble() > FAR)
            warnings.add(new Warning(
                    "far_extrapolation",
                    String.format(
                            Locale.ROOT,
                            "The plan lies %.3g times beyond the largest submitted compute; beyond %.0f times nothing"
                                    + " was tested.",
                            factor.getAsDouble(),
                            FAR)));
        return warnings;
    }
}
