package org.emergencelaw.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.CurveDistribution;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.member.Voice;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Accuracy;
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
    private final LawForecaster law;
    private final Optional<String> refusal;
    private final Optional<StudyForecast> combined;
    /** The law's point of emergence. */
    private final Percentiles lawDoublings;

    /** Every plan of a list asks for them at one level. */
    private final Map<Double, LevelAnswers> levels = new ConcurrentHashMap<>();

    /** What does not depend on the plan. */
    private record LevelAnswers(DoublingsDistribution crossing, List<DoublingsDistribution> byVoice) {

        static LevelAnswers of(StudyForecast combined, double level) {
            return new LevelAnswers(
                    combined.pool().crossing(level),
                    combined.pool().voices().stream()
                            .map(voice -> voice.curves().crossing(level))
                            .toList());
        }
    }

    public Forecaster(FittedStudy fitted) {
        this.fitted = fitted;
        law = new LawForecaster(fitted);
        refusal = StudyForecast.refusal(fitted.study());
        combined = refusal.isEmpty() ? Optional.of(StudyForecast.of(fitted)) : Optional.empty();
        lawDoublings = combined.filter(any -> !fitted.draws().isEmpty())
                .map(study -> OccurrenceOnPath.ofLosses(law.emergenceDraws(), study.axis()))
                .orElse(Percentiles.absent(OccurrenceOnPath.NO_LOSS));
    }

    public FittedStudy fitted() {
        return fitted;
    }

    /** What the emergence law says by itself. */
    LawForecaster law() {
        return law;
    }

    /** Absent where these rows are refused. */
    Optional<StudyForecast> combined() {
        return combined;
    }

    /** P(a run at {@code doublings} exceeds trivial accuracy on its items). */
    double exceedsTrivial(StudyForecast study, double doublings, int items) {
        return exceeds(study.pool().accuracy(doublings, items), leastRight(items), items);
    }

    private int leastRight(int items) {
        return Accuracy.minRightAboveTrivial(items, fitted.task().trivialAccuracy(), TEST_LEVEL);
    }

    /** @throws IllegalArgumentException if the plan states nothing that places it beside the study's checkpoints */
    public Forecast forecast(PlannedRun plan) {
        double level = plan.level().orElse(fitted.task().defaultLevel());
        if (!(level > fitted.task().trivialAccuracy() && level <= 1))
            throw new IllegalArgumentException("level must be above the trivial accuracy, "
                    + fitted.task().trivialAccuracy() + ", and at most 1, was " + level);
        Optional<RunSize> size = fitted.path().complete(plan.params(), plan.tokens(), plan.trainFlops());
        ForecastSummary words = new ForecastSummary(fitted, law.pointOnly(), level);
        if (combined.isEmpty())
            return words.none(
                    planned(plan, size, law.plannedLoss(plan), OptionalDouble.empty()),
                    refusal.orElseThrow(),
                    law.forecast(plan, level, lawDoublings, Optional.empty()));
        return new Answer(combined.get(), plan, level, size, words).forecast();
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
    private static double place(StudyForecast study, PlannedRun plan, Optional<RunSize> size) {
        OptionalDouble place = plan.pretrainLossNats().isPresent()
                ? study.axis().ofLoss(plan.pretrainLossNats().getAsDouble())
                : OptionalDouble.empty();
        if (place.isEmpty()) place = size.map(study.axis()::ofSize).orElse(OptionalDouble.empty());
        return place.orElseThrow(() -> new IllegalArgumentException(
                plan.pretrainLossNats().isPresent()
                        ? "pretrain_loss_nats cannot be compared with the study's checkpoints, which state no losses that"
                                + " fall with compute: give params and tokens, or train_flops"
                        : "the study's checkpoints state no compute, so nothing links the plan's train_flops to them:"
                                + " give pretrain_loss_nats, or submit params and tokens"));
    }

    /** Puts the answer for one plan together. */
    private final class Answer {
        private final StudyForecast study;
        private final PlannedRun plan;
        private final double level;
        private final Optional<RunSize> size;
        private final ForecastSummary words;
        private final LevelAnswers answers;
        private final ComputePath path;
        private final double doublings;

        Answer(StudyForecast study, PlannedRun plan, double level, Optional<RunSize> size, ForecastSummary words) {
            this.study = study;
            this.plan = plan;
            this.level = level;
            this.size = size;
            this.words = words;
            answers = levels.computeIfAbsent(level, any -> LevelAnswers.of(study, any));
            path = law.path(plan);
            doublings = place(study, plan, size);
        }

        Forecast forecast() {
            AccuracyDistribution accuracy = study.pool().accuracy(doublings, plan.evalItems());
            DoublingsDistribution elbow = study.pool().elbow().orElseThrow();
            OccurrenceOnPath emergence = OccurrenceOnPath.of(elbow, study.axis(), path);
            OccurrenceOnPath crossing = OccurrenceOnPath.of(answers.crossing, study.axis(), path);
            int leastRight = leastRight(plan.evalItems());
            double reaches = answers.crossing.cdf(doublings);
            double exceeds = exceeds(accuracy, leastRight, plan.evalItems());
            Interval90 expected = interval(accuracy);
            OptionalDouble factor = factor();
            return new Forecast(
                    planned(plan, size, plannedLoss(), OptionalDouble.of(doublings)),
                    OptionalDouble.of(level),
                    OptionalDouble.of(reaches),
                    OptionalDouble.of(exceeds),
                    OptionalDouble.of(elbow.cdf(doublings)),
                    Optional.of(expected),
                    Optional.of(emergence.occurrence()),
                    Optional.of(crossing.occurrence()),
                    OptionalDouble.of(study.pool().pNever()),
                    Optional.of(study.basis()),
                    Optional.of(voices()),
                    Optional.empty(),
                    factor,
                    emergence.onPath(),
                    law.forecast(plan, level, lawDoublings, study.law()),
                    words.claim(
                            study,
                            reaches,
                            guessingIsNews(leastRight) ? OptionalDouble.of(exceeds) : OptionalDouble.empty(),
                            expected,
                            factor,
                            crossing.onPath()),
                    words.warnings(study, factor, emergence.onPath()),
                    Optional.empty());
        }

        private OptionalDouble factor() {
            OptionalDouble largest = law.largestFlops();
            return size.isPresent() && largest.isPresent()
                    ? OptionalDouble.of(size.get().trainFlops() / largest.getAsDouble())
                    : OptionalDouble.empty();
        }

        private Optional<Interval90> plannedLoss() {
            Optional<Interval90> byLaw = law.plannedLoss(plan);
            if (byLaw.isPresent() || size.isEmpty()) return byLaw;
            double[] losses = study.axis().lossesNats(size.get());
            return losses.length == 0 ? Optional.empty() : Optional.of(Interval90.of(losses));
        }

        private List<VoiceAnswer> voices() {
            List<Voice> all = study.pool().voices();
            return IntStream.range(0, all.size())
                    .mapToObj(i -> voice(all.get(i), answers.byVoice.get(i)))
                    .toList();
        }

        private VoiceAnswer voice(Voice voice, DoublingsDistribution crossing) {
            CurveDistribution curves = voice.curves();
            return new VoiceAnswer(
                    voice.member(),
                    voice.weight(),
                    curves.elbow().map(OccurrenceOnPath::percentiles),
                    OccurrenceOnPath.percentiles(crossing),
                    curves.elbow().map(when -> OccurrenceOnPath.compute(when, study.axis(), path)),
                    OccurrenceOnPath.compute(crossing, study.axis(), path),
                    interval(curves.accuracy(doublings, plan.evalItems())),
                    crossing.cdf(doublings));
        }

        /** One right answer, or what every visible model does already, is no news. */
        private boolean guessingIsNews(int leastRight) {
            if (leastRight <= 1) return false;
            return fitted.study().visible().rows().fewShot(fitted.task()).stream()
                    .anyMatch(row -> !exceedsGuessing(row));
        }

        private boolean exceedsGuessing(Observation row) {
            return row.itemsRight() >= leastRight(row.itemsEvaluated());
        }
    }

    /** P(at least {@code leastRight} right answers), with half an item for the step between two numbers of them. */
    private static double exceeds(AccuracyDistribution accuracy, int leastRight, int items) {
        if (leastRight > items) return 0;
        return 1 - accuracy.cdf((leastRight - 0.5) / items);
    }

    private static Interval90 interval(AccuracyDistribution accuracy) {
        return new Interval90(accuracy.quantile(0.5), accuracy.quantile(0.05), accuracy.quantile(0.95));
    }

    /** Params and tokens as stated, or as two of the three imply; a compute alone implies neither. */
    private static Forecast.Planned planned(
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
