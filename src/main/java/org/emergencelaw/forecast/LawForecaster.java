package org.emergencelaw.forecast;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.BinomialTail;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;
import org.jspecify.annotations.Nullable;

/**
 * What the emergence law by itself says of planned runs: every number is an average or a percentile over the joint draws of
 * emergence law and loss law; nothing is plugged in. Where the fit is a point only, what varies is the noise of the run and of its
 * items.
 */
public final class LawForecaster {

    /** Draws of the run's noise where the law is a point. */
    private static final int NOISE_DRAWS = 400;

    private static final int MOST_TAILS = 8;

    private static final int MOST_NUMBERS_OF_ITEMS = 1_000;

    private static final String NEVER =
            "in part of the posterior the least loss of the path lies above the point of emergence: no compute reaches it";

    private final FittedStudy fitted;
    private final OptionalDouble largestFlops;
    private final Optional<RunSize> largest;
    private final List<LawDraw> draws;
    /** Few-shot lines of the draws. */
    private final List<AccuracyCurve.FewShot> lines;

    private final double[] lossDeviates;
    private final double[] accuracyDeviates;
    /** By what has to be answered right: every plan of a list asks for one. */
    private final Map<Accuracy, BinomialTail> tails = new ConcurrentHashMap<>();
    /** By the number of items, likewise. */
    private final Map<Integer, Integer> leastRight = new ConcurrentHashMap<>();

    public LawForecaster(FittedStudy fitted) {
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
        lines = draws.stream().map(draw -> draw.curve().fewShot()).toList();
        lossDeviates = normal.samples(draws.size()).toArray();
        accuracyDeviates = normal.samples(draws.size()).toArray();
    }

    boolean pointOnly() {
        return fitted.fit().method() == Method.MLE && !fitted.draws().isEmpty();
    }

    /** A planned run, whose losses in all draws several answers rest on. */
    Run run(PlannedRun plan) {
        return new Run(plan);
    }

    /** A planned run, whose losses in all draws are computed once. */
    final class Run {
        private final PlannedRun plan;
        private double @Nullable [] losses;

        private Run(PlannedRun plan) {
            this.plan = plan;
        }

        private double[] losses() {
            if (losses == null) losses = LawForecaster.this.losses(plan);
            return losses;
        }

        /**
         * @param emergenceDoublings the law's point of emergence in doublings
         * @param overDoublings the law over doublings
         * @return absent where the fit has no draws
         */
        Optional<LawForecast> forecast(
                double level, Percentiles emergenceDoublings, Optional<LawForecast.OverDoublings> overDoublings) {
            if (draws.isEmpty()) return Optional.empty();
            return Optional.of(new LawForecast(
                    share(losses()),
                    exceeds(losses(), plan.evalItems()),
                    reachesLevel(losses(), level),
                    Interval90.of(accuracies(losses(), plan.evalItems())),
                    new Occurrence(
                            fitted.fit().emergence().lossNats(),
                            fitted.fit().emergence().trainFlops(),
                            emergenceDoublings),
                    emergence(path(plan)),
                    overDoublings));
        }

        /** Loss of the run; absent where neither it is stated nor the fit has a loss law. */
        Optional<Interval90> loss() {
            if (plan.pretrainLossNats().isPresent())
                return Optional.of(
                        Interval90.of(new double[] {plan.pretrainLossNats().getAsDouble()}));
            return draws.isEmpty() || draws.get(0).lossLaw().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Interval90.of(losses()));
        }
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
        return IntStream.range(0, draws.size())
                .mapToDouble(i -> draws.get(i)
                        .lossLaw()
                        .orElseThrow()
                        .trainFlops(lines.get(i).elbowNats(), path))
                .toArray();
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

    /** Probability that a run of this size exceeds trivial accuracy on its items. */
    double exceedsTrivial(RunSize run, int items) {
        return exceeds(losses(run), items);
    }

    /** Probability of at least {@code right} right answers on the items of the plan. */
    public double reaches(PlannedRun plan, int right) {
        return reaches(losses(plan), plan.evalItems(), right);
    }

    /** Few-shot accuracy of the run, run noise and finite items included. */
    public Interval90 accuracy(PlannedRun plan) {
        return Interval90.of(accuracies(losses(plan), plan.evalItems()));
    }

    /** Few-shot accuracy at a known loss, measured on {@code items}: run noise and finite items included. */
    public Interval90 accuracyAt(double lossNats, int items) {
        return Interval90.of(accuracies(all(lossNats), items));
    }

    /** Point of emergence in every draw, nats. */
    public double[] emergenceDraws() {
        return lines.stream().mapToDouble(AccuracyCurve.FewShot::elbowNats).toArray();
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
                throw new BrokenRuleException(
                        ProblemCode.NO_COMPUTE,
                        "train_flops",
                        "the study's checkpoints state no compute, so no loss law links the"
                                + " plan's train_flops to a loss: give pretrain_loss_nats, or submit params and tokens");
            losses[i] = Math.max(1e-6, draw.lossLaw().get().lossNats(run) + draw.lossNoise() * lossDeviates[i]);
        }
        return losses;
    }

    private double share(double[] losses) {
        int past = 0;
        for (int i = 0; i < losses.length; i++) if (losses[i] < lines.get(i).elbowNats()) past++;
        return (double) past / losses.length;
    }

    private double reachesLevel(double[] losses, double level) {
        int reached = 0;
        for (int i = 0; i < losses.length; i++) if (lines.get(i).at(losses[i]) >= level) reached++;
        return (double) reached / losses.length;
    }

    private double[] accuracies(double[] losses, int items) {
        double[] accuracies = new double[losses.length];
        for (int i = 0; i < losses.length; i++) {
            LawDraw draw = draws.get(i);
            double mean = lines.get(i).at(losses[i]);
            double sd = Math.sqrt(draw.runNoise() * draw.runNoise() + mean * (1 - mean) / items);
            accuracies[i] = Math.max(0, Math.min(1, mean + sd * accuracyDeviates[i]));
        }
        return accuracies;
    }

    private double exceeds(double[] losses, int items) {
        return reaches(losses, items, leastRight(items));
    }

    /** Fewest right answers that exceed guessing. */
    int leastRight(int items) {
        if (leastRight.size() > MOST_NUMBERS_OF_ITEMS) leastRight.clear();
        return leastRight.computeIfAbsent(
                items,
                any -> Accuracy.minRightAboveTrivial(any, fitted.task().trivialAccuracy(), Forecaster.TEST_LEVEL));
    }

    private double reaches(double[] losses, int items, int least) {
        if (least > items) return 0;
        if (least < 1) return 1;
        if (tails.size() > MOST_TAILS) tails.clear();
        BinomialTail tail =
                tails.computeIfAbsent(new Accuracy(least, items), of -> new BinomialTail(of.items(), of.right()));
        double sum = 0;
        for (int i = 0; i < losses.length; i++) sum += tail.at(lines.get(i).at(losses[i]));
        return Math.max(0, Math.min(1, sum / losses.length));
    }
}
