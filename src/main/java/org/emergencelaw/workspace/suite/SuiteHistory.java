package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.SuiteForecastStore;
import org.emergencelaw.suite.ForecastHistory;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.workspace.Fits;
import org.emergencelaw.workspace.Workspace;

/**
 * How forecasts moved as checkpoints arrived, from the fits that are kept: each is put beside the rows that it saw. Those are the first
 * so many of the study, as their digest tells; where rows were changed since, they are there no more.
 */
public final class SuiteHistory {

    /** Beyond, to look for the rows of a fit takes too long. */
    private static final int MOST_ROWS = 2_000;

    private final Workspace workspace;
    private final SuiteForecasts forecasts;
    private final SuiteForecastStore store;
    /** Fits whose rows were looked for, and are there no more. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    public SuiteHistory(Workspace workspace, SuiteForecasts forecasts) {
        this.workspace = workspace;
        this.forecasts = forecasts;
        this.store = workspace.database().suiteForecasts();
    }

    /** A fit by which an earlier forecast is made. */
    private record Asked(String fitId, String plan) {}

    /** What there is of a plan; what is missing is begun. */
    public ForecastHistory history(Suite suite, SuitePlan plan) {
        int pending = 0, unreadable = 0;
        List<ForecastHistory.OfTask> tasks = new ArrayList<>();
        for (Study study : forecasts.suites().studies(suite)) {
            if (forecasts.find(study, plan).isEmpty()) {
                forecasts.ask(study, plan);
                pending++;
            }
            List<SuiteForecastStore.Kept> kept = store.history(study.id(), plan.key());
            Set<String> known = new HashSet<>();
            kept.forEach(each -> known.add(each.forecast().inputSha256()));
            known.add(workspace.revision(study));
            for (FitStore.Seen fit : workspace.database().fits().seen(study.id())) {
                if (!known.add(fit.inputSha256())) continue;
                if (lost.contains(fit.id()) || !fit.readable()) unreadable++;
                else {
                    ask(study, plan, fit);
                    pending++;
                }
            }
            tasks.add(ForecastHistory.of(
                    study.id(),
                    study.task().name(),
                    kept.stream()
                            .map(each -> ForecastHistory.Point.of(each.createdAt(), each.forecast()))
                            .toList()));
        }
        return ForecastHistory.of(suite, plan, pending, unreadable, tasks);
    }

    /** The same, after a while in which it may become whole. */
    public ForecastHistory history(Suite suite, SuitePlan plan, Duration patience) {
        return forecasts.work().patiently(() -> history(suite, plan), made -> made.pending() == 0, patience);
    }

    private void ask(Study study, SuitePlan plan, FitStore.Seen fit) {
        forecasts
                .work()
                .submit(new Asked(fit.id(), plan.key()), () -> make(study.id(), plan, fit), () -> lost.add(fit.id()));
    }

    private void make(String studyId, SuitePlan plan, FitStore.Seen fit) {
        Optional<Study> study = workspace.find(studyId);
        if (study.isEmpty()) return;
        Optional<List<Observation>> rows = rows(study.get(), fit.inputSha256());
        if (rows.isEmpty()) {
            lost.add(fit.id());
            return;
        }
        FittedStudy fitted = Fits.beside(workspace.fits().find(fit.id()), workspace.rows(study.get(), rows.get()));
        Forecaster forecaster = new Forecaster(fitted, workspace.forecasts().usualLevel(fitted.task()));
        TaskForecast made = TaskForecast.of(forecaster, studyId, fit.id(), plan, forecasts.usualItems(study.get()));
        store.add(plan.key(), fit.id(), fit.createdAt(), made);
    }

    /** The first rows of a study that have a digest. */
    private Optional<List<Observation>> rows(Study study, String sha256) {
        List<Observation> all = workspace.observations(study);
        if (all.size() > MOST_ROWS) return Optional.empty();
        for (int first = all.size(); first > 0; first--)
            if (ObservationCsv.sha256(all.subList(0, first)).equals(sha256)) return Optional.of(all.subList(0, first));
        return Optional.empty();
    }
}
