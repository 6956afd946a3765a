package org.emergencelaw.workspace;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.Version;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.fit.diagnostics.Influence;
import org.emergencelaw.fit.diagnostics.LeaveOneOut;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.NewestFirst.Place;
import org.emergencelaw.workspace.memory.Remembered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits of studies, and what can be asked of a fit: its draws, its diagnostics, what to measure next, held-out models. */
public final class Fits {

    /** About what they take: a draw with its curve and its loss law, a point of a report, an option of a measurement. */
    private static final long BYTES_OF_DRAW = 220, BYTES_OF_REPORT = 300_000, BYTES_OF_MEASUREMENT = 10_000;

    /** Version of a UUID that was made of a name. */
    private static final int OF_NAME = 3;

    private static final String UNREADABLE = "The newest fit cannot be read as it is kept; fit again.";

    private static final Logger LOG = LoggerFactory.getLogger(Fits.class);

    private final Workspace workspace;
    private final Database database;
    private final Clock clock;
    private final Remembered.Shelf<FitStore.Kept, StoredFit> kept;
    private final Remembered.Shelf<String, StoredFit> shown;
    /** By the id of the fit. */
    private final Remembered.Shelf<String, DiagnosticReport> reports;

    private final Remembered.Shelf<String, Optional<NextMeasurement>> nextMeasurements;
    private final Remembered.Shelf<String, HeldOutComparison> comparisons;

    Fits(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.database = workspace.database();
        this.clock = clock;
        Remembered memory = workspace.memory();
        kept = memory.shelf(Fits::bytes);
        shown = memory.shelf(Fits::bytes);
        reports = memory.shelf(report -> BYTES_OF_REPORT);
        nextMeasurements = memory.shelf(next -> BYTES_OF_MEASUREMENT);
        comparisons = memory.shelf(made -> BYTES_OF_MEASUREMENT);
    }

    private static long bytes(StoredFit fit) {
        return BYTES_OF_DRAW * (100 + fit.fitted().draws().size());
    }

    /** A fit of what is in the study now, not kept yet. */
    public StoredFit make(Study study, FitRequest request) {
        return make(study, request, UUID.randomUUID().toString());
    }

    private StoredFit make(Study study, FitRequest request, String id) {
        FittedStudy made = EmergenceFitter.fit(workspace.rows(study), request.options());
        return new StoredFit(id, study.id(), clock.instant(), made.options(), made.fitted());
    }

    /** @throws NotFound if its study was deleted meanwhile */
    public void keep(StoredFit made) {
        workspace.atomically(() -> {
            workspace.study(made.studyId());
            database.fits().add(made);
            return made;
        });
    }

    /** As {@link #keep}, unless somebody else kept the same meanwhile. */
    private void keepOnce(StoredFit made) {
        workspace.atomically(() -> {
            if (database.fits().kept(made.id()).isEmpty()) keep(made);
            return made;
        });
    }

