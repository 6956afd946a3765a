package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Workspace;

/** Fits, forecasts and comparisons under {@code /api/v1}. */
public final class FitRoutes {

    private final Workspace desk;
    private final Idempotency idempotency;

    public FitRoutes(Workspace desk, Idempotency idempotency) {
        this.desk = desk;
        this.idempotency = idempotency;
    }

    public void register(RoutesConfig routes) {
        routes.post("/api/v1/studies/{id}/fits", this::fit);
        routes.get("/api/v1/fits/{id}", ctx -> ctx.json(FitAnswer.of(desk.fit(ctx.pathParam("id")))));
        routes.get("/api/v1/fits/{id}/draws.csv", this::draws);
        routes.get("/api/v1/fits/{id}/diagnostics", ctx -> {
            FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
            ctx.json(new FitAnswer.Diagnostics(fit.id(), desk.diagnose(fit)));
        });
        routes.post("/api/v1/fits/{id}/forecasts", this::forecast);
        routes.get("/api/v1/forecasts/{id}", ctx -> {
            ForecastStore.Kept kept = desk.forecast(ctx.pathParam("id"));
            ctx.json(ForecastAnswer.Stored.of(kept, desk.fit(kept.fitId())));
        });
        routes.get("/api/v1/fits/{id}/comparison", ctx -> {
            FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
            ctx.json(new FitAnswer.Comparison(fit.id(), desk.compare(fit)));
        });
    }

    private void fit(Context ctx) throws JsonProcessingException {
        FitRequest request = ctx.body().isBlank() ? FitRequest.DEFAULT : JsonBody.of(ctx, FitRequest.class);
        FitStore.Kept made = desk.fitted(desk.study(ctx.pathParam("id")), request.options());
        idempotency.atomically(ctx, () -> {
            desk.database().fits().add(made);
            ctx.status(201).header("Location", "/api/v1/fits/" + made.id()).json(FitAnswer.of(made));
        });
    }

    private void forecast(Context ctx) throws JsonProcessingException {
        FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
        ForecastStore.Kept made =
                desk.forecasted(fit, JsonBody.of(ctx, PlanRequest.class).plan());
        idempotency.atomically(ctx, () -> {
            desk.database().forecasts().add(made);
            ctx.status(201)
                    .header("Location", "/api/v1/forecasts/" + made.id())
                    .json(ForecastAnswer.Stored.of(made, fit));
        });
    }

    private void draws(Context ctx) {
        EmergenceFit.WithDraws fitted = desk.fit(ctx.pathParam("id")).fitted();
        StringBuilder table = new StringBuilder(String.join(",", DrawColumns.columns(fitted))).append('\n');
        for (LawDraw draw : fitted.draws())
            table.append(Arrays.stream(DrawColumns.row(draw))
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(",")))
                    .append('\n');
        ctx.contentType("text/csv; charset=utf-8").result(table.toString());
    }
}
