package org.emergencelaw.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Prediction;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.statistics.Interval90;

/**
 * Makes the {@link LockedForecast} of a forecast: states the claim, computes its probability by its own rule, and asks the rivals.
 *
 * @param study names it; its task and its counting are those of the fit
 * @param forecaster made the forecast, with the fit and the rows that it saw
 * @param rivals what the rivals say of these rows, see {@link #rivals(StudyRows, long)}
 * @param forecast to be locked
 */
public record LockBuilder(
        Study study, Forecaster forecaster, Map<Rival, Prediction> rivals, Forecast forecast, LockTerms terms) {

    /** Losses at which the forecast is frozen, evenly over {@link #WIDTHS} half-widths about the expected loss. */
    private static final int LOSSES = 33;

    private static final double WIDTHS = 3;
    private static final double LEAST_HALF_WIDTH_NATS = 0.25;
    private static final double DIGITS = 1e6;

    /** Items for which the claim is frozen, over those of the rule. */
    private static final double[] TIMES_ITEMS = {1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32, 64, 256, 1024};

    private static final int MOST_ITEMS = 10_000_000;

    public LockBuilder {
        Task task = forecaster.fitted().task();
        if (!study.task().equals(task))
            throw new IllegalArgumentException(
                    "task of the fit must be that of the study, " + study.task() + ", was " + task);
    }

    private FittedStudy fitted() {
        return forecaster.fitted();
    }

    /** Asks all rivals; takes seconds, and is the same for all planned runs. */
    public static Map<Rival, Prediction> rivals(StudyRows study, long seed) {
        Map<Rival, Prediction> predictions = new LinkedHashMap<>();
        for (Rival rival : Rivals.all()) predictions.put(rival, rival.predict(study, seed));
        return predictions;
    }

    /**
     * @param fitNumbers the fit as JSON
     * @param forecastNumbers the forecast as JSON
     * @throws IllegalArgumentException if there is nothing to lock, or the terms do not fit the plan
     */
    public LockedForecast lock(Instant now, Map<String, Object> fitNumbers, Map<String, Object> forecastNumbers) {
        check(now);
        Task task = study.task();
        EmergenceFit fit = fitted().fit();
        PlannedRun plan = forecast.again();
        LockedRun run = run();
        int leastRight = terms.rule().leastRight(plan.evalItems(), task.trivialAccuracy());
        return new LockedForecast(
                new LockClaim(study.task(), terms, forecast.plannedRun()).text(),
                study.id(),
                study.name(),
                study.family(),
                task,
                terms,
                run,
                underOtherName(run),
                Optional.of(claimItems()),
                leastRight,
                own(plan, leastRight),
                rivals.entrySet().stream()
                        .map(said -> rival(said.getKey(), said.getValue(), plan, leastRight))
                        .toList(),
                atLoss(plan, leastRight),
                fit.inputSha256(),
                fit.seed(),
                DisplayNames.key(fit.form()),
                DisplayNames.key(fit.method()),
                EmergenceFitter.assumed(fitted().options()),
                fit.version(),
                fitNumbers,
                forecastNumbers);
    }

    private void check(Instant now) {
        if (forecast.pExceedsTrivial().isEmpty())
            throw new BrokenRuleException(
                    ProblemCode.NOTHING_TO_LOCK,
                    "forecast",
                    "a forecast without numbers cannot be locked: "
                            + forecast.reason().orElse(forecast.claim()));
        terms.rule().requireOpen(now);
        if (terms.rule().evalItems() != forecast.plannedRun().evalItems())
            throw new IllegalArgumentException("eval_items must be those of the forecast, "
                    + forecast.plannedRun().evalItems() + ", was "
                    + terms.rule().evalItems());
        if (terms.prospective())
            ownResults().ifPresent(model -> {
                throw new BrokenRuleException(
                        ProblemCode.RESULTS_SEEN,
                        "seen",
                        "seen must be results_seen, or backtest true: the study already has few-shot" + " results of "
                                + model + ", which is the planned run by the terms of this lock");
            });
    }

    /** A model of the study that is the planned run. */
    private Optional<String> ownResults() {
        LockedRun run = run();
        return fitted().rows().stream()
                .filter(row -> LockedRun.ofTask(study.task(), row))
                .map(Observation::checkpoint)
                .filter(checkpoint -> run.mismatch(checkpoint).isEmpty())
                .map(checkpoint -> checkpoint.model())
                .findFirst();
    }

    /** What the lock says where a model of the study has the size of the planned run and another name. */
    private Optional<String> underOtherName(LockedRun run) {
        return fitted().rows().stream()
                .filter(row -> LockedRun.ofTask(study.task(), row))
                .map(Observation::checkpoint)
                .filter(run::underOtherName)
                .findFirst()
                .map(checkpoint -> "The study already had few-shot results of " + checkpoint.model()
                        + ", which has the size of the planned run. If that is "
                        + run.model().orElseThrow()
                        + " under another name, the result was known when the forecast was locked.");
    }

    private LockedRun run() {
        Forecast.Planned planned = forecast.plannedRun();
        return new LockedRun(
                terms.model(),
                planned.params(),
                planned.tokens(),
                planned.trainFlops(),
                terms.computeTolerance(),
                OptionalDouble.of(LockedRun.USUAL_SIZE_TOLERANCE),
                planned.pretrainLossNats(),
                fitted().path().flopsPerParamToken(),
                forecast.extrapolationFactor());
    }

    private FrozenPrediction own(PlannedRun plan, int leastRight) {
        return new FrozenPrediction(
                FrozenPrediction.FORECAST,
                "This forecast.",
                OptionalDouble.of(forecaster.reaches(plan, leastRight)),
                Optional.of(FrozenPrediction.Basis.CLAIM),
                Optional.of(byItems(plan, (run, least) -> OptionalDouble.of(forecaster.reaches(run, least)))),
                frozen(forecaster.emergenceDraws()),
                Optional.of(forecaster.accuracyInterval(plan)),
                Optional.of(FrozenDistribution.of(forecaster.accuracyDraws(plan))),
                Optional.empty());
    }

    /** Results on fewer items than those of the rule decide nothing. */
    private List<Integer> claimItems() {
        return Arrays.stream(TIMES_ITEMS)
                .mapToObj(times -> (int)
                        Math.min(MOST_ITEMS, Math.round(times * terms.rule().evalItems())))
                .distinct()
                .toList();
    }

    private interface Claim {
        /** P(at least so many right answers on the items of the plan). */
        OptionalDouble probability(PlannedRun plan, int leastRight);
    }

    private List<Double> byItems(PlannedRun plan, Claim claim) {
        double trivial = study.task().trivialAccuracy();
        return claimItems().stream()
                .map(items -> rounded(
                        claim.probability(plan.evaluatedOn(items), terms.rule().leastRight(items, trivial))
                                .orElseThrow()))
                .toList();
    }

    /** Absent where no loss is known. */
    private static Optional<FrozenDistribution> frozen(double[] losses) {
        return losses.length == 0 ? Optional.empty() : Optional.of(FrozenDistribution.of(losses));
    }

    private FrozenPrediction rival(Rival rival, Prediction prediction, PlannedRun plan, int leastRight) {
        if (prediction.abstains())
            return FrozenPrediction.abstaining(
                    rival.key(), rival.description(), prediction.abstention().orElseThrow());
        Optional<Prediction.Answer> answer = prediction.outlook().map(outlook -> outlook.of(plan, leastRight));
        OptionalDouble claim = answer.map(Prediction.Answer::pReaches).orElse(OptionalDouble.empty());
        OptionalDouble probability = claim.isPresent() ? claim : past(prediction);
        return new FrozenPrediction(
                rival.key(),
                rival.description(),
                probability,
                claim.isPresent() ? Optional.of(FrozenPrediction.Basis.CLAIM) : pastWhat(probability),
                claim.isPresent()
                        ? Optional.of(byItems(
                                plan,
                                (run, least) -> prediction
                                        .outlook()
                                        .orElseThrow()
                                        .of(run, least)
                                        .pReaches()))
                        : Optional.empty(),
                Optional.of(FrozenDistribution.of(prediction.emergenceLossNats())),
                answer.flatMap(Prediction.Answer::accuracy),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Of a rival that speaks of no accuracies: that the run is past its elbow, or where a level is claimed past its crossing, which
     * it tells of the task's usual level alone.
     */
    private OptionalDouble past(Prediction prediction) {
        Optional<Interval90> loss = forecast.plannedRun().pretrainLossNats();
        OptionalDouble level = terms.rule().namedLevel();
        boolean told = level.isEmpty() || level.getAsDouble() == EmergenceCriterion.level(study.task());
        if (loss.isEmpty() || !told) return OptionalDouble.empty();
        return level.isPresent()
                ? prediction.crossedAt(loss.get().median())
                : prediction.emergedAt(loss.get().median());
    }

    private Optional<FrozenPrediction.Basis> pastWhat(OptionalDouble probability) {
        boolean level = terms.rule().claims() == ClaimedEvent.LEVEL;
        if (level && probability.isEmpty()) return Optional.empty();
        return Optional.of(level ? FrozenPrediction.Basis.PAST_CROSSING : FrozenPrediction.Basis.PAST_ELBOW);
    }

    private List<LockedForecast.AtLoss> atLoss(PlannedRun plan, int leastRight) {
        if (forecast.plannedRun().pretrainLossNats().isEmpty()) return List.of();
        Interval90 expected = forecast.plannedRun().pretrainLossNats().get();
        double half = Math.max(LEAST_HALF_WIDTH_NATS, WIDTHS * (expected.q95() - expected.q05()) / 2);
        List<LockedForecast.AtLoss> grid = new ArrayList<>();
        for (int i = 0; i < LOSSES; i++) {
            double loss = rounded(expected.median() + half * (2.0 * i / (LOSSES - 1) - 1));
            if (loss <= 0) continue;
            PlannedRun known = plan.withLoss(loss);
            Interval90 accuracy = forecaster.accuracyInterval(known);
            grid.add(new LockedForecast.AtLoss(
                    loss,
                    rounded(forecaster.reaches(known, leastRight)),
                    new Interval90(rounded(accuracy.median()), rounded(accuracy.q05()), rounded(accuracy.q95()))));
        }
        return grid;
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
