package org.emergencelaw.workspace;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.NewestFirst.Place;

/** Fits of studies, and what can be asked of a fit: its draws, its diagnostics, what to measure next, held-out models. */
public final class Fits {

    /** Fits of which is remembered what takes long to make, about a tenth of a megabyte each. */
    private static final int REMEMBERED = 16;

    private final Workspace workspace;
    private final Database database;
    private final Clock clock;
    /** Fits that were shown and not kept. */
    private static final int SHOWN = 32;

    /** Version of a UUID that was made of a name. */
    private static final int OF_NAME = 3;

    private static final String UNREADABLE = "The newest fit cannot be read as it is kept; fit again.";

    /** By the id of the fit. */
    private final Map<String, DiagnosticReport> reports = remembering();

    private final Map<String, Optional<NextMeasurement>> nextMeasurements = remembering();
    private final Map<String, HeldOutComparison> comparisons = remembering();
    private final Map<String, StoredFit> shown = remembering(SHOWN);

    Fits(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.database = workspace.database();
        this.clock = clock;
    }

    static <V> Map<String, V> remembering() {
        return remembering(REMEMBERED);
    }

    private static <V> Map<String, V> remembering(int most) {
        return Collections.synchronizedMap(new LinkedHashMap<>(most, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        });
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
            if (!database.fits().has(made.id())) keep(made);
            return made;
        });
    }

    /**
     * Keeps a fit that was only shown, because something is about to rest on it.
     *
     * @throws NotFound if there is no such fit any more
     */
    void keepShown(String id) {
        if (database.fits().has(id)) return;
        keepOnce(shown(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_FIT, id)));
    }

    private Optional<StoredFit> kept(String id) {
        try {
            return database.fits().find(id);
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

    /** A fit that was shown, here or by another service of the same database: its id tells of which rows, so it can be made again. */
    private Optional<StoredFit> shown(String id) {
        StoredFit here = shown.get(id);
        if (here != null) return Optional.of(here);
        if (!tellsOfRows(id)) return Optional.empty();
        for (Study study : database.studies().list("", Integer.MAX_VALUE)) {
            String revision = workspace.revision(study);
            if (shownId(study, revision).equals(id)) return Optional.of(shown(study, revision));
        }
        return Optional.empty();
    }

    /** As {@link #shownId}, and not a random one. */
    private static boolean tellsOfRows(String id) {
        try {
            return UUID.fromString(id).version() == OF_NAME;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /**
     * The newest fit of what is in the study now. Where there is none, fits with the defaults, and keeps nothing: whoever looks writes
     * nothing. Its id tells what was fitted, so that it is the same when it is made again.
     */
    public StoredFit current(Study study) {
        String now = workspace.revision(study);
        return database.fits()
                .latest(study.id())
                .filter(fit -> fit.fitted().fit().inputSha256().equals(now))
                .orElseGet(() -> shown(study, now));
    }

    /** The id that {@link #current} has, without the fit being made. */
    public String currentId(Study study) {
        String now = workspace.revision(study);
        return database.fits().newestOf(study.id(), now).orElseGet(() -> shownId(study, now));
    }

    /** The same fit, kept. */
    public StoredFit keptCurrent(Study study) {
        StoredFit fit = current(study);
        if (!database.fits().has(fit.id())) keepOnce(fit);
        return fit;
    }

    private static String shownId(Study study, String revision) {
        byte[] what = (Version.CURRENT + " " + revision + " " + study).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(what).toString();
    }

    private StoredFit shown(Study study, String revision) {
        String id = shownId(study, revision);
        StoredFit known = shown.get(id);
        if (known != null) return known;
        StoredFit made = make(study, FitRequest.DEFAULT, id);
        shown.put(id, made);
        return made;
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

    /** Made when first asked for; the last few are remembered. */
    public DiagnosticReport diagnose(StoredFit fit) {
        FittedStudy fitted = fittedStudy(fit);
        DiagnosticReport known = reports.get(fit.id());
        if (known != null) return known;
        DiagnosticReport made = DiagnosticReport.of(fitted);
        reports.put(fit.id(), made);
        return made;
    }

    /**
     * What would narrow a fit most; absent where there is no posterior to reason from. Made when first asked for; the last few are
     * remembered.
     */
    public Optional<NextMeasurement> nextMeasurement(StoredFit fit) {
        FittedStudy fitted = fittedStudy(fit);
        Optional<NextMeasurement> known = nextMeasurements.get(fit.id());
        if (known != null) return known;
        Optional<NextMeasurement> made =
                NextMeasurement.of(fitted, workspace.tasks().level(fitted.task()));
        nextMeasurements.put(fit.id(), made);
        return made;
    }

    /** The prediction of a fit beside the models that were held out of it. */
    public HeldOutComparison compare(StoredFit fit) {
        Forecaster forecaster = workspace.forecasts().forecaster(fit);
        HeldOutComparison known = comparisons.get(fit.id());
        if (known != null) return known;
        HeldOutComparison made = HeldOutComparison.of(forecaster);
        comparisons.put(fit.id(), made);
        return made;
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
