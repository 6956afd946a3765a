package org.emergencelaw.workspace;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.ForecastCurves;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;

/** Forecasts of planned runs by the fits of studies, and what can be asked of a forecast. */
public final class Forecasts {

    private final Workspace workspace;
    private final Database database;
    private final Clock clock;

    Forecasts(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.database = workspace.database();
        this.clock = clock;
    }

    /** A forecast, not kept yet. */
    public StoredForecast make(StoredFit fit, PlannedRun plan) {
        Forecast forecast = new Forecaster(workspace.fits().fittedStudy(fit)).forecast(plan);
        return new StoredForecast(UUID.randomUUID().toString(), fit.id(), clock.instant(), forecast);
    }

    public void keep(StoredForecast made) {
        database.forecasts().add(made);
    }

    public StoredForecast forecast(StoredFit fit, PlannedRun plan) {
        StoredForecast made = make(fit, plan);
        keep(made);
        return made;
    }

    /** @throws NotFound if there is none */
    public StoredForecast find(String id) {
        return database.forecasts().find(id).orElseThrow(() -> NotFound.of("forecast", id));
    }

    /** Forecasts of a study, the newest first. */
    public List<StoredForecast> ofStudy(Study study, int limit) {
        return database.forecasts().ofStudy(study.id(), limit);
    }

    /**
     * Deletes a draft.
     *
     * @throws org.emergencelaw.ledger.LedgerConflict if it is locked
     * @throws NotFound if there is none
     */
    public void delete(String id) {
        workspace.ledger().requireDraft(id);
        if (!database.forecasts().delete(id)) throw NotFound.of("forecast", id);
    }

    /** For plans of a fit and for charts: the study's rows as they are now set the range, and nothing else. */
    public Forecaster forecaster(StoredFit fit) {
        return new Forecaster(workspace.fits().beside(fit));
    }

    /** The distributions behind a forecast. */
    public ForecastCurves curves(StoredForecast forecast, StoredFit fit) {
        return ForecastCurves.of(
                forecaster(fit), forecast.forecast().plannedRun().again());
    }

    /**
     * Which assumption moves a forecast most; refits.
     *
     * @param fit the one behind the forecast
     */
    public SensitivityTornado tornado(StoredForecast forecast, StoredFit fit) {
        return SensitivityTornado.of(
                workspace.fits().fittedStudy(fit),
                forecast.forecast().plannedRun().again());
    }

    /** Two families on one task: which of them has the ability first. */
    public FamilyComparison against(Study study, Study other) {
        return FamilyComparison.of(entrant(study), entrant(other));
    }

    private FamilyComparison.Entrant entrant(Study study) {
        return new FamilyComparison.Entrant(
                study.name(), workspace.fits().beside(workspace.fits().current(study)));
    }
}
