package org.emergencelaw.forecast;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * Answers for planned runs: every number is an average or a percentile over the joint draws of emergence law and loss law;
 * nothing is plugged in. Where the fit is a point only, what varies is the noise of the run and of its items, and a warning says so.
 */
public final class Forecaster {

    /** Level of the test that decides whether a run exceeds trivial accuracy. */
    public static final double LEVEL = 0.05;

    /** Draws of the run's noise where the law is a point. */
    private static final int NOISE_DRAWS = 400;

    private static final String NEVER =
            "in part of the posterior the least loss of the path lies above the point of emergence: no compute reaches it";

    private final FittedStudy fitted;
    private final OptionalDouble largestFlops;
    private final Optional<RunSize> largest;
    private final List<LawDraw> draws;
    private final double[] lossDeviates;
    private final double[] accuracyDeviates;

    public Forecaster(FittedStudy fitted) {
        this.fitted = fitted;
        Rows rows = fitted.rows();
        Optional<Checkpoint> most = rows.visible().stream()
                .map(Observation::checkpoint)
                .filter(checkpoint -> rows.computeOf(checkpoint).isPresent())
                .max(Comparator.comparingDouble(
                        checkpoint -> rows.computeOf(checkpoint).getAsDouble()));
        largestFlops = most.map(rows::computeOf).orElse(OptionalDouble.empty());
        largest = most.filter(checkpoint ->
                        checkpoint.params().isPresent() || checkpoint.tokens().isPresent())
                .flatMap(checkpoint ->
                        fitted.path().complete(checkpoint.params(), checkpoint.tokens(), checkpoint.trainFlops()));
        UniformRandomProvider random =
                RandomSource.XO_SHI_RO_256_PP.create(fitted.fit().seed());
        var normal = NormalDistribution.of(0, 1).createSampler(random);
        draws = pointOnly() ? Collections.nCopies(NOISE_DRAWS, fitted.draws().get(0)) : fitted.draws();
        lossDeviates = normal.samples(draws.size()).toArray();
        accuracyDeviates = normal.samples(draws.size()).toArray();
    }

    private boolean pointOnly() {
        return fitted.fit().method() == Method.MLE && !fitted.draws().isEmpty();
    }

    /** @throws IllegalArgumentException if the plan gives compute only and no checkpoint states its compute */
    public Forecast forecast(PlannedRun plan) {
        ForecastSummary words = new ForecastSummary(fitted.task(), fitted.fit(), pointOnly());
        Optional<RunSize> size = fitted.path().complete(plan.params(), plan.tokens(), plan.trainFlops());
        OptionalDouble flops =
                size.map(run -> OptionalDouble.of(run.trainFlops())).orElse(OptionalDouble.empty());
        OptionalDouble factor = flops.isPresent() && largestFlops.isPresent()
                ? OptionalDouble.of(flops.getAsDouble() / largestFlops.getAsDouble())
                : OptionalDouble.empty();
        if (draws.isEmpty()) return words.none(planned(plan, size, statedLoss(plan)));
        double[] losses = losses(plan);
        double exceeds = exceeds(losses, plan.evalItems());
        Interval90 accuracy = Interval90.of(accuracies(losses, plan.evalItems()));
        Optional<EmergenceOnPath> emergence = emergence(path(plan));
        return new Forecast(
                planned(plan, size, Optional.of(Interval90.of(losses))),
                OptionalDouble.of(share(losses)),
                OptionalDouble.of(exceeds),
                Optional.of(accuracy),
                factor,
                emergence,
                words.claim(exceeds, accuracy, factor, emergence),
                words.warnings(factor, emergence),
                Optional.empty());
    }

    FittedStudy fitted() {
        return fitted;
    }

    /** Largest submitted compute, FLOPs. */
    OptionalDouble largestFlops() {
        return largestFlops;
    }

    /** The path that a plan takes. */
    ComputePath path(PlannedRun plan) {
        return plan.path().of(plan, fitted.path(), largest);
    }

    /** Compute at emergence in every draw along a path, FLOPs; infinite for never. Empty without a loss law. */
    double[] emergenceFlops(ComputePath path) {
        if (draws.isEmpty() || draws.get(0).lossLaw().isEmpty()) return new double[0];
        if (pointOnly()) return new double[] {draws.get(0).emergenceFlops(path)};
        return draws.stream().mapToDouble(draw -> draw.emergenceFlops(path)).toArray();
    }

