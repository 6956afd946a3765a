package org.emergencelaw.workspace.suite;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.SuiteForecastStore;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.workspace.Fits;
import org.emergencelaw.workspace.Workspace;

/** Forecasts of single tasks of suites: found where they are kept, else made and kept. */
final class TaskForecasts {

    private static final int STRIPES = 64;

    /** Beyond, to look for the rows of a fit takes too long. */
    private static final int MOST_ROWS = 2_000;

    private final Workspace workspace;
    private final Watches watches;
    private final SuiteForecastStore store;
    private final Clock clock;
    private final Object[] stripes = new Object[STRIPES];

    TaskForecasts(Workspace workspace, Watches watches, Clock clock) {
        this.workspace = workspace;
        this.watches = watches;
        this.store = workspace.database().suiteForecasts();
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) stripes[i] = new Object();
    }

    /** All that a forecast of a task depends on beside the plan, as its rows are now. */
    String basis(Study study) {
        String what = workspace.fits().currentId(study) + " " + workspace.revision(study) + " " + study.task() + " "
                + workspace.forecasts().usualLevel(study.task());
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** As {@link #basis(Study)}. */
    String basis(String studyId) {
        return basis(workspace.study(studyId));
    }

    /** What is kept of a task as its rows are now. */
    Optional<TaskForecast> find(Study study, SuitePlan plan) {
        return store.find(study.id(), plan.key(), basis(study)).map(SuiteForecastStore.Kept::forecast);
    }

    /** All that is kept of a task, the oldest first. */
    List<SuiteForecastStore.Kept> history(Study study, SuitePlan plan) {
        return store.history(study.id(), plan.key());
    }

    /** Of a task that has no numbers. */
    TaskForecast none(Study study, String reason) {
        return TaskForecast.none(
                study, workspace.forecasts().usualLevel(study.task()), workspace.revision(study), reason);
    }

    /**
     * Makes and keeps a forecast of a task as its rows are now, unless it is there; where rows come meanwhile it is not kept, for whoever
     * brought them asks again.
     */
    void keep(String studyId, SuitePlan plan) {
        Study study = workspace.study(studyId);
        if (find(study, plan).isPresent()) return;
        TaskForecast made = make(study, plan);
        workspace.atomically(() -> {
            if (workspace.find(studyId).isEmpty() || !made.inputSha256().equals(workspace.revision(study))) return made;
            store.add(plan.key(), basis(study), clock.instant(), made);
            watches.saw(study, plan, made);
            return made;
        });
    }

    private TaskForecast make(Study study, SuitePlan plan) {
        try {
            StoredFit fit = fit(study);
            return TaskForecast.of(
                    workspace.forecasts().forecaster(fit), study.id(), fit.id(), plan, usualItems(study));
        } catch (IllegalArgumentException impossible) {
            return none(study, String.valueOf(impossible.getMessage()));
        }
    }

    /** The fit of what is in the study now, kept; two plans must not both make it. */
    StoredFit fit(Study study) {
        synchronized (stripes[Math.floorMod(study.id().hashCode(), STRIPES)]) {
            return workspace.fits().keptCurrent(study);
        }
    }

    /** Of the catalogue. */
    OptionalInt usualItems(Study study) {
        return workspace
                .tasks()
                .find(study.task().name())
                .map(entry -> entry.nEval())
                .orElse(OptionalInt.empty());
    }

    /**
     * Makes and keeps a forecast from an earlier fit beside the rows that it saw. Those are the first so many of the study, as their
     * digest tells.
     *
     * @throws IllegalArgumentException if they are there no more
     */
    void keepEarlier(String studyId, SuitePlan plan, String fitId) {
        Study study = workspace.study(studyId);
        FitStore.Seen fit = workspace.database().fits().seen(studyId).stream()
                .filter(seen -> seen.id().equals(fitId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the fit " + fitId + " is there no more"));
        if (history(study, plan).stream()
                .anyMatch(kept -> kept.forecast().inputSha256().equals(fit.inputSha256()))) return;
        List<Observation> rows = rows(study, fit.inputSha256());
        FittedStudy fitted = Fits.beside(workspace.fits().find(fitId), workspace.rows(study, rows));
        Forecaster forecaster = new Forecaster(fitted, workspace.forecasts().usualLevel(fitted.task()));
        store.add(
                plan.key(),
                fitId,
                fit.createdAt(),
                TaskForecast.of(forecaster, studyId, fitId, plan, usualItems(study)));
    }

    /** The first rows of a study that have a digest. */
    private List<Observation> rows(Study study, String sha256) {
        List<Observation> all = workspace.observations(study);
        if (all.size() <= MOST_ROWS)
            for (int first = all.size(); first > 0; first--)
                if (ObservationCsv.sha256(all.subList(0, first)).equals(sha256)) return all.subList(0, first);
        throw new IllegalArgumentException("the rows that the fit saw are there no more");
    }
}
