package org.emergencelaw.workspace.oneshot;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.format.BrokenRule;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/**
 * Forecasts of rows that come with the question: read, fitted and forecast as those of a study are, to the same numbers, and nothing of
 * it kept.
 */
public final class OneShotForecasts {

    /** Most questions of one request. */
    public static final int MOST = 50;

    private static final PlanRequest NO_PLAN = new PlanRequest(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalDouble.empty());

    private final Workspace workspace;
    private final Clock clock;
    /** Of this request alone: questions of the same rows are fitted once. */
    private final Map<OneShotRequest, Fitted> fitted = new HashMap<>();

    public OneShotForecasts(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.clock = clock;
    }

    private record Fitted(Forecaster forecaster, FittedStudy study, List<Warning> warnings) {}

    /**
     * The answer to one question.
     *
     * @param importWarnings what to know of the rows
     */
    public record Answer(@JsonUnwrapped ForecastAnswer forecast, List<Warning> importWarnings) {}

    /** Several questions, each with all that it needs. */
    public record Bulk(List<OneShotRequest> forecasts) {

        public Bulk {
            if (forecasts.isEmpty() || forecasts.size() > MOST)
                throw new IllegalArgumentException(
                        "forecasts must have 1 to " + MOST + " items, had " + forecasts.size());
        }
    }

    /** What became of one of several questions: its answer, or why there is none. */
    public record Item(Optional<Answer> forecast, Optional<Problem> problem) {}

    /** Rows that cannot be read, with every fault. */
    public static final class RowsRefused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient ImportResult read;

        RowsRefused(ImportResult read) {
            super("rows were refused");
            this.read = read;
        }

        public Problem problem() {
            return Problem.refusal(read);
        }
    }

    /**
     * Answers a question.
     *
     * @throws RowsRefused if a row is faulty
     * @throws IllegalArgumentException if anything breaks a rule
     * @throws UnconvergedException if a chain did not converge
     */
    public Answer forecast(OneShotRequest request) {
        Fitted made = fitted.computeIfAbsent(request.with(NO_PLAN), this::fit);
        int items = workspace
                .forecasts()
                .usualItems(made.study().task(), made.study().rows());
        return new Answer(
                new ForecastAnswer(
                        made.study().fitted().fit(),
                        made.forecaster().forecast(request.plan().plan(items))),
                made.warnings());
    }

    /** Answers each of several questions, whatever becomes of the others. */
    public List<Item> forecast(Bulk questions) {
        return questions.forecasts().stream().map(this::item).toList();
    }

    private Item item(OneShotRequest request) {
        try {
            return new Item(Optional.of(forecast(request)), Optional.empty());
        } catch (RowsRefused refused) {
            return new Item(Optional.empty(), Optional.of(refused.problem()));
        } catch (UnconvergedException unconverged) {
            return new Item(
                    Optional.empty(), Optional.of(Problem.of(unconverged).problem()));
        } catch (IllegalArgumentException broken) {
            Problem problem = Problem.of(BrokenRule.of(broken), 422, "Bad input", String.valueOf(broken.getMessage()));
            return new Item(Optional.empty(), Optional.of(problem));
        }
    }

    private Fitted fit(OneShotRequest request) {
        Study study = request.study(family(request)).study(workspace.tasks(), workspace.lossLaws(), clock.instant());
        ImportResult read = accepted(request.read(ImportRules.of(study).withModels(workspace.models())));
        List<Observation> rows = read.observations();
        StudyRows visible = StudyRows.of(
                study.task(), Workspace.kept(rows), workspace.losses(study.convention()), ObservationCsv.sha256(rows));
        FittedStudy fit = EmergenceFitter.fit(
                visible, request.fit().orElse(FitRequest.DEFAULT).options());
        double level = workspace.forecasts().usualLevel(study.task());
        return new Fitted(new Forecaster(fit, level), fit, read.warnings());
    }

    private static ImportResult accepted(ImportResult read) {
        if (!read.accepted()) throw new RowsRefused(read);
        return read;
    }

    /** As asked, or the one of the rows. */
    private String family(OneShotRequest request) {
        if (request.family().isPresent()) return request.family().get();
        ImportRules any = ImportRules.any().withShots(request.shots()).withModels(workspace.models());
        List<String> families = accepted(request.read(any)).observations().stream()
                .map(row -> row.checkpoint().family())
                .filter(family -> !family.isEmpty())
                .distinct()
                .toList();
        if (families.size() > 1)
            throw new BrokenRuleException(
                    ProblemCode.REQUIRED,
                    "family",
                    "family must be stated, for the rows are of " + String.join(", ", families));
        return families.isEmpty() ? request.task() : families.get(0);
    }
}