    /**
     * Keeps a fit that was only shown, because something is about to rest on it.
     *
     * @throws NotFound if there is no such fit any more
     */
    void keepShown(String id) {
        if (database.fits().kept(id).isPresent()) return;
        keepOnce(shown(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_FIT, id)));
    }

    private StoredFit read(FitStore.Kept place) {
        return kept.get(
                place,
                () -> database.fits()
                        .find(place.id())
                        .orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_FIT, place.id())));
    }

    private Optional<StoredFit> kept(String id) {
        try {
            return database.fits().kept(id).map(this::read);
        } catch (UncheckedIOException unreadable) {
            throw new Conflict(
                    ProblemCode.FIT_UNREADABLE, "the fit " + id + " cannot be read as it is kept: fit its study again");
        }
    }

    /** A fit of what is in the study now. */
    public StoredFit fit(Study study, FitRequest request) {
        StoredFit made = make(study, request);
        keep(made);
        return made;
    }

    /** @throws NotFound if there is none */
    public StoredFit find(String id) {
        return kept(id).or(() -> shown(id)).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_FIT, id));
    }

    /**
     * The newest fit of what is in the study now. Where there is none, fits with the defaults, and keeps nothing: whoever looks writes
     * nothing. Its id tells what was fitted, so that it is the same when it is made again.
     */
    public StoredFit current(Study study) {
        String now = workspace.revision(study);
        return newest(study)
                .filter(fit -> fit.fitted().fit().inputSha256().equals(now))
                .orElseGet(() -> shown(study, now));
    }

    /** Absent where it cannot be read as it is kept. */
    private Optional<StoredFit> newest(Study study) {
        try {
            return database.fits().newest(study.id()).map(this::read);
        } catch (UncheckedIOException unreadable) {
            LOG.warn("the newest fit of {} cannot be read as it is kept", study.id(), unreadable);
            return Optional.empty();
        }
    }

    private StoredFit shown(Study study, String revision) {
        String id = idOfShown(study, revision);
        return shown.get(id, () -> make(study, FitRequest.DEFAULT, id));
    }

    /** The id that {@link #current} has, without the fit being made. */
    public String currentId(Study study) {
        String now = workspace.revision(study);
        return database.fits().newestOf(study.id(), now).orElseGet(() -> idOfShown(study, now));
    }

    /** As {@link #current}, kept. */
    public StoredFit keptCurrent(Study study) {
        StoredFit fit = current(study);
        if (database.fits().kept(fit.id()).isEmpty()) keepOnce(fit);
        return fit;
    }

    private static String idOfShown(Study study, String revision) {
        return idOf(Version.CURRENT + " " + revision + " " + study);
    }

    private static String idOf(String what) {
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * A fit that was shown and not kept, by this service, by another of the same database, or in an earlier life: its id tells of which
     * rows, so it is made again. Absent where no study is any more what it was of.
     */
    private Optional<StoredFit> shown(String id) {
        Optional<StoredFit> known = shown.find(id);
        if (known.isPresent() || !tellsOfRows(id)) return known;
        return database.studies().list("", Integer.MAX_VALUE).stream()
                .filter(study -> idOfShown(study, workspace.revision(study)).equals(id))
                .findFirst()
                .map(study -> shown(study, workspace.revision(study)));
    }

    /** As {@link #idOfShown}, and not a random one. */
    private static boolean tellsOfRows(String id) {
        try {
            return UUID.fromString(id).version() == OF_NAME;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** Fits, only those with one verdict where it is asked for. */
    public Listed<FitAnswer.Item> list(Listed.Asked page, Optional<Verdict> verdict) {
        return Listed.newest(
                        page.only(verdict.map(DisplayNames::key)),
                        database.fits()::list,
                        fit -> new Place(fit.createdAt(), fit.id()))
                .map(FitAnswer.Item::of);
    }

    /** A study in a list, where a fit that cannot be read must not be the end of all others. */
    public Workspace.Summary summary(Study study) {
        int rows = workspace.count(study);
        try {
            Optional<EmergenceFit> fit = database.fits().latestWithoutDraws(study.id());
            return new Workspace.Summary(study, rows, fit.map(EmergenceFit::verdict), fit.map(EmergenceFit::summary));
        } catch (UncheckedIOException unreadable) {
            return new Workspace.Summary(study, rows, Optional.empty(), Optional.of(UNREADABLE));
        }
    }

    /** A fit beside the rows that are in its study now, which it need not have seen. */
    public FittedStudy beside(StoredFit fit) {
        return beside(fit, workspace.rows(workspace.study(fit.studyId())));
    }

    /** The same beside other rows of its study. */
    public static FittedStudy beside(StoredFit fit, StudyRows rows) {
        return new FittedStudy(rows, fit.options(), fit.fitted());
    }

    /**
     * A fit with the rows that it saw.
     *
     * @throws Conflict if the study has other rows now: what is said of the fit must not rest on them
     */
    FittedStudy fittedStudy(StoredFit fit) {
        FittedStudy now = beside(fit);
        if (!now.rows().inputSha256().equals(fit.fitted().fit().inputSha256()))
            throw new Conflict(
                    ProblemCode.ROWS_CHANGED,
                    "the rows of study " + fit.studyId() + " have changed since the fit " + fit.id()
                            + " was made: fit again, and ask of that fit. Held-out rows never enter a fit, so where only they"
                            + " were added the new fit says the same.");
        return now;
    }

    /**
     * Made when first asked for, and remembered; of many rows without its influence, which is a {@linkplain BacktestQueue#influence job},
     * until that is done.
     */
    public DiagnosticReport diagnose(StoredFit fit) {
        FittedStudy fitted = fittedStudy(fit);
        if (LeaveOneOut.quick(fitted)) return reports.get(fit.id(), () -> DiagnosticReport.of(fitted));
        DiagnosticReport quick = reports.get(fit.id(), () -> DiagnosticReport.withoutInfluence(fitted));
        return database.jobs()
                .result(idOfInfluence(fit))
                .map(text -> quick.withInfluence(List.of(Json.read(text, Influence[].class))))
                .orElse(quick);
    }

    /** Whether its diagnostics wait for a job. */
    public boolean influencePending(StoredFit fit) {
        return !LeaveOneOut.quick(fittedStudy(fit))
                && database.jobs().result(idOfInfluence(fit)).isEmpty();
    }

    /** Id of the job that leaves something out of a fit, by this version of the program. */
    static String idOfInfluence(StoredFit fit) {
        return idOf("influence " + Version.CURRENT + " " + fit.id());
    }

    /**
     * What would narrow a fit most; absent where there is no posterior to reason from. Made when first asked for, and remembered.
     */
    public Optional<NextMeasurement> nextMeasurement(StoredFit fit) {
        FittedStudy fitted = fittedStudy(fit);
        return nextMeasurements.get(
                fit.id(),
                () -> NextMeasurement.of(
                        fitted,
                        workspace.tasks().level(fitted.task()),
                        workspace.forecasts().forecaster(fit).combined()));
    }

    /** The prediction of a fit beside the models that were held out of it. */
    public HeldOutComparison compare(StoredFit fit) {
        Forecaster forecaster = workspace.forecasts().forecaster(fit);
        return comparisons.get(fit.id(), () -> HeldOutComparison.of(forecaster));
    }

    /** The same by the rows that are in the study now, where they are no longer those of the fit. */
    public HeldOutComparison compareBeside(StoredFit fit) {
        Forecaster now = workspace.forecasts().beside(fit);
        boolean same =
                now.fitted().rows().inputSha256().equals(fit.fitted().fit().inputSha256());
        return same ? compare(fit) : HeldOutComparison.of(now);
    }

    /** @param error why a chain is not to be relied on; then the fit is its estimate */
    public record ByMethod(Method method, EmergenceFit fit, Optional<String> error) {}

    /** The same rows by every method, with the law, shift and seed of the study's current fit; nothing of it is kept. */
    public List<ByMethod> byMethod(Study study) {
        FittedStudy current = fittedStudy(current(study));
        return Arrays.stream(Method.values())
                .map(method -> byMethod(current.study(), current.options().withMethod(method)))
                .toList();
    }

    private static ByMethod byMethod(StudyRows rows, FitOptions options) {
        try {
            EmergenceFit fit = EmergenceFitter.fit(rows, options).fit();
            return new ByMethod(options.method(), fit, Optional.empty());
        } catch (UnconvergedException unconverged) {
            return new ByMethod(
                    options.method(), unconverged.estimate(), Optional.of(String.valueOf(unconverged.getMessage())));
        }
    }
}
