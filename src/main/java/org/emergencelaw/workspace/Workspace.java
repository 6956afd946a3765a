package org.emergencelaw.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Study;
import org.emergencelaw.spill.RowSequence;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.emergencelaw.workspace.memory.Remembered;

/**
 * What a person does, whether by page, by API or by command: what a study holds, and what is known of models, here; {@link Studies} are
 * made and listed, their rows come in by
 * {@link #imports()}, {@link Fits} fit them, {@link FitReports} tell of fits, {@link Forecasts} forecast, and the
 * {@link ForecastLedger} locks.
 */
public final class Workspace implements AutoCloseable {

    /** One over this of the heap is for what is remembered; about 1.5 MB a fit with its forecaster. */
    private static final int MEMORY_SHARE = 12;

    private static final long BYTES_OF_ROW = 800;

    /** Bytes of heap for each row of a study of which something is computed: 100,000 rows in the heap of the launcher. */
    private static final long HEAP_OF_ROW = 1_900;

    /** Rows that are not worth counting. */
    private static final int FEW_ROWS = 2_000;

    private final Database database;
    private final TaskCatalogue tasks;
    private final PublishedLossLaws lossLaws;
    private final Clock clock;
    private final int maxRows;
    private final int mostComputed;
    private final HeapBudget heap = HeapBudget.ofHeap();
    /** Fits, their rows and forecasters: what pages and answers are made of. */
    private final Remembered memory = Remembered.ofHeap(MEMORY_SHARE);

    private final Remembered.Shelf<StudyAt, SavedRows> saved =
            memory.shelf(rows -> BYTES_OF_ROW * rows.submitted().size());
    private final Studies studies;
    private final ObservationImport imports;
    private final Fits fits;
    private final FitReports reports;
    private final Forecasts forecasts;
    private final ForecastLedger ledger;

    /** @param database closed with this */
    public Workspace(Database database, TaskCatalogue tasks, PublishedLossLaws lossLaws, Clock clock) {
        this(database, tasks, lossLaws, clock, ImportRules.DEFAULT_MAX_ROWS);
    }

    /** @param maxRows most observations of one study */
    public Workspace(Database database, TaskCatalogue tasks, PublishedLossLaws lossLaws, Clock clock, int maxRows) {
        this(
                database,
                tasks,
                lossLaws,
                clock,
                maxRows,
                mostComputed(Runtime.getRuntime().maxMemory()));
    }

    /** @param mostComputed most observations of a study of which something is computed */
    Workspace(
            Database database,
            TaskCatalogue tasks,
            PublishedLossLaws lossLaws,
            Clock clock,
            int maxRows,
            int mostComputed) {
        this.database = database;
        this.maxRows = maxRows;
        this.mostComputed = mostComputed;
        this.tasks = tasks;
        this.lossLaws = lossLaws;
        this.clock = clock;
        studies = new Studies(this, clock);
        imports = new ObservationImport(this);
        fits = new Fits(this, clock);
        reports = new FitReports(this);
        forecasts = new Forecasts(this, clock);
        ledger = new ForecastLedger(this, clock);
        if (database.upgraded()) adopt();
    }

    /**
     * What came from an earlier version may lack the digest of its rows: from now on only other programs leave a study without. Nor
     * does it say since when its answers to repeated requests hold.
     */
    private void adopt() {
        database.idempotency().adopt(clock.instant());
        for (Study study : database.studies().list("", Integer.MAX_VALUE))
            if (database.studies().revision(study.id()).isEmpty()) revise(study);
    }

    /** Opens or creates a database, a file or {@code jdbc:postgresql:...}; nothing runs in the background until a queue of jobs is started. */
    public static Workspace open(String database, TaskCatalogue tasks, PublishedLossLaws lossLaws, Clock clock) {
        return new Workspace(Database.open(database), tasks, lossLaws, clock);
    }

    /** As the settings say it; nothing runs in the background until a queue of jobs is started. */
    public static Workspace open(ServiceConfig settings, TaskCatalogue tasks, Clock clock) throws IOException {
        PublishedLossLaws lossLaws = PublishedLossLaws.of(settings);
        Database database = Database.open(settings.database());
        return new Workspace(
                database, tasks, lossLaws, clock, settings.maxRows().orElseThrow());
    }

    /** Most observations of one study. */
    public int maxRows() {
        return maxRows;
    }

    public TaskCatalogue tasks() {
        return tasks;
    }

    public PublishedLossLaws lossLaws() {
        return lossLaws;
    }

    /** Made, listed, deleted. */
    public Studies studies() {
        return studies;
    }

    /** Where observations come in. */
    public ObservationImport imports() {
        return imports;
    }

    public Fits fits() {
        return fits;
    }

    public FitReports reports() {
        return reports;
    }

    public Forecasts forecasts() {
        return forecasts;
    }

    public ForecastLedger ledger() {
        return ledger;
    }

    /** Who may do what. */
    public AccessTokens access() {
        return new AccessTokens(database, clock);
    }

    /** For the rooms of the workspace; pages and commands know nothing of stores. */
    public Database database() {
        return database;
    }

    /** What requests and jobs hold while they are worked on. */
    public HeapBudget heap() {
        return heap;
    }

    /** For what is costly to compute. */
    Remembered memory() {
        return memory;
    }

