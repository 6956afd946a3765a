package org.emergencelaw.workspace;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.Version;
import org.emergencelaw.fit.loss.LossForecast;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.ForecastAnnotation;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.forecast.chart.FanChart;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.job.Job;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.OtherAssumptions;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.NewestFirst.Place;
import org.emergencelaw.workspace.memory.Remembered;

/** Forecasts of planned runs by the fits of studies, and what can be asked of a forecast. */
public final class Forecasts {

    private static final String OTHER_ROWS =
            "The rows of the study have changed since this forecast was made: the chart is of its rows as they are now.";

    private static final String OTHER_VERSION =
            "This forecast was made by another version of the program: the chart is of the"
                    + " present one, which says something else of the same rows.";

    /** About what one takes beside its fit: some thousand curves of its voices. */
    private static final long BYTES_OF_FORECASTER = 1 << 20;

    private final Workspace workspace;
    private final Database database;
    private final Clock clock;
    /** By the id of the fit. */
    private final Remembered.Shelf<String, Forecaster> forecasters;
    /** Likewise. */
    private final Remembered.Shelf<String, OtherAssumptions> others;

    Forecasts(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.database = workspace.database();
        this.clock = clock;
        forecasters = workspace.memory().shelf(made -> BYTES_OF_FORECASTER);
        others = workspace.memory().shelf(made -> 2 * BYTES_OF_FORECASTER);
    }

    /** A forecast, not kept yet. */
    public StoredForecast make(StoredFit fit, PlannedRun plan) {
        Forecast forecast = answer(fit, plan);
        return new StoredForecast(UUID.randomUUID().toString(), fit.id(), clock.instant(), forecast);
    }

    /** What is said of a run, with how far other assumptions move it. */
    public Forecast answer(StoredFit fit, PlannedRun plan) {
        Forecaster forecaster = forecaster(fit);
        Forecast forecast = forecaster.forecast(plan);
        return others.get(fit.id(), () -> new OtherAssumptions(forecaster)).beside(forecast, plan);
    }

    /** @throws NotFound if its fit was deleted meanwhile */
    public void keep(StoredForecast made) {
        workspace.atomically(() -> {
            workspace.fits().keepShown(made.fitId());
            database.forecasts().add(made);
            return made;
        });
    }

    public StoredForecast forecast(StoredFit fit, PlannedRun plan) {
        StoredForecast made = make(fit, plan);
        keep(made);
        return made;
    }

