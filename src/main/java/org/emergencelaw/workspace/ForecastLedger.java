package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.ledger.LockedRun;
import org.emergencelaw.ledger.Outcome;
import org.emergencelaw.ledger.ResolvedOutcome;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.LedgerStore;
import org.jspecify.annotations.Nullable;

/** What a person does with the ledger: lock a forecast, resolve it by results, withdraw, dispute, remark; and read all of it. */
public final class ForecastLedger {

    private static final int BATCH = 1_000;

    private final Workspace workspace;
    private final LedgerStore store;
    private final Clock clock;
    private final LockFreezer freezer;
    private @Nullable LedgerScores scores;

    ForecastLedger(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.store = workspace.database().ledger();
        this.clock = clock;
        this.freezer = new LockFreezer(workspace);
    }

    /** A body that is ready to be written, with the rows that it names and who writes it, where that is known. */
    public record Prepared(
            Kind kind, String forecastId, Object body, Optional<LedgerStore.Rows> rows, Optional<String> by) {

        Prepared(Kind kind, String forecastId, Object body, Optional<LedgerStore.Rows> rows) {
            this(kind, forecastId, body, rows, Optional.empty());
        }

        /** @param who name of a token */
        public Prepared by(Optional<String> who) {
            return new Prepared(kind, forecastId, body, rows, who);
        }
    }

    /** Results as they were read, and what the rule makes of them; absent where a row is faulty. */
    public record Judged(ImportResult read, Optional<Prepared> outcome) {}

    /**
     * A locked forecast with all its entries.
     *
     * @param now by which it is overdue or not
     * @param outcome the one that counts
     * @param scoredProbability of the claim on the items of the outcome, by which it is scored; absent where it is not
     * @param itemsCaveat what a reader of that has to know; left out where there is nothing
     * @param rivalsCaveat what a reader of its rivals has to know; left out where there is nothing
     */
    public record Entry(
            LedgerSummary standing,
            Instant now,
            LockedForecast lock,
            Optional<ResolvedOutcome> outcome,
            List<Event> entries,
            OptionalDouble scoredProbability,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> itemsCaveat,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> rivalsCaveat) {}

    /**
     * One entry of a locked forecast.
     *
     * @param by name of the token by which it was written; left out where nobody had to say who they are
     * @param words what it says
     * @param line as exported, to be verified on its own
     */
    public record Event(
            long sequence,
            Instant at,
            Kind kind,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> by,
            String sha256,
            String words,

            @JsonRawValue @JsonDeserialize(using = CanonicalLine.class)
            String line) {}

    /**
     * A model that is the planned run of a locked forecast.
     *
     * @param otherName whether it is by its size, the forecast having named another
     */
    public record RunSeen(String model, String forecastId, boolean otherName) {}

    /** A page of locked forecasts, and how many there are on all pages. */
    public record Page(List<LedgerSummary> items, Optional<String> nextCursor, int total) {}

    /**
     * The chain as a whole.
     *
     * @param headSha256 digest of its last entry
     */
    public record Chain(long entries, Optional<String> headSha256) {}

    public Instant now() {
        return clock.instant();
    }

    /** Never before the last entry: a clock that runs backwards brings no deadline back. */
    private Instant latest() {
        Instant now = now();
        return store.head().map(LedgerEntry::at).filter(at -> at.isAfter(now)).orElse(now);
    }

    public Chain chain() {
        Optional<LedgerEntry> head = store.head();
        return new Chain(head.map(LedgerEntry::sequence).orElse(0L), head.map(LedgerEntry::sha256));
    }

    /** Computed again when the chain has grown. */
    public synchronized LedgerScores scores() {
        Chain chain = chain();
        if (scores == null || !scores.headSha256().equals(chain.headSha256()))
            scores = LedgerScores.of(chain, store, workspace.database().suites().locks());
        return scores;
    }

    public Page list(LedgerQuery query) {
        List<LedgerSummary> items = store.list(query);
        int total = store.count(query), next = query.offset() + items.size();
        return new Page(items, next < total ? Optional.of(Integer.toString(next)) : Optional.empty(), total);
    }

    /** Passes over all pages of a query. */
    public void all(LedgerQuery query, Consumer<LedgerSummary> each) {
        List<LedgerSummary> items;
        int offset = 0;
        do {
            items = store.list(query.page(BATCH, offset));
            items.forEach(each);
            offset += items.size();
        } while (items.size() == BATCH);
    }

    /** Which of the checkpoints are planned runs of locked forecasts of the study's task and family. */
    public List<RunSeen> runsAmong(Study study, List<Checkpoint> checkpoints) {
        List<RunSeen> seen = new ArrayList<>();
        if (checkpoints.isEmpty()) return seen;
        all(LedgerQuery.of(study.task().name(), study.family()), line -> {
            LockedRun run = lockOf(line.forecastId()).run();
            for (Checkpoint checkpoint : checkpoints) {
                boolean otherName = run.underOtherName(checkpoint);
                if (otherName || run.mismatch(checkpoint).isEmpty())
                    seen.add(new RunSeen(checkpoint.model(), line.forecastId(), otherName));
            }
        });
        return seen;
    }

