package org.emergencelaw.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.emergencelaw.ledger.CanonicalJson;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.ledger.ResolvedOutcome;
import org.emergencelaw.ledger.ScoredForecast;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;

/** The append-only chain of locked forecasts, and the rows that its entries name. */
public final class LedgerStore {

    /** Entries that are checked at once: enough to keep all cores busy, few enough for a small heap. */
    private static final int BATCH = 512;

    private static final String WITHOUT_ROWS = """
            select sequence from ledger where rows_sha256 is not null
                and not exists (select 1 from ledger_rows where ledger_rows.sha256 = ledger.rows_sha256)
            order by sequence limit 1""";

    private static final String SCORED = """
            select lock.entry as lock_entry, lock.sha256 as lock_sha256,
                outcome.entry as outcome_entry, outcome.sha256 as outcome_sha256
            from ledger_standing standing
                join ledger lock on lock.sequence = standing.sequence
                join ledger outcome on outcome.sequence = standing.decided
            where standing.state in ('emerged', 'not_emerged') and not standing.disputed
            order by lock.sequence""";

    /** The first entry that a column says otherwise, with that column: lists and standings read columns, not entries. */
    private static final String OTHERWISE = LedgerColumns.differing();

    private final Jdbi jdbi;
    private final ObjectMapper json;

    LedgerStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** Rows that an entry names by their digest. */
    public record Rows(String sha256, String csv) {}

    /**
     * Writes the next entry of a forecast.
     *
     * @param body becomes the body of the entry
     * @param rows kept beside it, whose digest the body names
     * @throws LedgerConflict if the forecast's standing does not allow it; then nothing is written
     */
    public LedgerEntry append(Kind kind, String forecastId, Instant now, Object body, Optional<Rows> rows) {
        String text = json(body);
        return jdbi.inTransaction(handle -> {
            refusal(handle, kind, forecastId).ifPresent(why -> {
                throw new LedgerConflict("forecast " + forecastId + " cannot take this: " + why);
            });
            LedgerEntry entry = LedgerEntry.after(head(handle), kind, forecastId, now, text);
            handle.createUpdate("insert into ledger (sequence, sha256, entry) values (:sequence, :sha256, :entry)")
                    .bind("sequence", entry.sequence())
                    .bind("sha256", entry.sha256())
                    .bind("entry", entry.text())
                    .execute();
            rows.ifPresent(kept -> keep(handle, kept));
            return entry;
        });
    }

    private static void keep(Handle handle, Rows rows) {
        handle.createUpdate("insert into ledger_rows (sha256, csv) values (:sha256, :csv) on conflict do nothing")
                .bind("sha256", rows.sha256())
                .bind("csv", rows.csv())
                .execute();
    }

    private static Optional<String> refusal(Handle handle, Kind kind, String forecastId) {
        Optional<LedgerSummary> line = find(handle, forecastId);
        if (line.isPresent()) return line.get().standing().refusal(kind);
        return kind == Kind.LOCK ? Optional.empty() : Optional.of("it is not locked");
    }

    private static Optional<LedgerEntry> head(Handle handle) {
        return handle.createQuery("select * from ledger order by sequence desc limit 1")
                .map((row, context) -> entry(row))
                .findOne();
    }

    /** The last entry of the chain. */
    public Optional<LedgerEntry> head() {
        return jdbi.withHandle(LedgerStore::head);
    }

