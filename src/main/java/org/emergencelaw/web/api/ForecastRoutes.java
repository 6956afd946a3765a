package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.ForecastAnnotation;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.Refused;
import org.emergencelaw.web.http.RequestBody;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.Forecasts;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.TornadoJobs;

/** Forecasts of planned runs, one or a list; tornadoes; comparisons of two families. */
public record ForecastRoutes(Workspace workspace, TornadoJobs tornadoes, Idempotency idempotency) {

    private Forecasts forecasts() {
        return workspace.forecasts();
    }

    public void create(Context ctx) throws JsonProcessingException {
        StoredFit fit = workspace.fits().find(ctx.pathParam("id"));
        PlannedRun plan = JsonBody.of(ctx, PlanRequest.class).plan(forecasts().usualItems(fit));
        StoredForecast made = forecasts().make(fit, plan);
        idempotency.atomically(ctx, () -> {
            forecasts().keep(made);
            ctx.status(201).header("Location", "/api/v1/forecasts/" + made.id()).json(ForecastAnswer.of(made, fit));
        });
    }

    public void show(Context ctx) {
        StoredForecast forecast = forecasts().find(ctx.pathParam("id"));
        ctx.json(ForecastAnswer.of(forecast, workspace.fits().find(forecast.fitId())));
    }

    public void list(Context ctx) {
        ctx.json(forecasts()
                .list(
                        Queries.page(ctx),
                        Queries.given(ctx, "fit"),
                        Queries.text(ctx, "q"),
                        Queries.flag(ctx, "archived")));
    }

    public void annotation(Context ctx) {
        ctx.json(forecasts().annotation(ctx.pathParam("id")));
    }

    public void annotate(Context ctx) throws JsonProcessingException {
        ForecastAnnotation said = JsonBody.of(ctx, ForecastAnnotation.class);
        idempotency.atomically(ctx, () -> {
            forecasts().annotate(ctx.pathParam("id"), said);
            ctx.json(said);
        });
    }

    /** A forecast is never changed: what differs is another forecast. */
    public void change(Context ctx) {
        workspace.ledger().requireDraft(ctx.pathParam("id"));
        throw new Refused(
                ProblemCode.FORECAST_NEVER_CHANGES, 405, "a forecast is not changed: make another one of the same fit");
    }

    public void delete(Context ctx) {
        idempotency.atomically(ctx, () -> {
            forecasts().delete(ctx.pathParam("id"));
            ctx.status(204);
        });
    }

    /** What is a job for all who ask, waited for. */
    public void tornado(Context ctx) {
        StoredForecast forecast = forecasts().find(ctx.pathParam("id"));
        ctx.json(tornadoes.whole(forecast));
    }

    /** CSV in, CSV out; JSON in, JSON out. */
    public void plans(Context ctx) throws JsonProcessingException {
        StoredFit fit = workspace.fits().find(ctx.pathParam("id"));
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/csv")) {
            PlanTable table = PlanTableCsv.forecast(
                    forecasts().forecaster(fit),
                    RequestBody.of(ctx).text(),
                    PlanTableCsv.wanted(ctx.queryParam("p")),
                    PlanTableCsv.Defaults.of(
                            Queries.quantity(ctx, "level"), forecasts().usualItems(fit)));
            ctx.contentType("text/csv; charset=utf-8").result(PlanTableCsv.csv(table));
            return;
        }
        if (!type.startsWith("application/json"))
            throw new Refused(ProblemCode.WRONG_CONTENT_TYPE, 415, "send plans as text/csv or application/json");
        PlanRequest.Several request = JsonBody.of(ctx, PlanRequest.Several.class);
        ctx.json(PlanTable.of(
                forecasts().forecaster(fit),
                request.named(forecasts().usualItems(fit)),
                request.p().orElse(PlanTableCsv.DEFAULT_P)));
    }

    /** Of a run by {@code ?params=}, {@code tokens}, {@code train_flops}. */
    public void loss(Context ctx) {
        ctx.json(forecasts()
                .loss(
                        workspace.study(ctx.pathParam("id")),
                        Queries.quantity(ctx, "params"),
                        Queries.quantity(ctx, "tokens"),
                        Queries.quantity(ctx, "train_flops")));
    }

    public void against(Context ctx) {
        ctx.json(forecasts().against(workspace.study(ctx.pathParam("id")), workspace.study(ctx.pathParam("other"))));
    }
}
