package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerEntry.Kind;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.ledger.ResolvedOutcome;
import org.emergencelaw.ledger.ScoredForecast;
import org.jdbi.v3.core.Handle;

/** The append-only chain of locked forecasts, and the rows that its entries name. */
public final class LedgerStore {

    private static final String SCORED = """
            select lock.entry as lock_entry, lock.sha256 as lock_sha256,
                outcome.entry as outcome_entry, outcome.sha256 as outcome_sha256
            from ledger_standing standing
                join ledger lock on lock.sequence = standing.sequence
                join ledger outcome on outcome.sequence = standing.decided
            where standing.state in ('emerged', 'not_emerged') and not standing.disputed
            order by lock.sequence""";

    private final Connections database;

    LedgerStore(Connections database) {
        this.database = database;
    }

    /** Rows that an entry names by their digest. */
    public record Rows(String sha256, String csv) {}

    /**
     * Writes the next entry of a forecast.
     *
     * @param by name of the token by which it is written
     * @param body becomes the body of the entry
     * @param rows kept beside it, whose digest the body names
     * @throws LedgerConflict if the forecast's standing does not allow it; then nothing is written
     */
    public LedgerEntry append(
            Kind kind, String forecastId, Instant now, Optional<String> by, Object body, Optional<Rows> rows) {
        String text = Json.write(body);
        return database.inTransaction(handle -> {
            refusal(handle, kind, forecastId).ifPresent(refused -> {
                throw refused;
            });
            LedgerEntry entry = LedgerEntry.after(head(handle), kind, forecastId, now, by, text);
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

    private static Optional<LedgerConflict> refusal(Handle handle, Kind kind, String forecastId) {
        Optional<LedgerSummary> line = find(handle, forecastId);
        if (line.isPresent()) {
            ProblemCode code = kind == Kind.LOCK ? ProblemCode.FORECAST_LOCKED : ProblemCode.STANDING_FORBIDS;
            return line.get().standing().refusal(kind).map(why -> refusal(code, forecastId, why));
        }
        return kind == Kind.LOCK
                ? Optional.empty()
                : Optional.of(refusal(ProblemCode.FORECAST_NOT_LOCKED, forecastId, "it is not locked"));
    }

    private static LedgerConflict refusal(ProblemCode code, String forecastId, String why) {
        return new LedgerConflict(code, "forecast " + forecastId + " cannot take this: " + why);
    }

    private static Optional<LedgerEntry> head(Handle handle) {
        return handle.createQuery("select * from ledger order by sequence desc limit 1")
                .map((row, context) -> entry(row))
                .findOne();
    }

    /** The last entry of the chain. */
    public Optional<LedgerEntry> head() {
        return database.read(LedgerStore::head);
    }

    /**
     * Digest of an entry.
     *
     * @throws IllegalStateException if there is none with that number
     */
    public String digest(long sequence) {
        return database.read(handle -> handle.createQuery("select sha256 from ledger where sequence = :sequence")
                .bind("sequence", sequence)
                .mapTo(String.class)
                .one());
    }

    /** All entries of a forecast, in order; none where it is not locked. */
    public List<LedgerEntry> of(String forecastId) {
        return database.read(
                handle -> handle.createQuery("select * from ledger where forecast_id = :id order by sequence")
                        .bind("id", forecastId)
                        .map((row, context) -> entry(row))
                        .list());
    }

    /** Rows by their digest, as tidy CSV. */
    public Optional<String> rows(String sha256) {
        return database.read(handle -> handle.createQuery("select csv from ledger_rows where sha256 = :sha256")
                .bind("sha256", sha256)
                .mapTo(String.class)
                .findOne());
    }

    /** A page of locked forecasts. */
    public List<LedgerSummary> list(LedgerQuery query) {
        LedgerSelection selection = new LedgerSelection(query);
        return database.read(handle -> handle.createQuery("select * from ledger_standing " + selection.where()
                        + " order by " + selection.order() + " limit :limit offset :offset")
                .bindMap(selection.bindings())
                .bind("limit", query.limit())
                .bind("offset", query.offset())
                .map((row, context) -> summary(row))
                .list());
    }

    /** How many locked forecasts a query finds, on all its pages. */
    public int count(LedgerQuery query) {
        LedgerSelection selection = new LedgerSelection(query);
        return database.read(handle -> handle.createQuery("select count(*) from ledger_standing " + selection.where())
                .bindMap(selection.bindings())
                .mapTo(Integer.class)
                .one());
    }

    /** Where a forecast stands; absent where it is not locked. */
    public Optional<LedgerSummary> find(String forecastId) {
        return database.read(handle -> find(handle, forecastId));
    }

    private static Optional<LedgerSummary> find(Handle handle, String forecastId) {
        return handle.createQuery("select * from ledger_standing where forecast_id = :id")
                .bind("id", forecastId)
                .map((row, context) -> summary(row))
                .findOne();
    }

    /** Passes over the whole chain, entry by entry in order, as it was when it began. */
    public void read(Consumer<LedgerEntry> each) {
        database.useToRead(
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
        return database.read(handle -> {
            Map<LedgerStanding.State, Integer> counts = new EnumMap<>(LedgerStanding.State.class);
            for (LedgerStanding.State state : LedgerStanding.State.values()) counts.put(state, 0);
            handle.createQuery("select state, count(*) as forecasts from ledger_standing group by state")
                    .map((row, context) -> counts.put(state(row), row.getInt("forecasts")))
                    .list();
            return counts;
        });
    }

    /** Forecasts that were decided yes or no and are not disputed, in the order of their locks. */
    public List<ScoredForecast> scored() {
        return database.read(handle -> handle.createQuery(SCORED)
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
        return database.read(handle -> new LedgerCheck(handle, database.dialect()).verify());
    }

    /** The body of an entry as a record. */
    public <T> T body(LedgerEntry entry, Class<T> type) {
        return Json.read(entry.body(), type);
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return LedgerEntry.of(row.getString("entry"), row.getString("sha256"));
    }

    private static LedgerStanding.State state(ResultSet row) throws SQLException {
        return SqlValues.constant(row, "state", LedgerStanding.State.class);
    }

    private static LedgerSummary summary(ResultSet row) throws SQLException {
        return new LedgerSummary(
                row.getLong("sequence"),
                row.getString("sha256"),
                SqlValues.instant(row, "locked_at"),
                row.getString("forecast_id"),
                row.getString("claim"),
                row.getString("task"),
                row.getString("family"),
                row.getDouble("probability"),
                SqlValues.number(row, "train_flops"),
                SqlValues.constant(row, "seen", Foreknowledge.class),
                row.getBoolean("backtest"),
                SqlValues.instant(row, "deadline"),
                state(row),
                row.getBoolean("disputed"),
                row.getBoolean("listed"),
                SqlValues.text(row, "note"));
    }
}
