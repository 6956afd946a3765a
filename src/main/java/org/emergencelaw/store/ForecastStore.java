package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.Json;

/** Forecasts of fits. */
public final class ForecastStore {

    private final Connections database;

    ForecastStore(Connections database) {
        this.database = database;
    }

    public void add(StoredForecast forecast) {
        database.write(handle -> handle.createUpdate("""
                        insert into forecast (id, fit_id, created_at, forecast)
                        values (:id, :fit, :createdAt, :forecast)""")
                .bind("id", forecast.id())
                .bind("fit", forecast.fitId())
                .bind("createdAt", SqlValues.text(forecast.createdAt()))
                .bind("forecast", Json.write(forecast.forecast()))
                .execute());
    }

    public Optional<StoredForecast> find(String id) {
        return database.read(handle -> handle.createQuery("select * from forecast where id = :id")
                .bind("id", id)
                .map((row, context) -> stored(row))
                .findOne());
    }

    public boolean delete(String id) {
        return database.write(handle -> handle.createUpdate("delete from forecast where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }

    /** Forecasts of a study, newest first. */
    public List<StoredForecast> ofStudy(String studyId, int limit) {
        return database.read(handle -> handle.createQuery("""
                        select forecast.* from forecast join fit on fit.id = forecast.fit_id
                        where fit.study_id = :study order by forecast.created_at desc, forecast.id limit :limit""")
                .bind("study", studyId)
                .bind("limit", limit)
                .map((row, context) -> stored(row))
                .list());
    }

    /** A forecast in a list. */
    public record Line(StoredForecast forecast, String studyId, boolean locked) {}

    /** Forecasts, only those of one fit where it is asked for. */
    public List<Line> list(NewestFirst page) {
        return database.read(handle -> page.bind(handle.createQuery("""
                        select forecast.*, fit.study_id, exists (select 1 from ledger
                            where ledger.forecast_id = forecast.id) as locked
                        from forecast join fit on fit.id = forecast.fit_id
                        where (:study is null or fit.study_id = :study) and (:only is null or fit_id = :only)""" + NewestFirst.end("forecast")))
                .map((row, context) -> new Line(stored(row), row.getString("study_id"), row.getBoolean("locked")))
                .list());
    }

    private static StoredForecast stored(ResultSet row) throws SQLException {
        return new StoredForecast(
                row.getString("id"),
                row.getString("fit_id"),
                SqlValues.instant(row, "created_at"),
                Json.read(row.getString("forecast"), Forecast.class));
    }
}
