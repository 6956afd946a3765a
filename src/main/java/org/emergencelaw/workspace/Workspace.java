package org.emergencelaw.workspace;

import io.javalin.http.ConflictResponse;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;

/** What a person does with a study, whether by page or by API: make it, fit, forecast, compare; {@link ObservationImport} submits. */
public final class Workspace {

    /** Fits of which is remembered what takes long to make, about a tenth of a megabyte each. */
    private static final int REMEMBERED = 16;

    private final Database database;
    private final Clock clock;
    private final PublishedLossLaws lossLaws;
    private final ObservationImport intake;
    /** By the id of the fit. */
    private final Map<String, DiagnosticReport> reports = remembering();

    private final Map<String, Optional<NextMeasurement>> nextMeasurements = remembering();

    /** Without published loss laws. */
    public Workspace(Database database, Clock clock) {
        this(database, clock, new PublishedLossLaws(List.of()));
    }

    public Workspace(Database database, Clock clock, PublishedLossLaws lossLaws) {
        this.database = database;
        this.clock = clock;
        this.lossLaws = lossLaws;
        intake = new ObservationImport(this);
    }

    private static <V> Map<String, V> remembering() {
        return Collections.synchronizedMap(new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        });
    }

    public PublishedLossLaws lossLaws() {
        return lossLaws;
    }

    /** What a study may state of itself; params count as its published law has it where nothing is said. */
    public ComputeConvention convention(
            OptionalDouble flopsPerParamToken, Optional<ParamCount> count, Optional<String> lossLaw) {
        ComputeConvention convention = new ComputeConvention(
                flopsPerParamToken.orElse(ComputeConvention.DEFAULT.flopsPerParamToken()),
                count.or(() -> lossLaw.map(name -> lossLaws.require(name).paramCount()))
                        .orElse(ComputeConvention.DEFAULT.paramCount()),
                lossLaw);
        basis(convention);
        return convention;
    }

    /** @throws IllegalArgumentException if the published law is unknown, or counts params otherwise */
    private LossSource basis(ComputeConvention convention) {
        return LossSource.of(
                convention,
                convention
                        .lossLaw()
                        .map(lossLaws::require)
                        .map(law -> new LossSource.Published(law.name(), law.law(), law.paramCount())));
    }

    public Database database() {
        return database;
    }

    /** Where observations come in. */
    public ObservationImport intake() {
        return intake;
    }

    /** @throws ConflictResponse if the id is taken */
    public Study create(Optional<String> id, String name, Task task, String family) {
        return create(id, name, task, family, ComputeConvention.DEFAULT);
    }

    /** @throws ConflictResponse if the id is taken */
    public Study create(Optional<String> id, String name, Task task, String family, ComputeConvention convention) {
        Study study = new Study(id.orElseGet(() -> slug(name)), name, task, family, clock.instant(), convention);
        if (!database.studies().add(study)) {
            if (id.isPresent()) throw new ConflictResponse("a study with the id " + study.id() + " exists already");
            String other = study.id() + "-" + UUID.randomUUID().toString().substring(0, 8);
            return create(Optional.of(other), name, task, family, convention);
        }
        return study;
    }

    private static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (slug.isEmpty()) return "study";
        return slug.substring(0, Math.min(60, slug.length())).replaceAll("-$", "");
    }

    public Study study(String id) {
        return database.studies()
                .find(id)
                .orElseThrow(() -> new NotFoundResponse("there is no study with the id " + id));
    }

    public List<Observation> observations(Study study) {
        return database.observations().of(study.id());
    }

    /** The rows that are in a study now, as every fit, rival and backtest sees them. */
    public StudyRows rows(Study study) {
        return rows(study, observations(study));
    }

    /** @param submitted what is in the study now */
    StudyRows rows(Study study, List<Observation> submitted) {
        return StudyRows.of(study.task(), submitted, basis(study.convention()), ObservationCsv.sha256(submitted));
    }

    /** Takes a model out of what later imports know; rows that were imported keep what they have. */
    public void forget(KnownModel model) {
        if (!database.models().delete(model.model(), model.revision()))
            throw new NotFoundResponse("there is no known model " + model.label());
    }

    public FitStore.Kept fit(Study study, FitOptions options) {
        return kept(fitted(study, options));
    }

    /** A fit of what is in the study now, not kept yet. */
    public FitStore.Kept fitted(Study study, FitOptions options) {
        return fitted(study, rows(study), options);
    }

    private FitStore.Kept kept(FitStore.Kept made) {
        database.fits().add(made);
        return made;
    }

    private FitStore.Kept fitted(Study study, StudyRows rows, FitOptions options) {
        FittedStudy made = EmergenceFitter.fit(rows, options);
        return new FitStore.Kept(UUID.randomUUID().toString(), study.id(), clock.instant(), made.fitted());
    }

    public FitStore.Kept fit(String id) {
        return database.fits().find(id).orElseThrow(() -> new NotFoundResponse("there is no fit with the id " + id));
    }

    /** The newest fit of what is in the study now; fits with the defaults where there is none. */
    public FitStore.Kept currentFit(Study study) {
        return currentFit(study, rows(study));
    }

    /** @param rows what is in the study now */
    public FitStore.Kept currentFit(Study study, StudyRows rows) {
        return database.fits()
                .latest(study.id())
                .filter(kept -> saw(kept, rows))
                .orElseGet(() -> kept(fitted(study, rows, FitOptions.DEFAULT)));
    }

    private static boolean saw(FitStore.Kept fit, StudyRows rows) {
        return fit.fitted().fit().inputSha256().equals(rows.rows().inputSha256());
    }

    /** A fit beside rows of its study, which it need not have seen. */
    public static FittedStudy beside(FitStore.Kept fit, StudyRows rows) {
        return new FittedStudy(rows, FitOptions.of(fit.fitted().fit()), fit.fitted());
    }

    /**
     * A fit with the rows that it saw.
     *
     * @throws ConflictResponse if the study has other rows now: what is said of the fit must not rest on them
     */
    public FittedStudy fittedStudy(FitStore.Kept fit) {
        StudyRows now = rows(study(fit.studyId()));
        if (!saw(fit, now))
            throw new ConflictResponse("the rows of study " + fit.studyId() + " have changed since the fit " + fit.id()
                    + " was made: fit again, and ask of that fit. Held-out rows never enter a fit, so where only they"
                    + " were added the new fit says the same.");
        return beside(fit, now);
    }

    /** For the chart of a kept forecast: the study's rows as they are now set its range, and nothing else. */
    public Forecaster forecaster(FitStore.Kept fit) {
        return new Forecaster(beside(fit, rows(study(fit.studyId()))));
    }

    /** Made when first asked for; the last few are remembered. */
    public DiagnosticReport diagnose(FitStore.Kept fit) {
        FittedStudy fitted = fittedStudy(fit);
        DiagnosticReport known = reports.get(fit.id());
        if (known != null) return known;
        DiagnosticReport made = DiagnosticReport.of(fitted);
        reports.put(fit.id(), made);
        return made;
    }

    /**
     * What would narrow a fit most. Made when first asked for; the last few are remembered.
     *
     * @param fitted the fit with the rows that it saw
     */
    public Optional<NextMeasurement> nextMeasurement(FitStore.Kept fit, FittedStudy fitted) {
        Optional<NextMeasurement> known = nextMeasurements.get(fit.id());
        if (known != null) return known;
        Optional<NextMeasurement> made = NextMeasurement.of(fitted);
        nextMeasurements.put(fit.id(), made);
        return made;
    }

    public ForecastStore.Kept forecast(FitStore.Kept fit, PlannedRun plan) {
        ForecastStore.Kept made = forecasted(fit, plan);
        database.forecasts().add(made);
        return made;
    }

    /** A forecast, not kept yet. */
    public ForecastStore.Kept forecasted(FitStore.Kept fit, PlannedRun plan) {
        Forecast forecast = new Forecaster(fittedStudy(fit)).forecast(plan);
        return new ForecastStore.Kept(UUID.randomUUID().toString(), fit.id(), clock.instant(), forecast);
    }

    public ForecastStore.Kept forecast(String id) {
        return database.forecasts()
                .find(id)
                .orElseThrow(() -> new NotFoundResponse("there is no forecast with the id " + id));
    }

    public HeldOutComparison compare(FitStore.Kept fit) {
        return HeldOutComparison.of(fittedStudy(fit));
    }
}
