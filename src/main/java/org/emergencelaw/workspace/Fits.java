package org.emergencelaw.workspace;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.NewestFirst.Place;
import org.emergencelaw.workspace.memory.Remembered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits of studies: made, kept, shown, found and listed; what else is asked of a fit is told by {@link FitReports}. */
public final class Fits {

    /** About what a draw takes with its curve and its loss law. */
    private static final long BYTES_OF_DRAW = 220;

    /** Version of a UUID that was made of a name. */
    private static final int OF_NAME = 3;

    private static final String UNREADABLE = "The newest fit cannot be read as it is kept; fit again.";

    private static final Logger LOG = LoggerFactory.getLogger(Fits.class);

    private final Workspace workspace;
    private final Database database;
    private final Clock clock;
    private final Remembered.Shelf<FitStore.Kept, StoredFit> kept;
    private final Remembered.Shelf<String, StoredFit> shown;

    Fits(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.database = workspace.database();
        this.clock = clock;
        Remembered memory = workspace.memory();
        kept = memory.shelf(Fits::bytes);
        shown = memory.shelf(Fits::bytes);
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

    /** Whether {@link #current} is there already. */
    public boolean there(Study study) {
        String id = currentId(study);
        return database.fits().kept(id).isPresent() || shown.find(id).isPresent();
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

    /** How many are kept. */
    public long count() {
        return database.fits().count();
    }

    /** Studies in a list, where a fit that cannot be read must not be the end of all others. */
    public List<Studies.Summary> summaries(List<Study> studies) {
        List<String> ids = studies.stream().map(Study::id).toList();
        Map<String, Integer> rows = database.observations().counts(ids);
        Map<String, FitStore.Line> newest = database.fits().newestOf(ids);
        return studies.stream()
                .map(study -> {
                    Optional<FitStore.Line> fit = Optional.ofNullable(newest.get(study.id()));
                    return new Studies.Summary(
                            study,
                            rows.getOrDefault(study.id(), 0),
                            fit.flatMap(FitStore.Line::verdict),
                            fit.map(line -> line.verdict()
                                    .flatMap(any -> line.summary())
                                    .orElse(UNREADABLE)));
                })
                .toList();
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
    public FittedStudy fittedStudy(StoredFit fit) {
        FittedStudy now = beside(fit);
        if (!now.rows().inputSha256().equals(fit.fitted().fit().inputSha256()))
            throw new Conflict(
                    ProblemCode.ROWS_CHANGED,
                    "the rows of study " + fit.studyId() + " have changed since the fit " + fit.id()
                            + " was made: fit again, and ask of that fit. Held-out rows never enter a fit, so where only they"
                            + " were added the new fit says the same.");
        return now;
    }
}
