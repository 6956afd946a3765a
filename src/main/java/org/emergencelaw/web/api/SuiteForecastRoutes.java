package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.report.suite.SuiteCsv;
import org.emergencelaw.suite.ForecastHistory;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.Watch;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteHistory;
import org.emergencelaw.workspace.suite.Suites;
import org.emergencelaw.workspace.suite.Watches;

/** Forecasts of all tasks of a suite at one planned run, and watches of them. */
public record SuiteForecastRoutes(
        Suites suites, SuiteForecasts forecasts, SuiteHistory history, Watches watches, Idempotency idempotency) {

    private Suite suite(Context ctx) {
        return suites.suite(ctx.pathParam("id"));
    }

    /** What there is at once, or after {@code ?wait=} seconds. */
    public void forecasts(Context ctx) {
        ctx.json(forecast(ctx, SuiteFilter.requiredPlan(ctx)));
    }

    private SuiteForecast forecast(Context ctx, SuitePlan plan) {
        SuiteForecast made = forecasts.forecast(suite(ctx), plan, SuiteFilter.tasks(ctx), SuiteFilter.patience(ctx));
        SuiteFilter.tell(ctx, made.counts().pending());
        return made;
    }

    public void csv(Context ctx) {
        SuitePlan plan = SuiteFilter.requiredPlan(ctx);
        SuiteForecast made = forecasts.forecast(suite(ctx), plan, SuiteFilter.tasks(ctx), SuiteFilter.patience(ctx));
        SuiteFilter.requireWhole(made.counts().pending());
        ctx.contentType("text/csv; charset=utf-8")
                .result(SuiteCsv.of(made.suite().family(), plan, made.items()));
    }

    public void history(Context ctx) {
        ForecastHistory made = history.history(suite(ctx), SuiteFilter.requiredPlan(ctx), SuiteFilter.patience(ctx));
        SuiteFilter.tell(ctx, made.pending());
        ctx.json(made);
    }

    public void watches(Context ctx) {
        ctx.json(watches.view(suite(ctx)));
    }

    public void watch(Context ctx) throws JsonProcessingException {
        Watches.NewWatch asked = JsonBody.of(ctx, Watches.NewWatch.class);
        Suite suite = suite(ctx);
        idempotency.atomically(ctx, () -> {
            Watch watch = watches.add(suite, asked);
            ctx.status(201)
                    .header("Location", "/api/v1/suites/" + suite.id() + "/watches")
                    .json(watch);
        });
        forecasts.watch(suite);
    }

    public void unwatch(Context ctx) {
        idempotency.atomically(ctx, () -> {
            watches.delete(suite(ctx), ctx.pathParam("watch"));
            ctx.status(204);
        });
    }
}
