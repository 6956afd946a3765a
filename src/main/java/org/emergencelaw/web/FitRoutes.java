package org.emergencelaw.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.emergencelaw.fit.DiagnosticReport;
import org.emergencelaw.fit.Draw;
import org.emergencelaw.fit.DrawTable;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.LawForm;
import org.emergencelaw.fit.Method;
import org.emergencelaw.forecast.Comparison;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.ingest.Quantity;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;

/** Fits, forecasts and comparisons under {@code /api/v1}. */
public final class FitRoutes {

    private final Desk desk;
    private final Idempotency idempotency;

    FitRoutes(Desk desk, Idempotency idempotency) {
        this.desk = desk;
        this.idempotency = idempotency;
    }

    /** Options of a fit; what is left out is the default. */
    record FitRequest(
            Optional<LawForm> law, Optional<Method> method, Optional<Boolean> fewShotShift, OptionalLong seed) {

        FitOptions options() {
            return new FitOptions(
                    law.orElse(FitOptions.DEFAULT.law()),
                    method.orElse(FitOptions.DEFAULT.method()),
                    fewShotShift.orElse(FitOptions.DEFAULT.fewShotShift()),
                    seed.orElse(FitOptions.DEFAULT.seed()));
        }
    }

    /** A planned run; numbers may be written 7B, 1.4T, 6e21. */
    record PlanRequest(
            Optional<String> params,
            Optional<String> tokens,
            Optional<String> trainFlops,
            Optional<String> pretrainLossNats,
            OptionalInt evalItems,
            Optional<PathChoice> path) {

        PlannedRun plan() {
            return new PlannedRun(
                    Quantity.of("params", params),
                    Quantity.of("tokens", tokens),
                    Quantity.of("train_flops", trainFlops),
                    Quantity.of("pretrain_loss_nats", pretrainLossNats),
                    evalItems.orElse(PlannedRun.DEFAULT_EVAL_ITEMS),
                    path.orElse(PathChoice.OWN_RATIO));
        }
    }

    /** A kept fit as one flat object. */
    public record FitAnswer(
            String id,
            String studyId,
            Instant createdAt,
            @JsonUnwrapped EmergenceFit fit) {
        static FitAnswer of(FitStore.Kept kept) {
            return new FitAnswer(
                    kept.id(), kept.studyId(), kept.createdAt(), kept.fitted().fit());
        }
    }

    /** A kept forecast as one flat object. */
    public record ForecastAnswer(
            String id,
            String fitId,
            Instant createdAt,
            @JsonUnwrapped ForecastReport report) {
        static ForecastAnswer of(ForecastStore.Kept kept, FitStore.Kept fit) {
            return new ForecastAnswer(
                    kept.id(),
                    kept.fitId(),
                    kept.createdAt(),
                    new ForecastReport(fit.fitted().fit(), kept.forecast()));
        }
    }

    /** A comparison with the fit that it tests. */
    record ComparisonAnswer(String fitId, @JsonUnwrapped Comparison comparison) {}

    /** Diagnostics with the fit that they are of. */
    record DiagnosticsAnswer(String fitId, @JsonUnwrapped DiagnosticReport diagnostics) {}

    void register(RoutesConfig routes) {
        routes.post("/api/v1/studies/{id}/fits", this::fit);
        routes.get("/api/v1/fits/{id}", ctx -> ctx.json(FitAnswer.of(desk.fit(ctx.pathParam("id")))));
        routes.get("/api/v1/fits/{id}/draws.csv", this::draws);
        routes.get("/api/v1/fits/{id}/diagnostics", ctx -> {
            FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
            ctx.json(new DiagnosticsAnswer(fit.id(), desk.diagnose(fit)));
        });
        routes.post("/api/v1/fits/{id}/forecasts", this::forecast);
        routes.get("/api/v1/forecasts/{id}", ctx -> {
            ForecastStore.Kept kept = desk.forecast(ctx.pathParam("id"));
            ctx.json(ForecastAnswer.of(kept, desk.fit(kept.fitId())));
        });
        routes.get("/api/v1/fits/{id}/comparison", ctx -> {
            FitStore.Kept fit = desk.fit(ctx.pathParam("id"));
            ctx.json(new ComparisonAnswer(fit.id(), desk.compare(fit)));
        });
    }

    private void fit(Context ctx) throws JsonProcessingException {
        FitRequest request = ctx.body().isBlank()
                ? new FitRequest(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty())
                : JsonBody.of(ctx, FitRequest.class);
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
            ctx.status(201).header("Location", "/api/v1/forecasts/" + made.id()).json(ForecastAnswer.of(made, fit));
        });
    }

    private void draws(Context ctx) {
        List<Draw> draws = desk.fit(ctx.pathParam("id")).fitted().draws();
        StringBuilder table = new StringBuilder(String.join(",", DrawTable.columns(draws))).append('\n');
        for (Draw draw : draws)
            table.append(Arrays.stream(DrawTable.row(draw))
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(",")))
                    .append('\n');
        ctx.contentType("text/csv; charset=utf-8").result(table.toString());
    }
}
