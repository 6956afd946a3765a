package org.emergencelaw.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * Answers for planned runs by the combined forecast of a study: elbow, crossing of a named level, accuracy and probabilities come from
 * one mixture of few-shot accuracy curves, so that they agree with each other.
 */
public final class Forecaster {

    /** Level of the test that decides whether a run exceeds trivial accuracy. */
    public static final double TEST_LEVEL = 0.05;

    /** Equally likely values that stand for a distribution of accuracy. */
    private static final int DRAWS = 200;

    private final FittedStudy fitted;
    /** Looked for repeats once, not for every plan. */
    private final Rows visible;

    private final double usualLevel;
    private final LawForecaster law;
    private final boolean someGuess;
    private final Optional<String> refusal;
    private final Optional<StudyForecast> combined;
    /** The law's point of emergence. */
    private final Percentiles lawDoublings;

    private final Optional<LawForecast.OverDoublings> lawOverDoublings;
    private final Optional<OccurrenceOnPath.InUnits> elbow;

    /** Every plan of a list asks for them at one level. */
    private final Map<Double, LevelAnswers> levels = new ConcurrentHashMap<>();

    /** What does not depend on the plan. */
    record LevelAnswers(
            DoublingsDistribution crossing,
            OccurrenceOnPath.InUnits crossingInUnits,
            List<DoublingsDistribution> byVoice) {

        static LevelAnswers of(StudyForecast combined, double level) {
            DoublingsDistribution crossing = combined.pool().crossing(level);
            return new LevelAnswers(
                    crossing,
                    OccurrenceOnPath.InUnits.of(crossing, combined.axis()),
                    combined.pool().voices().stream()
                            .map(voice -> voice.curves().crossing(level))
                            .toList());
        }
    }

    /** With the task's usual level. */
    public Forecaster(FittedStudy fitted) {
        this(fitted, fitted.task().defaultLevel());
    }

    /** @param usualLevel accuracy that is asked for where a plan names none */
    public Forecaster(FittedStudy fitted, double usualLevel) {
        this.fitted = fitted;
        visible = fitted.study().visible().rows();
        this.usualLevel = usualLevel;
        law = new LawForecaster(fitted);
        someGuess = visible.fewShot(fitted.task()).stream()
                .anyMatch(row -> row.itemsRight() < law.leastRight(row.itemsEvaluated()));
        refusal = StudyForecast.refusal(fitted.study());
        combined = refusal.isEmpty() ? Optional.of(StudyForecast.of(fitted)) : Optional.empty();
        elbow = combined.map(
                study -> OccurrenceOnPath.InUnits.of(study.pool().elbow().orElseThrow(), study.axis()));
        lawOverDoublings = combined.flatMap(StudyForecast::law).map(LawForecast.OverDoublings::of);
        lawDoublings = combined.filter(any -> !fitted.draws().isEmpty())
                .map(study -> OccurrenceOnPath.ofLosses(law.emergenceDraws(), study.axis()))
                .orElse(Percentiles.absent(OccurrenceOnPath.NO_LOSS));
    }

    public FittedStudy fitted() {
        return fitted;
    }

    /** What a forecast may see. */
    public Rows visible() {
        return visible;
    }

    /** The law's point of emergence in doublings. */
    Percentiles lawDoublings() {
        return lawDoublings;
    }

    /** What the law over doublings says. */
    Optional<LawForecast.OverDoublings> lawOverDoublings() {
        return lawOverDoublings;
    }

    /** The combined forecast's point of emergence. */
    OccurrenceOnPath.InUnits elbow() {
        return elbow.orElseThrow();
    }

    /** What the emergence law says by itself. */
    LawForecaster law() {
        return law;
    }

    /** Accuracy that is asked for where a plan names none. */
    public double usualLevel() {
        return usualLevel;
    }

    /** The path that a plan takes. */
    public ComputePath path(PlannedRun plan) {
        return law.path(plan);
    }

    /** The named level of a plan, or the usual one. */
    public double level(PlannedRun plan) {
        return plan.level().orElse(usualLevel);
    }

    /** Absent where these rows are refused. */
    public Optional<StudyForecast> combined() {
        return combined;
    }

    /** Whether a visible run does not exceed guessing; where all do, it is no news that a planned one does. */
    boolean someGuess() {
        return someGuess;
    }