    /** Another number after whatever is written to the database, by whomever: what was read before holds until then. */
    public long version() {
        return database.version();
    }

    /** The database file; absent where the database is a server's, which several services may share. */
    public Optional<Path> file() {
        return database.file();
    }

    /** What the database takes on the disk. */
    public long bytes() {
        return database.bytes();
    }

    /** Whether the database answers, and has room for what is written. */
    public boolean ready() {
        return database.ready();
    }

    /** Runs writes so that all of them are kept, or none. */
    public <T> T atomically(Supplier<T> writes) {
        return database.atomically(writes);
    }

    /** @throws NotFound if there is none */
    public Study study(String id) {
        return find(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_STUDY, id));
    }

    public Optional<Study> find(String id) {
        return database.studies().find(id);
    }

    /**
     * Rows of a study of which something is computed, all at once.
     *
     * @throws Conflict if they are more than memory is for
     * @throws Unavailable if others hold the memory that they need
     */
    public List<Observation> observations(Study study) {
        int rows = count(study);
        if (rows > mostComputed)
            throw new Conflict(
                    ProblemCode.TOO_MANY_ROWS,
                    "the study has " + rows + " rows, and something can be computed of at most " + mostComputed
                            + " (" + HEAP_OF_ROW + " bytes of heap each); its rows can be exported, replaced and"
                            + " deleted");
        if (rows > FEW_ROWS && !heap.hold(study.id(), HEAP_OF_ROW * rows)) throw Unavailable.noMemory();
        return database.observations().of(study.id());
    }

    private static int mostComputed(long heap) {
        return (int) Math.min(Integer.MAX_VALUE, heap / HEAP_OF_ROW);
    }

    /** The rows of a study one by one, however many there are. */
    public RowSequence stored(Study study) {
        return database.observations().sequence(study.id());
    }

    public int count(Study study) {
        return database.observations().count(study.id());
    }

    /** SHA-256 of a study's rows as tidy CSV: what results say they rest on. */
    public String revision(Study study) {
        return database.studies().revision(study.id()).orElseGet(() -> ObservationCsv.sha256(stored(study)));
    }

    /** Computes the revision of the rows as they are, and keeps it with them. */
    String revise(Study study) {
        return database.atomically(() -> {
            String revision = ObservationCsv.sha256(stored(study));
            database.studies().setRevision(study.id(), revision);
            return revision;
        });
    }

    /**
     * What is in a study now.
     *
     * @param submitted as it came
     * @param study as every fit, rival and backtest sees it
     */
    record SavedRows(List<Observation> submitted, StudyRows study) {
        String sha256() {
            return study.rows().inputSha256();
        }
    }

    /** Rows that are not excluded. */
    public static List<Observation> kept(List<Observation> rows) {
        return rows.stream().filter(row -> !row.excluded()).toList();
    }

    /** A study as it is named and counted, with the digest of its rows. */
    private record StudyAt(Study study, String revision) {}

    /** The rows and their digest; read once more where they change between the two questions. */
    SavedRows saved(Study study) {
        while (true) {
            StudyAt before = new StudyAt(study, revision(study));
            Optional<SavedRows> known = saved.find(before);
            if (known.isPresent()) return known.get();
            List<Observation> submitted = observations(study);
            if (!revision(study).equals(before.revision)) continue;
            SavedRows read = new SavedRows(
                    submitted,
                    StudyRows.of(study.task(), kept(submitted), losses(study.convention()), before.revision));
            saved.put(before, read);
            return read;
        }
    }

    /** The rows that are in a study now, as every fit, rival and backtest sees them. */
    public StudyRows rows(Study study) {
        return saved(study).study();
    }

    /** How many rows are in a study of which nothing is computed. */
    public int excluded(Study study) {
        return database.observations().count(study.id(), Split.EXCLUDED);
    }

    /** The first rows of a study as fits saw them when there were no others. */
    public StudyRows rows(Study study, List<Observation> first) {
        return StudyRows.of(study.task(), kept(first), losses(study.convention()), ObservationCsv.sha256(first));
    }

    /** @throws IllegalArgumentException if the published law is unknown, or counts params otherwise */
    public LossSource losses(ComputeConvention convention) {
        return LossSource.of(
                convention,
                convention
                        .lossLaw()
                        .map(lossLaws::require)
                        .map(law -> new LossSource.Published(law.name(), law.law(), law.paramCount())));
    }

    /**
     * The few-shot rows of a study under every measure.
     *
     * @param shots where others than the study's own are to be shown
     */
    public StudyMetrics metrics(String studyId, OptionalInt shots) {
        Study study = study(studyId);
        return StudyMetrics.of(study, rows(study), shots);
    }

    /** Models of which is known what evaluation results do not say. */
    public List<KnownModel> models() {
        return database.models().all();
    }

    /** Adds models; one that is known already is replaced. */
    public void learn(Collection<KnownModel> models) {
        database.models().put(models);
    }

    /** Takes a model out of what later imports know; rows that were imported keep what they have. */
    public void forget(KnownModel model) {
        if (!database.models().delete(model.model(), model.revision()))
            throw new NotFound(ProblemCode.NO_SUCH_MODEL, "there is no known model " + model.label());
    }

    @Override
    public void close() {
        database.close();
    }
}
