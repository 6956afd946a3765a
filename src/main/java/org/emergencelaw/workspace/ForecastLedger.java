package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.type.TypeReference;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationDigest;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.LockBuilder;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.ledger.ResolvedOutcome;
import org.emergencelaw.ledger.Scoreboard;
import org.emergencelaw.ledger.ScoredForecast;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.rival.Prediction;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;
import org.emergencelaw.store.LedgerStore;
import org.emergencelaw.store.LedgerSummary;
import org.jspecify.annotations.Nullable;

/** What a person does with the ledger: lock a forecast, resolve it by results, withdraw, dispute, remark. */
public final class ForecastLedger {

    /** Studies whose rivals' answers are remembered, for the next plan. */
    private static final int REMEMBERED = 4;

    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final Workspace desk;
    private final Clock clock;
    private @Nullable Scores scores;
    private final Map<Asked, Map<Rival, Prediction>> rivals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Map<Rival, Prediction>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What rivals were asked; plans do not matter to them. */
    private record Asked(Study study, String inputSha256, long seed) {}

    public ForecastLedger(Workspace desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /** A body that is ready to be written, with the rows that it names. */
    public record Prepared(Kind kind, String forecastId, Object body, Optional<LedgerStore.Rows> rows) {}

    /** Results as they were read, and what the rule makes of them; absent where a row is faulty. */
    public record Judged(ImportResult read, Optional<Prepared> outcome) {}

    /**
     * A locked forecast with all its entries.
     *
     * @param now by which it is overdue or not
     * @param outcome the one that counts
     * @param rivalsCaveat what a reader of its rivals has to know; left out where there is nothing
     */
    public record Entry(
            LedgerSummary standing,
            Instant now,
            LockedForecast lock,
            Optional<ResolvedOutcome> outcome,
            List<Event> entries,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> rivalsCaveat) {}

    /**
     * One entry of a locked forecast.
     *
     * @param words what it says
     * @param line as exported, to be verified on its own
     */
    public record Event(
            long sequence,
            Instant at,
            Kind kind,
            String sha256,
            String words,
            @JsonRawValue String line) {}

    /**
     * All scores.
     *
     * @param entries of the chain
     * @param states locked forecasts by state, hidden ones too
     * @param prospective the forecasts that were made before anybody had seen a result
     * @param exercises backtests, and forecasts of runs whose results had been seen
     */
    public record Scores(
            long entries,
            Optional<String> headSha256,
            Map<LedgerStanding.State, Integer> states,
            Scoreboard prospective,
            Scoreboard exercises) {}

    /** Computed again when the chain has grown. */
    public synchronized Scores scores() {
        Optional<LedgerEntry> head = store().head();
        Optional<String> digest = head.map(LedgerEntry::sha256);
        if (scores == null || !scores.headSha256().equals(digest)) {
            List<ScoredForecast> scored = store().scored();
            scores = new Scores(
                    head.map(LedgerEntry::sequence).orElse(0L),
                    digest,
                    store().states(),
                    Scoreboard.of(
                            scored.stream().filter(ScoredForecast::prospective).toList()),
                    Scoreboard.of(
                            scored.stream().filter(one -> !one.prospective()).toList()));
        }
        return scores;
    }

    public LedgerStore store() {
        return desk.database().ledger();
    }

    public Instant now() {
        return clock.instant();
    }

    /** Freezes a forecast; computes what takes time and writes nothing yet. */
    public Prepared lock(String forecastId, LockTerms terms) {
        if (store().find(forecastId).isPresent())
            throw new LedgerConflict("forecast " + forecastId
                    + " cannot take this: it is locked already: what was frozen stays as it is");
        ForecastStore.Kept kept = desk.forecast(forecastId);
        FitStore.Kept fit = desk.fit(kept.fitId());
        Study study = desk.study(fit.studyId());
        List<Observation> submitted = desk.observations(study);
        StudyRows rows = desk.rows(study, submitted);
        String digest = rows.rows().inputSha256();
        if (!digest.equals(fit.fitted().fit().inputSha256()))
            throw new LedgerConflict("the rows of study " + study.id()
                    + " have changed since this forecast was made: forecast again, and lock that");
        LockedForecast lock = new LockBuilder(
                        study, Workspace.beside(fit, rows), rivals(study, rows, fit), kept.forecast(), terms)
                .lock(now(), tree(fit.fitted().fit()), tree(kept.forecast()));
        return new Prepared(Kind.LOCK, forecastId, lock, Optional.of(new LedgerStore.Rows(digest, csv(submitted))));
    }

    private Map<Rival, Prediction> rivals(Study study, StudyRows rows, FitStore.Kept fit) {
        Asked asked =
                new Asked(study, rows.rows().inputSha256(), fit.fitted().fit().seed());
        synchronized (rivals) {
            return rivals.computeIfAbsent(asked, key -> LockBuilder.rivals(rows, key.seed()));
        }
    }

    private static Map<String, Object> tree(Object answer) {
        return Json.mapper().convertValue(answer, TREE);
    }

    private static String csv(List<Observation> rows) {
        StringWriter text = new StringWriter();
        try {
            ObservationCsv.write(rows, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return text.toString();
    }

    /** Reads results and decides by the frozen rule; writes nothing yet. */
    public Judged outcome(String forecastId, ObservationImport.Reading reading) {
        LockedForecast lock = lockOf(forecastId);
        ImportRules rules = ImportRules.any()
                .withTask(lock.task().name())
                .withFamily(lock.family())
                .withFlopsPerParamToken(lock.run().flopsPerParamToken())
                .withModels(desk.database().models().all());
        try {
            ImportResult read = reading.read(rules);
            if (!read.accepted()) return new Judged(read, Optional.empty());
            List<Observation> results = read.observations();
            String digest = ObservationDigest.sha256(results);
            ResolvedOutcome resolved = ResolvedOutcome.of(lock, visible(lock), results, digest, now());
            return new Judged(
                    read,
                    Optional.of(new Prepared(
                            Kind.OUTCOME,
                            forecastId,
                            resolved,
                            Optional.of(new LedgerStore.Rows(digest, csv(results))))));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<Observation> visible(LockedForecast lock) {
        String csv = store().rows(lock.inputSha256()).orElseThrow();
        return ObservationCsv.read(csv, ImportRules.any()).observations();
    }

    /** Something said about a locked forecast. */
    public Prepared said(Kind kind, String forecastId, Object body) {
        lockOf(forecastId);
        return new Prepared(kind, forecastId, body, Optional.empty());
    }

    private LockedForecast lockOf(String forecastId) {
        return store().of(forecastId).stream()
                .findFirst()
                .map(entry -> store().body(entry, LockedForecast.class))
                .orElseThrow(() -> new NotFoundResponse("there is no locked forecast with the id " + forecastId));
    }

    /** @throws LedgerConflict if somebody was first */
    public LedgerEntry write(Prepared entry) {
        return store().append(entry.kind(), entry.forecastId(), now(), entry.body(), entry.rows());
    }

    public Entry entry(String forecastId) {
        return find(forecastId)
                .orElseThrow(() -> new NotFoundResponse("there is no locked forecast with the id " + forecastId));
    }

    Optional<Entry> find(String forecastId) {
        return store().find(forecastId).map(this::entry);
    }

    private Entry entry(LedgerSummary line) {
        List<LedgerEntry> entries = store().of(line.forecastId());
        Optional<ResolvedOutcome> outcome = line.state() == LedgerStanding.State.OPEN
                ? Optional.empty()
                : entries.stream()
                        .filter(entry -> entry.kind() == Kind.OUTCOME)
                        .reduce((first, later) -> later)
                        .map(entry -> store().body(entry, ResolvedOutcome.class));
        LockedForecast lock = store().body(entries.get(0), LockedForecast.class);
        return new Entry(
                line, now(), lock, outcome, entries.stream().map(this::event).toList(), lock.rivalsCaveat());
    }

    private Event event(LedgerEntry entry) {
        return new Event(entry.sequence(), entry.at(), entry.kind(), entry.sha256(), words(entry), entry.line());
    }

    private String words(LedgerEntry entry) {
        LedgerStore store = store();
        return switch (entry.kind()) {
            case LOCK -> store.body(entry, LockedForecast.class).claim();
            case OUTCOME -> store.body(entry, ResolvedOutcome.class).explanation();
            case VOID, WITHDRAWAL, DISPUTE ->
                store.body(entry, LedgerEntry.Reason.class).reason();
            case NOTE -> store.body(entry, LedgerEntry.Note.class).note();
            case VISIBILITY -> store.body(entry, LedgerEntry.Visibility.class).listed() ? "listed" : "not listed";
        };
    }
}