    /** @throws IllegalArgumentException if the plan states nothing that places it beside the study's checkpoints */
    public Forecast forecast(PlannedRun plan) {
        double level = level(plan);
        if (!(level > fitted.task().trivialAccuracy() && level <= 1))
            throw new IllegalArgumentException("level must be above the trivial accuracy, "
                    + fitted.task().trivialAccuracy() + ", and at most 1, was " + level);
        Optional<RunSize> size = fitted.path().complete(plan.params(), plan.tokens(), plan.trainFlops());
        ForecastSummary words = new ForecastSummary(fitted, law.pointOnly(), level);
        if (combined.isEmpty()) {
            LawForecaster.Run run = law.run(plan);
            return words.none(
                    planned(plan, size, run.loss(), OptionalDouble.empty()),
                    refusal.orElseThrow(),
                    run.forecast(level, lawDoublings, Optional.empty()));
        }
        return new PlanForecast(
                        this,
                        combined.get(),
                        levels.computeIfAbsent(level, any -> LevelAnswers.of(combined.get(), any)),
                        plan,
                        size,
                        words)
                .forecast();
    }

    /**
     * What the combined forecast says before any run is planned, along the path of the fit.
     *
     * @param level accuracy that is asked for where nobody names one
     * @param emergence where few-shot accuracy leaves its floor
     * @param crossing where it reaches the level
     */
    public record Unplanned(double level, Occurrence emergence, Occurrence crossing, StudyForecast.Basis basis) {}

    /** Absent where these rows are refused. */
    public Optional<Unplanned> unplanned() {
        return combined.map(study -> new Unplanned(
                usualLevel,
                OccurrenceOnPath.of(study.pool().elbow().orElseThrow(), study.axis(), fitted.path())
                        .occurrence(),
                OccurrenceOnPath.of(study.pool().crossing(usualLevel), study.axis(), fitted.path())
                        .occurrence(),
                study.basis()));
    }

    /** P(at least {@code leastRight} right answers on the plan's items). */
    public double reaches(PlannedRun plan, int leastRight) {
        return exceeds(accuracy(plan), leastRight, plan.evalItems());
    }

    /** Few-shot accuracy that the run will score on its items, run noise included: median and 90% interval. */
    public Interval90 accuracyInterval(PlannedRun plan) {
        return interval(accuracy(plan));
    }

    /** The same as equally likely values. */
    public double[] accuracyDraws(PlannedRun plan) {
        AccuracyDistribution accuracy = accuracy(plan);
        return IntStream.range(0, DRAWS)
                .mapToDouble(i -> accuracy.quantile((i + 0.5) / DRAWS))
                .toArray();
    }

    /** Point of emergence as equally likely losses, nats; negative infinity for never; none where no loss is known. */
    public double[] emergenceDraws() {
        StudyForecast study = combined.orElseThrow();
        return OccurrenceOnPath.lossesNats(study.pool().elbow().orElseThrow(), study.axis());
    }

    private AccuracyDistribution accuracy(PlannedRun plan) {
        StudyForecast study = combined.orElseThrow();
        Optional<RunSize> size = fitted.path().complete(plan.params(), plan.tokens(), plan.trainFlops());
        return study.pool().accuracy(place(study, plan, size), plan.evalItems());
    }

    /** Doublings past the strongest visible checkpoint, by the plan's loss where it states one, else by its size. */
    public static double place(StudyForecast study, PlannedRun plan, Optional<RunSize> size) {
        return study.axis()
                .place(plan.pretrainLossNats(), size)
                .orElseThrow(() -> new BrokenRuleException(
                        ProblemCode.NO_COMPUTE,
                        plan.pretrainLossNats().isPresent() ? "pretrain_loss_nats" : "train_flops",
                        plan.pretrainLossNats().isPresent()
                                ? "pretrain_loss_nats cannot be compared with the study's checkpoints, which state no losses that"
                                        + " fall with compute: give params and tokens, or train_flops"
                                : "the study's checkpoints state no compute, so nothing links the plan's train_flops to them:"
                                        + " give pretrain_loss_nats, or submit params and tokens"));
    }

    /** P(at least {@code leastRight} right answers), with half an item for the step between two numbers of them. */
    public static double exceeds(AccuracyDistribution accuracy, int leastRight, int items) {
        if (leastRight > items) return 0;
        return 1 - accuracy.cdf((leastRight - 0.5) / items);
    }

    /** Median and 90% interval. */
    public static Interval90 interval(AccuracyDistribution accuracy) {
        return new Interval90(accuracy.quantile(0.5), accuracy.quantile(0.05), accuracy.quantile(0.95));
    }

    /** Params and tokens as stated, or as two of the three imply; a compute alone implies neither. */
    static Forecast.Planned planned(
            PlannedRun plan, Optional<RunSize> size, Optional<Interval90> loss, OptionalDouble doublings) {
        boolean sized =
                size.isPresent() && (plan.params().isPresent() || plan.tokens().isPresent());
        return new Forecast.Planned(
                sized ? OptionalDouble.of(size.get().params()) : plan.params(),
                sized ? OptionalDouble.of(size.get().tokens()) : plan.tokens(),
                size.isPresent() ? OptionalDouble.of(size.get().trainFlops()) : plan.trainFlops(),
                loss,
                plan.pretrainLossNats().isPresent(),
                plan.evalItems(),
                plan.path(),
                doublings);
    }
}