    /** All entries of a forecast, in order; none where it is not locked. */
    public List<LedgerEntry> of(String forecastId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from ledger where forecast_id = :id order by sequence")
                        .bind("id", forecastId)
                        .map((row, context) -> entry(row))
                        .list());
    }

    /** Rows by their digest, as tidy CSV. */
    public Optional<String> rows(String sha256) {
        return jdbi.withHandle(handle -> handle.createQuery("select csv from ledger_rows where sha256 = :sha256")
                .bind("sha256", sha256)
                .mapTo(String.class)
                .findOne());
    }

    /** A page of locked forecasts. */
    public List<LedgerSummary> list(LedgerQuery query) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from ledger_standing " + query.where()
                        + " order by " + query.order() + " limit :limit offset :offset")
                .bindMap(query.bindings())
                .bind("limit", query.limit())
                .bind("offset", query.offset())
                .map((row, context) -> LedgerSummary.of(row))
                .list());
    }

    /** How many locked forecasts a query finds, on all its pages. */
    public int count(LedgerQuery query) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from ledger_standing " + query.where())
                .bindMap(query.bindings())
                .mapTo(Integer.class)
                .one());
    }

    /** Where a forecast stands; absent where it is not locked. */
    public Optional<LedgerSummary> find(String forecastId) {
        return jdbi.withHandle(handle -> find(handle, forecastId));
    }

    private static Optional<LedgerSummary> find(Handle handle, String forecastId) {
        return handle.createQuery("select * from ledger_standing where forecast_id = :id")
                .bind("id", forecastId)
                .map((row, context) -> LedgerSummary.of(row))
                .findOne();
    }

    /** Passes over the whole chain, entry by entry in order, as it was when it began. */
    public void read(Consumer<LedgerEntry> each) {
        jdbi.useHandle(
                handle -> {
                    try (Stream<LedgerEntry> entries = handle
                            .createQuery("select * from ledger order by sequence")
                            .map((row, context) -> entry(row))
                            .stream()) {
                        entries.forEach(each);
                    }
                });
    }

    /** How many locked forecasts are in each state, whether listed or not. */
    public Map<LedgerStanding.State, Integer> states() {
        return jdbi.withHandle(handle -> {
            Map<LedgerStanding.State, Integer> counts = new EnumMap<>(LedgerStanding.State.class);
            for (LedgerStanding.State state : LedgerStanding.State.values()) counts.put(state, 0);
            handle.createQuery("select state, count(*) as forecasts from ledger_standing group by state")
                    .map((row, context) -> counts.put(LedgerSummary.state(row), row.getInt("forecasts")))
                    .list();
            return counts;
        });
    }

    /** Forecasts that were decided yes or no and are not disputed, in the order of their locks. */
    public List<ScoredForecast> scored() {
        return jdbi.withHandle(handle -> handle.createQuery(SCORED)
                .map((row, context) -> {
                    LedgerEntry lock = LedgerEntry.of(row.getString("lock_entry"), row.getString("lock_sha256"));
                    LedgerEntry outcome =
                            LedgerEntry.of(row.getString("outcome_entry"), row.getString("outcome_sha256"));
                    return ScoredForecast.of(
                            lock.forecastId(),
                            body(lock, LockedForecast.class),
                            body(outcome, ResolvedOutcome.class),
                            lock.at(),
                            outcome.at());
                })
                .list());
    }

    /** Recomputes the chain, the columns that lists read out of it, and the digest of all rows that it names. */
    public ChainVerification verify() {
        return jdbi.withHandle(handle -> {
            ChainVerification chain = links(handle);
            if (!chain.whole()) return chain;
            Optional<ChainVerification> otherwise = handle.createQuery(OTHERWISE)
                    .map((row, context) -> chain.brokenAt(
                            row.getLong("sequence"),
                            "its column " + row.getString("differing") + " does not say what its text says"))
                    .findOne();
            if (otherwise.isPresent()) return otherwise.get();
            Optional<Long> withoutRows =
                    handle.createQuery(WITHOUT_ROWS).mapTo(Long.class).findOne();
            if (withoutRows.isPresent())
                return chain.brokenAt(withoutRows.get(), "the rows whose SHA-256 it names are not there");
            return rows(handle, chain);
        });
    }

    private static ChainVerification links(Handle handle) {
        ChainVerification chain = ChainVerification.START;
        List<ChainVerification.Link> batch = new ArrayList<>();
        try (ResultIterator<ChainVerification.Link> links = handle.createQuery(
                        "select sha256, entry from ledger order by sequence")
                .map((row, context) -> new ChainVerification.Link(row.getString("entry"), row.getString("sha256")))
                .iterator()) {
            while (links.hasNext() && chain.whole()) {
                batch.add(links.next());
                if (batch.size() < BATCH && links.hasNext()) continue;
                chain = chain.then(batch);
                batch.clear();
            }
        }
        return chain;
    }

    private static ChainVerification rows(Handle handle, ChainVerification chain) {
        try (ResultIterator<Rows> rows = handle.createQuery("select * from ledger_rows")
                .map((row, context) -> new Rows(row.getString("sha256"), row.getString("csv")))
                .iterator()) {
            while (rows.hasNext()) {
                Rows kept = rows.next();
                if (CanonicalJson.sha256(kept.csv()).equals(kept.sha256())) continue;
                long names = handle.createQuery(
                                "select coalesce(min(sequence), 0) from ledger where rows_sha256 = :sha256")
                        .bind("sha256", kept.sha256())
                        .mapTo(Long.class)
                        .one();
                return chain.brokenAt(
                        names, "the rows that it names were changed: they no longer have the SHA-256 " + kept.sha256());
            }
        }
        return chain;
    }

    /** The body of an entry as a record. */
    public <T> T body(LedgerEntry entry, Class<T> type) {
        try {
            return json.readValue(entry.body(), type);
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String json(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return LedgerEntry.of(row.getString("entry"), row.getString("sha256"));
    }
}
