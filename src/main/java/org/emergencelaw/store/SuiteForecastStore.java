package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.Json;
import org.emergencelaw.suite.TaskForecast;

/** What was forecast of tasks of suites, so that nobody waits for it twice. */
public final class SuiteForecastStore {

    private final Connections database;

    SuiteForecastStore(Connections database) {
        this.database = database;
    }

    /** One that is kept. */
    public record Kept(Instant createdAt, TaskForecast forecast) {}

    /**
     * Keeps a forecast; one that is there already stays, for it is the same.
     *
     * @param plan its key
     * @param basis of what it is: of which fit, rows and level
     */
    public void add(String plan, String basis, Instant now, TaskForecast forecast) {
        database.write(handle -> handle.createUpdate("""
                        insert into suite_forecast (study_id, plan, basis, input_sha256, created_at, forecast)
                        values (:study, :plan, :basis, :input, :now, :forecast) on conflict do nothing""")
                .bind("study", forecast.studyId())
                .bind("plan", plan)
                .bind("basis", basis)
                .bind("input", forecast.inputSha256())
                .bind("now", SqlValues.text(now))
                .bind("forecast", Json.write(forecast))
                .execute());
    }

    public Optional<Kept> find(String studyId, String plan, String basis) {
        return database.read(handle -> handle.createQuery(
                        "select * from suite_forecast where study_id = :study and plan = :plan and basis = :basis")
                .bind("study", studyId)
                .bind("plan", plan)
                .bind("basis", basis)
                .map((row, context) -> kept(row))
                .findOne());
    }

    /** All of one plan and study, the oldest first. */
    public List<Kept> history(String studyId, String plan) {
        return database.read(handle -> handle.createQuery("select * from suite_forecast where study_id = :study"
                        + " and plan = :plan order by created_at, basis")
                .bind("study", studyId)
                .bind("plan", plan)
                .map((row, context) -> kept(row))
                .list());
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(SqlValues.instant(row, "created_at"), Json.read(row.getString("forecast"), TaskForecast.class));
    }
}