    /** Every entry of the chain, one a line; there is no filter, for a chain with gaps proves nothing. */
    public void export(Writer out) throws IOException {
        try {
            store.read(entry -> {
                try {
                    out.write(entry.line() + "\n");
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
        } catch (UncheckedIOException broken) {
            throw new IOException("the chain cannot be written", broken.getCause());
        }
        out.flush();
    }

    /** Digest of the entry with a number. */
    public String digest(long sequence) {
        return store.digest(sequence);
    }

    public ChainVerification verify() {
        return store.verify();
    }

    /**
     * Rows that an entry names, as tidy CSV.
     *
     * @throws NotFound if no entry does
     */
    public String rows(String sha256) {
        return store.rows(sha256)
                .orElseThrow(() ->
                        new NotFound(ProblemCode.NO_SUCH_ROW, "the ledger has no rows with the SHA-256 " + sha256));
    }

    /** Where a forecast stands; absent where it is not locked. */
    public Optional<LedgerSummary> find(String forecastId) {
        return store.find(forecastId);
    }

    /** @throws NotFound if it is not locked */
    public Entry entry(String forecastId) {
        LedgerSummary standing =
                find(forecastId).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_LOCKED_FORECAST, forecastId));
        List<LedgerEntry> entries = store.of(forecastId);
        Optional<ResolvedOutcome> outcome = standing.state() == LedgerStanding.State.OPEN
                ? Optional.empty()
                : entries.stream()
                        .filter(entry -> entry.kind() == Kind.OUTCOME)
                        .reduce((first, later) -> later)
                        .map(entry -> store.body(entry, ResolvedOutcome.class));
        LockedForecast lock = store.body(entries.get(0), LockedForecast.class);
        Optional<ResolvedOutcome> decided = outcome.filter(found -> found.outcome() != Outcome.INCONCLUSIVE);
        return new Entry(
                standing,
                now(),
                lock,
                outcome,
                Stream.concat(
                                Stream.of(event(entries.get(0), lock)),
                                entries.stream().skip(1).map(this::event))
                        .toList(),
                decided.isPresent()
                        ? OptionalDouble.of(lock.probabilityOn(decided.get().items()))
                        : OptionalDouble.empty(),
                decided.flatMap(found -> lock.itemsCaveat(found.items())),
                lock.rivalsCaveat());
    }

    private Event event(LedgerEntry entry) {
        return event(entry, store.body(entry, entry.kind().body()));
    }

    private static Event event(LedgerEntry entry, LedgerEntry.Body body) {
        return new Event(
                entry.sequence(), entry.at(), entry.kind(), entry.by(), entry.sha256(), body.words(), entry.line());
    }

    /** Freezes a forecast; computes what takes time and writes nothing yet. */
    public Prepared lock(String forecastId, LockRequest request) {
        return lock(workspace.forecasts().find(forecastId), request);
    }

    /** The same of a forecast that need not be kept yet, though its fit is. */
    public Prepared lock(StoredForecast forecast, LockRequest request) {
        String forecastId = forecast.id();
        LockTerms terms = request.terms(forecast.forecast());
        if (find(forecastId).isPresent())
            throw new LedgerConflict(
                    ProblemCode.FORECAST_LOCKED,
                    "forecast " + forecastId
                            + " cannot take this: it is locked already: what was frozen stays as it is");
        LockFreezer.Frozen frozen = freezer.freeze(forecast, terms, latest());
        Workspace.SavedRows rows = frozen.rows();
        return new Prepared(Kind.LOCK, forecastId, frozen.lock(), Optional.of(kept(rows.sha256(), rows.submitted())));
    }

    private static LedgerStore.Rows kept(String sha256, List<Observation> rows) {
        return new LedgerStore.Rows(sha256, ObservationCsv.text(rows));
    }

    /** Reads results and decides by the frozen rule; writes nothing yet. */
    public Judged outcome(String forecastId, ObservationImport.RowSource source) {
        LockedForecast lock = lockOf(forecastId);
        ImportRules rules = ImportRules.any()
                .withTask(lock.task().name())
                .withFamily(lock.family())
                .withFlopsPerParamToken(lock.run().flopsPerParamToken())
                .withModels(workspace.models());
        ImportResult read = source.readNow(rules);
        if (!read.accepted()) return new Judged(read, Optional.empty());
        List<Observation> results = read.observations();
        String digest = ObservationCsv.sha256(results);
        ResolvedOutcome resolved = ResolvedOutcome.of(lock, visible(lock), results, digest, latest());
        return new Judged(
                read,
                Optional.of(new Prepared(Kind.OUTCOME, forecastId, resolved, Optional.of(kept(digest, results)))));
    }

    private List<Observation> visible(LockedForecast lock) {
        return Workspace.kept(
                ObservationCsv.read(rows(lock.inputSha256()), ImportRules.any().withMaxRows(Integer.MAX_VALUE))
                        .observations());
    }

    /** Something said about a locked forecast. */
    public Prepared said(Kind kind, String forecastId, LedgerEntry.Body body) {
        lockOf(forecastId);
        return new Prepared(kind, forecastId, body, Optional.empty());
    }

    private LockedForecast lockOf(String forecastId) {
        return store.of(forecastId).stream()
                .findFirst()
                .map(entry -> store.body(entry, LockedForecast.class))
                .orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_LOCKED_FORECAST, forecastId));
    }

    /** @throws LedgerConflict if somebody was first */
    public void write(Prepared entry) {
        store.append(entry.kind(), entry.forecastId(), now(), entry.by(), entry.body(), entry.rows());
    }

    /** @throws LedgerConflict if the forecast is locked, and so stays as it is */
    public void requireDraft(String forecastId) {
        if (find(forecastId).isPresent())
            throw new LedgerConflict(
                    ProblemCode.FORECAST_LOCKED,
                    "forecast " + forecastId + " is locked: what was frozen stays as it is");
    }
}
