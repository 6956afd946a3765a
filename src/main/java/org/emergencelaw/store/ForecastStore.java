package org.emergencelaw.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.forecast.Forecast;
import org.jdbi.v3.core.Jdbi;

/** Forecasts of fits. */
public final class ForecastStore {

    private final Jdbi jdbi;
    private final ObjectMapper json;

    ForecastStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** A forecast as kept. */
    public record Kept(String id, String fitId, Instant createdAt, Forecast forecast) {}

    public void add(Kept kept) {
        try {
            String forecast = json.writeValueAsString(kept.forecast());
            jdbi.useHandle(handle -> handle.createUpdate("""
                            insert into forecast (id, fit_id, created_at, forecast)
                            values (:id, :fit, :createdAt, :forecast)""")
                    .bind("id", kept.id())
                    .bind("fit", kept.fitId())
                    .bind("createdAt", Timestamp.of(kept.createdAt()))
                    .bind("forecast", forecast)
                    .execute());
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    public Optional<Kept> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from forecast where id = :id")
                .bind("id", id)
                .map((row, context) -> kept(row))
                .findOne());
    }

    public boolean delete(String id) {
        return jdbi.withHandle(handle -> handle.createUpdate("delete from forecast where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }

    /** Forecasts of a study, newest first. */
    public List<Kept> ofStudy(String studyId, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select forecast.* from forecast join fit on fit.id = forecast.fit_id
                        where fit.study_id = :study order by forecast.created_at desc, forecast.id limit :limit""")
                .bind("study", studyId)
                .bind("limit", limit)
                .map((row, context) -> kept(row))
                .list());
    }

    private Kept kept(ResultSet row) throws SQLException {
        try {
            return new Kept(
                    row.getString("id"),
                    row.getString("fit_id"),
                    Instant.parse(row.getString("created_at")),
                    json.readValue(row.getString("forecast"), Forecast.class));
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
