package org.emergencelaw.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.Occurrence;
import org.emergencelaw.forecast.TrackRecord;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;

/**
 * What is forecast of one task of a suite at one planned run; all of it is what the study's own forecast says.
 *
 * @param task trivial accuracy, metric and shots
 * @param checkpoints that a forecast may see, few-shot
 * @param bestAccuracy of the submitted checkpoints, held-out ones too
 * @param level the named level, an accuracy
 * @param seen whether a submitted checkpoint has reached it
 * @param crossing where the level is reached
 * @param emergence where few-shot accuracy leaves its floor
 * @param pNever probability that it stays at its floor at every compute
 * @param record how forecasts like this one have done elsewhere
 * @param heldOut how this task's own held-out checkpoints came out; absent where there is none
 * @param reason why there are no numbers
 * @param inputSha256 digest of the rows
 */
public record TaskForecast(
        String studyId,
        Task task,
        int checkpoints,
        OptionalDouble bestAccuracy,
        OptionalDouble level,
        boolean seen,
        Outlook outlook,
        OptionalDouble pReachesLevel,
        OptionalDouble pExceedsTrivial,
        Optional<Interval90> accuracy,
        Optional<Occurrence> crossing,
        Optional<Occurrence> emergence,
        OptionalDouble pNever,
        Optional<Verdict> verdict,
        Optional<StudyForecast.Basis> basis,
        Optional<TrackRecord> record,
        Optional<HeldOut> heldOut,
        OptionalDouble doublings,
        List<Warning> warnings,
        String claim,
        Optional<String> reason,
        String fitId,
        String inputSha256) {

    /**
     * Held-out checkpoints of a task.
     *
     * @param within whose accuracy the 90% interval held
     * @param of whose accuracy was predicted
     */
    public record HeldOut(int within, int of) {}

    /**
     * @param usualItems of the task's evaluation set; absent: as many as the rows have
     * @throws RuntimeException as the forecaster does where the rows break one of its rules
     */
    public static TaskForecast of(
            Forecaster forecaster, String studyId, String fitId, SuitePlan plan, OptionalInt usualItems) {
        Rows rows = forecaster.fitted().rows();
        Task task = forecaster.fitted().task();
        List<SeenAccuracy> seen = SeenAccuracy.of(forecaster.fitted().study());
        double level = plan.level().orElse(forecaster.usualLevel());
        Answer answer = Answer.of(forecaster, plan, items(forecaster, usualItems));
        Optional<Forecast> made = answer.forecast;
        OptionalDouble reaches = made.map(Forecast::pReachesLevel).orElse(OptionalDouble.empty());
        return new TaskForecast(
                studyId,
                task,
                rows.visible().fewShot(task).checkpoints().size(),
                SeenAccuracy.best(seen)
                        .map(best -> OptionalDouble.of(best.accuracy()))
                        .orElse(OptionalDouble.empty()),
                OptionalDouble.of(level),
                seen.stream().anyMatch(one -> one.accuracy() >= level),
                Outlook.of(reaches),
                reaches,
                made.map(Forecast::pExceedsTrivial).orElse(OptionalDouble.empty()),
                made.flatMap(Forecast::accuracy),
                made.flatMap(Forecast::crossing),
                made.flatMap(Forecast::emergence),
                made.map(Forecast::pNever).orElse(OptionalDouble.empty()),
                Optional.of(forecaster.fitted().fit().verdict()),
                made.flatMap(Forecast::basis),
                made.flatMap(Forecast::record),
                heldOut(forecaster),
                made.map(forecast -> forecast.plannedRun().doublings()).orElse(OptionalDouble.empty()),
                warnings(forecaster, made),
                made.map(Forecast::claim).orElse(""),
                answer.reason.or(() -> made.flatMap(Forecast::reason)),
                fitId,
                rows.inputSha256());
    }

    /** Of a task whose rows cannot even be fitted. */
    public static TaskForecast none(Study study, double level, String inputSha256, String reason) {
        return new TaskForecast(
                study.id(),
                study.task(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.of(level),
                false,
                Outlook.CANNOT_TELL,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                "",
                Optional.of(reason),
                "",
                inputSha256);
    }

    /** A forecast, or why there is none. */
    private record Answer(Optional<Forecast> forecast, Optional<String> reason) {

        static Answer of(Forecaster forecaster, SuitePlan plan, int items) {
            try {
                return new Answer(Optional.of(forecaster.forecast(plan.of(items))), Optional.empty());
            } catch (IllegalArgumentException impossible) {
                return new Answer(Optional.empty(), Optional.of(String.valueOf(impossible.getMessage())));
            }
        }
    }

    /** Items on which a run will be evaluated where the plan does not say: the usual ones, else as many as the rows have. */
    public static int items(Forecaster forecaster, OptionalInt usual) {
        return usual.orElseGet(
                () -> forecaster.fitted().rows().fewShot(forecaster.fitted().task()).stream()
                        .mapToInt(Observation::itemsEvaluated)
                        .max()
                        .orElse(Observation.DEFAULT_N_EVAL));
    }

    private static List<Warning> warnings(Forecaster forecaster, Optional<Forecast> made) {
        return made.map(Forecast::warnings).orElse(forecaster.fitted().fit().warnings());
    }

    private static Optional<HeldOut> heldOut(Forecaster forecaster) {
        if (forecaster.fitted().rows().heldOut().isEmpty()) return Optional.empty();
        HeldOutComparison comparison = HeldOutComparison.of(forecaster);
        int of = (int) comparison.checkpoints().stream()
                .filter(each -> each.predicted().isPresent())
                .count();
        return of == 0 ? Optional.empty() : Optional.of(new HeldOut(comparison.covered(), of));
    }
}
