package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.CombinedForecast;
import org.emergencelaw.member.CurveDistribution;
import org.emergencelaw.member.DoublingsAxis.FlopsOnPath;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.member.Voice;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.Interval90;

/** Puts the answer of a combined forecast for one plan together. */
final class PlanForecast {

    /** Items on which an accuracy is the true one. */
    private static final long WITHOUT_END = Long.MAX_VALUE;

    private final Forecaster forecaster;
    private final StudyForecast study;
    private final PlannedRun plan;
    private final double level;
    private final Optional<RunSize> size;
    private final ForecastSummary words;
    private final Forecaster.LevelAnswers answers;
    private final LawForecaster law;
    private final LawForecaster.Run run;
    private final ComputePath path;
    private final FlopsOnPath onPath;

    private final double doublings;

    PlanForecast(
            Forecaster forecaster,
            StudyForecast study,
            Forecaster.LevelAnswers answers,
            PlannedRun plan,
            Optional<RunSize> size,
            ForecastSummary words) {
        this.forecaster = forecaster;
        this.study = study;
        this.answers = answers;
        this.plan = plan;
        this.size = size;
        this.words = words;
        law = forecaster.law();
        level = forecaster.level(plan);
        run = law.run(plan);
        path = law.path(plan);
        onPath = study.axis().onPath(path);
        doublings = Forecaster.place(study, plan, size);
    }

    Forecast forecast() {
        LongFunction<CombinedForecast.Accuracies> byItems = study.pool().accuracies(doublings);
        CombinedForecast.Accuracies accuracies = byItems.apply(plan.evalItems());
        AccuracyDistribution accuracy = accuracies.pooled();
        DoublingsDistribution elbow = study.pool().elbow().orElseThrow();
        OccurrenceOnPath emergence = forecaster.elbow().on(path, onPath);
        OccurrenceOnPath crossing = answers.crossingInUnits().on(path, onPath);
        int leastRight = forecaster.law().leastRight(plan.evalItems());
        double reaches = answers.crossing().cdf(doublings);
        double exceeds = Forecaster.exceeds(accuracy, leastRight, plan.evalItems());
        double scores = Forecaster.exceeds(accuracy, Accuracy.leastRight(plan.evalItems(), level), plan.evalItems());
        double trivial = forecaster.fitted().task().trivialAccuracy();
        // one right answer, or what every visible model does already, is no news
        boolean news = leastRight > 1 && forecaster.someGuess();
        Interval90 expected = Forecaster.interval(accuracy);
        OptionalDouble factor = factor();
        return new Forecast(
                Forecaster.planned(plan, size, plannedLoss(), OptionalDouble.of(doublings)),
                OptionalDouble.of(level),
                OptionalDouble.of(reaches),
                OptionalDouble.of(scores),
                OptionalDouble.of(exceeds),
                OptionalDouble.of(1 - byItems.apply(WITHOUT_END).pooled().cdf(trivial)),
                Optional.of(news),
                OptionalDouble.of(elbow.cdf(doublings)),
                Optional.of(expected),
                Optional.of(emergence.occurrence()),
                Optional.of(crossing.occurrence()),
                OptionalDouble.of(study.pool().pNever()),
                Optional.of(study.basis()),
                Optional.of(voices(accuracies.byVoice())),
                Optional.empty(),
                TrackRecord.of(study.basis(), doublings),
                factor,
                emergence.onPath(),
                run.forecast(level, forecaster.lawDoublings(), forecaster.lawOverDoublings()),
                words.claim(
                        study,
                        reaches,
                        news ? OptionalDouble.of(exceeds) : OptionalDouble.empty(),
                        expected,
                        factor,
                        doublings,
                        crossing.onPath()),
                words.warnings(
                        study, factor, emergence.onPath(), new PlanCheck(forecaster, study, plan, size).warnings()),
                Optional.empty());
    }

    private OptionalDouble factor() {
        OptionalDouble largest = law.largestFlops();
        return size.isPresent() && largest.isPresent()
                ? OptionalDouble.of(size.get().trainFlops() / largest.getAsDouble())
                : OptionalDouble.empty();
    }

    private Optional<Interval90> plannedLoss() {
        Optional<Interval90> byLaw = run.loss();
        if (byLaw.isPresent() || size.isEmpty()) return byLaw;
        double[] losses = study.axis().lossesNats(size.get());
        return losses.length == 0 ? Optional.empty() : Optional.of(Interval90.of(losses));
    }

    private List<VoiceAnswer> voices(List<AccuracyDistribution> accuracies) {
        List<Voice> all = study.pool().voices();
        return IntStream.range(0, all.size())
                .mapToObj(i -> voice(all.get(i), answers.byVoice().get(i), accuracies.get(i)))
                .toList();
    }

    private VoiceAnswer voice(Voice voice, DoublingsDistribution crossing, AccuracyDistribution accuracy) {
        CurveDistribution curves = voice.curves();
        return new VoiceAnswer(
                voice.member(),
                voice.weight(),
                curves.elbow().map(OccurrenceOnPath::percentiles),
                OccurrenceOnPath.percentiles(crossing),
                curves.elbow().map(when -> OccurrenceOnPath.compute(when, onPath)),
                OccurrenceOnPath.compute(crossing, onPath),
                Forecaster.interval(accuracy),
                crossing.cdf(doublings));
    }
}
