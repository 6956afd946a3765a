package org.emergencelaw.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.EmergenceFit;
import org.jdbi.v3.core.Jdbi;

/** Fits with their draws. */
public final class FitStore {

    private static final String SELECT = "select * from fit ";

    private final Jdbi jdbi;
    private final ObjectMapper json;

    FitStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** A fit as kept. */
    public record Kept(String id, String studyId, Instant createdAt, EmergenceFit.WithDraws fitted) {}

    public void add(Kept kept) {
        try {
            String fit = json.writeValueAsString(kept.fitted().fit());
            double[][] draws =
                    kept.fitted().draws().stream().map(DrawColumns::row).toArray(double[][]::new);
            String table = json.writeValueAsString(draws);
            jdbi.useHandle(handle -> handle.createUpdate("""
                            insert into fit (id, study_id, created_at, fit, draws)
                            values (:id, :study, :createdAt, :fit, :draws)""")
                    .bind("id", kept.id())
                    .bind("study", kept.studyId())
                    .bind("createdAt", Timestamp.of(kept.createdAt()))
                    .bind("fit", fit)
                    .bind("draws", table)
                    .execute());
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    public Optional<Kept> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((row, context) -> kept(row))
                .findOne());
    }

    /** The newest fit of a study. */
    public Optional<Kept> latest(String studyId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "where study_id = :study order by created_at desc, id desc limit 1")
                .bind("study", studyId)
                .map((row, context) -> kept(row))
                .findOne());
    }

    /** What the newest fit of a study says, without its draws, as for a list. */
    public Optional<EmergenceFit> latestWithoutDraws(String studyId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select fit from fit where study_id = :study order by created_at desc, id desc limit 1")
                .bind("study", studyId)
                .map((row, context) -> fit(row))
                .findOne());
    }

    private EmergenceFit fit(ResultSet row) throws SQLException {
        try {
            return json.readValue(row.getString("fit"), EmergenceFit.class);
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Kept kept(ResultSet row) throws SQLException {
        try {
            EmergenceFit fit = fit(row);
            double[][] draws = json.readValue(row.getString("draws"), double[][].class);
            return new Kept(
                    row.getString("id"),
                    row.getString("study_id"),
                    Instant.parse(row.getString("created_at")),
                    new EmergenceFit.WithDraws(
                            fit,
                            Arrays.stream(draws)
                                    .map(draw -> DrawColumns.draw(draw, fit))
                                    .toList()));
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
