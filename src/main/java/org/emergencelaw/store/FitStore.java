package org.emergencelaw.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.Json;
import org.emergencelaw.store.dialect.Dialect;

/** Fits with their draws. */
public final class FitStore {

    private static final String NEWEST = "where study_id = :study order by sequence desc limit 1";

    /** The length of a blob stands in its head: the draws are not read for it. */
    private static final String KEPT = "select id, length(fit) + length(draws) as bytes from fit ";

    private final Connections database;

    FitStore(Connections database) {
        this.database = database;
    }

    public void add(StoredFit fit) {
        database.write(handle -> handle.createUpdate("""
                        insert into fit (id, study_id, created_at, options, fit, draws, sequence)
                        values (:id, :study, :createdAt, :options, :fit, :draws,
                            (select coalesce(max(sequence), 0) + 1 from fit))""")
                .bind("id", fit.id())
                .bind("study", fit.studyId())
                .bind("createdAt", SqlValues.text(fit.createdAt()))
                .bind("options", Json.write(fit.options()))
                .bind("fit", Json.write(fit.fitted().fit()))
                .bind("draws", DrawBytes.of(DrawColumns.kept(fit.fitted().draws())))
                .execute());
    }

    /**
     * Deletes fits with the drafts that rest on them, but none that a locked forecast rests on.
     *
     * @param keep newest ones of each study, which stay
     * @param before when they were made
     */
    public int retire(int keep, Instant before) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        delete from fit where created_at < :before
                            and id not in (select id from
                                (select id, row_number() over (partition by study_id order by sequence desc) as place
                                    from fit) placed
                                where place <= :keep)
                            and not exists (select 1 from forecast join ledger on ledger.forecast_id = forecast.id
                                where forecast.fit_id = fit.id)""")
                .bind("before", SqlValues.text(before))
                .bind("keep", keep)
                .execute());
    }

    public long count() {
        return database.read(handle ->
                handle.createQuery("select count(*) from fit").mapTo(Long.class).one());
    }

    /**
     * A fit as it is kept, by which it is told whether what was read of it still holds.
     *
     * @param bytes that it takes
     */
    public record Kept(String id, long bytes) {}

    public Optional<Kept> kept(String id) {
        return database.read(handle -> handle.createQuery(KEPT + "where id = :id")
                .bind("id", id)
                .map((row, context) -> kept(row))
                .findOne());
    }

    /** Of the newest fit of a study. */
    public Optional<Kept> newest(String studyId) {
        return database.read(handle -> handle.createQuery(KEPT + NEWEST)
                .bind("study", studyId)
                .map((row, context) -> kept(row))
                .findOne());
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(row.getString("id"), row.getLong("bytes"));
    }

    public Optional<StoredFit> find(String id) {
        return database.read(handle -> handle.createQuery("select * from fit where id = :id")
                .bind("id", id)
                .map((row, context) -> stored(row))
                .findOne());
    }

    /** A fit in a list; what it says is absent where it cannot be read as it is kept. */
    public record Line(
            String id,
            String studyId,
            Instant createdAt,
            Optional<Verdict> verdict,
            Optional<String> summary,
            Optional<String> inputSha256) {}

    /** Fits, only those with one verdict where it is asked for. */
    public List<Line> list(NewestFirst page) {
        return database.read(handle -> page.bind(
                        handle.createQuery(lines() + "(:study is null or study_id = :study) and (:only is null or "
                                + said("verdict") + " = :only)" + NewestFirst.end("listed")))
                .map((row, context) -> line(row))
                .list());
    }

    /** The newest fits of studies, by their ids; none of a study that was not fitted yet. */
    public Map<String, Line> newestOf(List<String> studyIds) {
        if (studyIds.isEmpty()) return Map.of();
        return database.read(handle -> handle.createQuery(lines() + "sequence in"
                        + " (select max(sequence) from fit where study_id in (<studies>) group by study_id)")
                .bindList("studies", studyIds)
                .map((row, context) -> line(row))
                .collectToMap(Line::studyId, line -> line));
    }

    /** What fits say is taken out of them by the database: they are not read as a whole. */
    private String lines() {
        return "select id, study_id, created_at, " + said("verdict") + " as verdict, " + said("summary")
                + " as summary, " + said("input_sha256") + " as digest from (select *, case when "
                + database.dialect().isJson("fit") + " then fit end as said from fit) listed where ";
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getString("id"),
                row.getString("study_id"),
                SqlValues.instant(row, "created_at"),
                SqlValues.text(row, "verdict").map(key -> SqlValues.constant(key, Verdict.class)),
                SqlValues.text(row, "summary"),
                SqlValues.text(row, "digest"));
    }

    /**
     * Which rows a fit saw.
     *
     * @param readable whether it is what was written
     */
    public record Seen(String id, Instant createdAt, String inputSha256, boolean readable) {}

    /** Id of the newest fit of a study, if it is of these rows. */
    public Optional<String> newestOf(String studyId, String inputSha256) {
        return database.read(handle -> handle.createQuery("select id, " + digest() + " as digest from fit " + NEWEST)
                .bind("study", studyId)
                .map((row, context) -> inputSha256.equals(row.getString("digest")) ? row.getString("id") : "")
                .findOne()
                .filter(id -> !id.isEmpty()));
    }

    /** Of all fits of a study, the oldest first. */
    public List<Seen> seen(String studyId) {
        return database.read(handle -> handle.createQuery("select id, created_at, " + digest() + " as digest, "
                        + database.dialect().isJson("fit") + " and "
                        + database.dialect().isBytesOrJson("draws")
                        + " as readable from fit where study_id = :study order by sequence")
                .bind("study", studyId)
                .map((row, context) -> new Seen(
                        row.getString("id"),
                        SqlValues.instant(row, "created_at"),
                        row.getString("digest"),
                        row.getBoolean("readable")))
                .list());
    }

    private String said(String field) {
        return database.dialect().json("said", field, Dialect.JsonType.TEXT);
    }

    /** SQL for the digest of the rows that a fit saw; empty where it cannot be read. */
    private String digest() {
        Dialect dialect = database.dialect();
        return "case when " + dialect.isJson("fit") + " then coalesce("
                + dialect.json("fit", "input_sha256", Dialect.JsonType.TEXT) + ", '') else '' end";
    }

    private static EmergenceFit fit(ResultSet row) throws SQLException {
        return Json.read(row.getString("fit"), EmergenceFit.class);
    }

    /** An option that was added since is the default, and a fit of version 0.1.0 says itself what there was to choose. */
    private static FitOptions options(ResultSet row, EmergenceFit fit) throws SQLException {
        return SqlValues.text(row, "options")
                .map(kept -> Json.readOver(FitOptions.DEFAULT, kept))
                .orElseGet(() -> FitOptions.of(fit));
    }

    /** Version 0.1.0 kept digits, which begin with a bracket. */
    private static double[][] draws(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("draws");
        if (bytes.length > 0 && bytes[0] == '[')
            return Json.read(new String(bytes, StandardCharsets.UTF_8), double[][].class);
        try {
            return DrawBytes.read(bytes);
        } catch (IllegalArgumentException torn) {
            throw new UncheckedIOException(new IOException("the draws cannot be read", torn));
        }
    }

    private static StoredFit stored(ResultSet row) throws SQLException {
        EmergenceFit fit = fit(row);
        double[][] draws = draws(row);
        return new StoredFit(
                row.getString("id"),
                row.getString("study_id"),
                SqlValues.instant(row, "created_at"),
                options(row, fit),
                new EmergenceFit.WithDraws(fit, DrawColumns.draws(draws, fit)));
    }
}
