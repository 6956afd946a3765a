package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.ForecastAnnotation;
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

    /**
     * What is shown of a forecast as a text: another after whatever changes what is said of it, its entries in the ledger, its fit, or
     * the rows of its study, beside which it is shown. Absent where nothing tells quickly which rows those are.
     */
    public Optional<String> state(String id) {
        return database.asText("""
                select study.*, forecast.id, forecast.created_at, length(forecast.forecast), fit.id, length(fit.fit),
                    length(fit.draws),
                    remark, archived, (select max(sequence) from ledger where forecast_id = forecast.id)
                from forecast join fit on fit.id = forecast.fit_id join study on study.id = fit.study_id
                    left join forecast_annotation on forecast_annotation.forecast_id = forecast.id
                where forecast.id = :id and observation_revision is not null""", id);
    }

    public boolean delete(String id) {
        return database.write(handle -> handle.createUpdate("delete from forecast where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }

    /**
     * Forecasts of a study, newest first.
     *
     * @param archived whether those that were put away are among them
     */
    public List<StoredForecast> ofStudy(String studyId, int limit, boolean archived) {
        return database.read(handle -> handle.createQuery("""
                        select forecast.* from forecast join fit on fit.id = forecast.fit_id
                            left join forecast_annotation on forecast_annotation.forecast_id = forecast.id
                        where fit.study_id = :study and coalesce(archived, 0) <= :archived
                        order by forecast.created_at desc, forecast.id limit :limit""")
                .bind("study", studyId)
                .bind("archived", archived ? 1 : 0)
                .bind("limit", limit)
                .map((row, context) -> stored(row))
                .list());
    }

    /** What a person says of a forecast. */
    public ForecastAnnotation annotation(String id) {
        return database.read(handle -> handle.createQuery("select * from forecast_annotation where forecast_id = :id")
                .bind("id", id)
                .map((row, context) -> annotation(row))
                .findOne()
                .orElse(ForecastAnnotation.NONE));
    }

    /** In the place of what was said before. */
    public void annotate(String id, ForecastAnnotation annotation) {
        database.write(handle -> handle.createUpdate("""
                        insert into forecast_annotation (forecast_id, remark, archived) values (:id, :remark, :archived)
                        on conflict (forecast_id) do update set remark = excluded.remark, archived = excluded.archived""")
                .bind("id", id)
                .bind("remark", annotation.remark())
                .bind("archived", annotation.archived() ? 1 : 0)
                .execute());
    }

    /** What is said of the forecasts of a study, by their ids. */
    public Map<String, ForecastAnnotation> annotations(String studyId) {
        Map<String, ForecastAnnotation> said = new LinkedHashMap<>();
        database.useToRead(handle -> handle.createQuery("""
                        select forecast_annotation.* from forecast_annotation
                            join forecast on forecast.id = forecast_id join fit on fit.id = forecast.fit_id
                        where fit.study_id = :study""")
                .bind("study", studyId)
                .map((row, context) -> Map.entry(row.getString("forecast_id"), annotation(row)))
                .forEach(each -> said.put(each.getKey(), each.getValue())));
        return said;
    }

    private static ForecastAnnotation annotation(ResultSet row) throws SQLException {
        return new ForecastAnnotation(row.getString("remark"), row.getInt("archived") == 1);
    }

    /** A forecast in a list. */
    public record Line(StoredForecast forecast, String studyId, boolean locked, ForecastAnnotation annotation) {}

    /**
     * Forecasts, only those of one fit where it is asked for.
     *
     * @param text which the study's name, task or family, the remark or the id holds; empty for all
     * @param archived whether those that were put away are listed, too
     */
    public List<Line> list(NewestFirst page, String text, boolean archived) {
        String condition =
                SqlValues.search("study.name", "study.task", "study.family", "forecast.id", "coalesce(remark, '')")
                        + (archived ? "" : " and coalesce(archived, 0) = 0");
        return database.read(handle -> page.bind(handle.createQuery("""
                        select forecast.*, fit.study_id, exists (select 1 from ledger
                            where ledger.forecast_id = forecast.id) as locked,
                            coalesce(remark, '') as remark, coalesce(archived, 0) as archived
                        from forecast join fit on fit.id = forecast.fit_id join study on study.id = fit.study_id
                            left join forecast_annotation on forecast_annotation.forecast_id = forecast.id
                        where (:study is null or fit.study_id = :study) and (:only is null or fit_id = :only) and\s""" + condition + NewestFirst.end("forecast")))
                .bind("search", SqlValues.searched(text))
                .map((row, context) ->
                        new Line(stored(row), row.getString("study_id"), row.getBoolean("locked"), annotation(row)))
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