    /** @throws NotFound if there is none */
    public StoredForecast find(String id) {
        return database.forecasts().find(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_FORECAST, id));
    }

    /** What is shown of a forecast as a text, another after whatever changes that; absent where nothing tells it quickly. */
    public Optional<String> state(String id) {
        return database.forecasts().state(id);
    }

    /**
     * What is said of a forecast.
     *
     * @throws NotFound if there is none
     */
    public ForecastAnnotation annotation(String id) {
        return database.forecasts().annotation(find(id).id());
    }

    /** What is said of the forecasts of a study, by their ids. */
    public Map<String, ForecastAnnotation> annotations(Study study) {
        return database.forecasts().annotations(study.id());
    }

    /**
     * Says something of a forecast, drafts and locked ones alike: the ledger knows nothing of it.
     *
     * @throws NotFound if there is none
     */
    public void annotate(String id, ForecastAnnotation annotation) {
        workspace.atomically(() -> {
            database.forecasts().annotate(find(id).id(), annotation);
            return annotation;
        });
    }

    /**
     * Forecasts, only those of one fit where it is asked for.
     *
     * @param text which study, remark or id holds; empty for all
     * @param archived whether those that were put away are listed, too
     */
    public Listed<ForecastAnswer.Item> list(Listed.Asked page, Optional<String> fitId, String text, boolean archived) {
        return Listed.newest(
                        page.only(fitId),
                        newest -> database.forecasts().list(newest, text, archived),
                        line -> new Place(
                                line.forecast().createdAt(), line.forecast().id()))
                .map(ForecastAnswer.Item::of);
    }

    /** Forecasts of a study, the newest first. */
    public List<StoredForecast> ofStudy(Study study, int limit, boolean archived) {
        return database.forecasts().ofStudy(study.id(), limit, archived);
    }

    /**
     * Deletes a draft.
     *
     * @throws org.emergencelaw.ledger.LedgerConflict if it is locked
     * @throws NotFound if there is none
     */
    public void delete(String id) {
        workspace.ledger().requireDraft(id);
        if (!database.forecasts().delete(id)) throw NotFound.of(ProblemCode.NO_SUCH_FORECAST, id);
    }

    /**
     * Made when first asked for, and remembered: a plan costs no more than what depends on it.
     *
     * @throws Conflict if the study has other rows now
     */
    public Forecaster forecaster(StoredFit fit) {
        FittedStudy fitted = workspace.fits().fittedStudy(fit);
        return forecasters.get(fit.id(), () -> new Forecaster(fitted, usualLevel(fitted.task())));
    }

    /** A fit with the rows that are in its study now, which it need not have seen. */
    public Forecaster beside(StoredFit fit) {
        FittedStudy now = workspace.fits().beside(fit);
        return sameRows(now, fit) ? forecaster(fit) : new Forecaster(now, usualLevel(now.task()));
    }

    private static boolean sameRows(FittedStudy now, StoredFit fit) {
        return now.rows().inputSha256().equals(fit.fitted().fit().inputSha256());
    }

    /**
     * Pretraining loss of a planned run, from the losses of the study's visible checkpoints alone.
     *
     * @throws IllegalArgumentException if the plan states neither params and tokens nor train_flops, or too few checkpoints their loss
     */
    public LossForecast loss(Study study, OptionalDouble params, OptionalDouble tokens, OptionalDouble trainFlops) {
        LossSource losses = workspace.losses(study.convention());
        RunSize planned = losses.path()
                .complete(params, tokens, trainFlops)
                .orElseThrow(
                        () -> new IllegalArgumentException("a planned run needs params and tokens, or train_flops"));
        List<Checkpoint> visible = Workspace.kept(workspace.observations(study)).stream()
                .filter(row -> row.split() == Split.FIT)
                .map(Observation::checkpoint)
                .toList();
        return LossForecast.of(visible, losses, planned, FitOptions.DEFAULT.seed());
    }

    /** Items on which a run of the study is evaluated where nobody says how many. */
    public int usualItems(StoredFit fit) {
        FittedStudy fitted = workspace.fits().beside(fit);
        return usualItems(fitted.task(), fitted.rows());
    }

    /** The same of rows that belong to no study here. */
    public int usualItems(Task task, Rows rows) {
        return workspace.tasks().items(task, rows);
    }

    /** Accuracy that is asked for where a plan names none. */
    public double usualLevel(Task task) {
        return workspace.tasks().level(task);
    }

    /**
     * The chart of a forecast that was kept, by the rows that are in the study now and by this version; where either says something
     * else than the forecast did, the chart says so. Absent where they give no forecast.
     */
    public Optional<FanChart> chart(StoredForecast forecast, StoredFit fit) {
        PlannedRun plan = forecast.forecast().again();
        Forecaster forecaster = beside(fit);
        Forecast now = forecaster.forecast(plan);
        Optional<FanChart> chart = FanChart.of(forecaster, plan, now);
        if (!sameRows(forecaster.fitted(), fit)) return chart.map(any -> any.with(OTHER_ROWS));
        boolean agrees = now.accuracy().equals(forecast.forecast().accuracy());
        return agrees ? chart : chart.map(any -> any.with(OTHER_VERSION));
    }

    /** Id of the job that changes the assumptions of a forecast, by this version of the program. */
    public static String idOfTornado(StoredForecast forecast) {
        return Job.idOf(Job.Kind.TORNADO, Version.CURRENT, forecast.id());
    }

    /** Which assumption moves a forecast most; absent until the job of that is done. */
    public Optional<SensitivityTornado> tornado(StoredForecast forecast) {
        return database.jobs().result(idOfTornado(forecast)).map(text -> Json.read(text, SensitivityTornado.class));
    }

    /** Two families on one task: which of them has the ability first. */
    public FamilyComparison against(Study study, Study other) {
        return FamilyComparison.of(entrant(study), entrant(other), usualLevel(study.task()));
    }

    private FamilyComparison.Entrant entrant(Study study) {
        return new FamilyComparison.Entrant(
                study.name(), workspace.fits().beside(workspace.fits().current(study)));
    }
}