    private Optional<EmergenceOnPath> emergence(ComputePath path) {
        double[] flops = emergenceFlops(path);
        if (flops.length == 0) return Optional.empty();
        Percentiles estimate = pointOnly()
                ? Percentiles.point(flops[0], Double.isFinite(flops[0]) ? "the mle method gives a point" : NEVER)
                : Percentiles.of(flops, OptionalDouble.empty(), NEVER);
        double never = Arrays.stream(flops)
                .filter(value -> value == Double.POSITIVE_INFINITY)
                .count();
        return Optional.of(new EmergenceOnPath(path, ForecastSummary.along(path), estimate, never / flops.length));
    }

    /**
     * Probability of exceeding trivial accuracy at one compute on a path.
     *
     * @param trainFlops C, FLOPs
     */
    double exceedsTrivialAt(double trainFlops, ComputePath path, int evalItems) {
        return exceeds(losses(path.at(trainFlops)), evalItems);
    }

    /** Probability of at least {@code right} right answers on the items of the plan. */
    public double reaches(PlannedRun plan, int right) {
        return reaches(losses(plan), plan.evalItems(), right);
    }

    /** The same for a run of known loss. */
    public double reachesAt(double lossNats, int items, int right) {
        return reaches(all(lossNats), items, right);
    }

    /** Few-shot accuracy of the run in every draw, run noise and finite items included. */
    public double[] accuracyDraws(PlannedRun plan) {
        return accuracies(losses(plan), plan.evalItems());
    }

    /** Few-shot accuracy at a known loss, measured on {@code items}: run noise and finite items included. */
    public Interval90 accuracyAt(double lossNats, int items) {
        return Interval90.of(accuracies(all(lossNats), items));
    }

    /** Point of emergence in every draw, nats. */
    public double[] emergenceDraws() {
        return draws.stream().mapToDouble(LawDraw::emergenceLossNats).toArray();
    }

    private double[] all(double lossNats) {
        double[] losses = new double[draws.size()];
        Arrays.fill(losses, lossNats);
        return losses;
    }

    /** Loss of the run in every draw, nats. */
    private double[] losses(PlannedRun plan) {
        if (plan.pretrainLossNats().isPresent()) {
            double[] losses = new double[draws.size()];
            Arrays.fill(losses, plan.pretrainLossNats().getAsDouble());
            return losses;
        }
        return losses(path(plan)
                .complete(plan.params(), plan.tokens(), plan.trainFlops())
                .orElseThrow());
    }

    private double[] losses(RunSize run) {
        double[] losses = new double[draws.size()];
        for (int i = 0; i < losses.length; i++) {
            LawDraw draw = draws.get(i);
            if (draw.lossLaw().isEmpty())
                throw new IllegalArgumentException("the study's checkpoints state no compute, so no loss law links the"
                        + " plan's train_flops to a loss: give pretrain_loss_nats, or submit params and tokens");
            losses[i] = Math.max(1e-6, draw.lossLaw().get().lossNats(run) + draw.lossNoise() * lossDeviates[i]);
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
            LawDraw draw = draws.get(i);
            double mean = draw.curve().fewShot(losses[i]);
            double sd = Math.sqrt(draw.runNoise() * draw.runNoise() + mean * (1 - mean) / items);
            accuracies[i] = Math.max(0, Math.min(1, mean + sd * accuracyDeviates[i]));
        }
        return accuracies;
    }

    private double exceeds(double[] losses, int items) {
        return reaches(
                losses,
                items,
                Accuracy.minRightAboveTrivial(items, fitted.task().trivialAccuracy(), LEVEL));
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

    /** Params and tokens as stated, or as two of the three imply; a compute alone implies neither. */
    private static Forecast.Planned planned(PlannedRun plan, Optional<RunSize> size, Optional<Interval90> loss) {
        boolean sized =
                size.isPresent() && (plan.params().isPresent() || plan.tokens().isPresent());
        return new Forecast.Planned(
                sized ? OptionalDouble.of(size.get().params()) : plan.params(),
                sized ? OptionalDouble.of(size.get().tokens()) : plan.tokens(),
                size.isPresent() ? OptionalDouble.of(size.get().trainFlops()) : plan.trainFlops(),
                loss,
                plan.pretrainLossNats().isPresent(),
                plan.evalItems(),
                plan.path());
    }

    private static Optional<Interval90> statedLoss(PlannedRun plan) {
        return plan.pretrainLossNats().isPresent()
                ? Optional.of(
                        Interval90.of(new double[] {plan.pretrainLossNats().getAsDouble()}))
                : Optional.empty();
    }
}
