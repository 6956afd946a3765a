package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import org.emergencelaw.forecast.ForecastCurves;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;

/** {@code /forecasts/{id}}: the answer for one planned run, with the distributions behind it. */
public final class ForecastPage {

    private final Desk desk;
    private final Pages pages;

    ForecastPage(Desk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study study, FitRoutes.ForecastAnswer forecast, ForecastCurves curves) {}

    /** A path for a list to choose from. */
    public static String words(PathChoice path) {
        return switch (path) {
            case OWN_RATIO -> "the plan's own tokens per parameter";
            case TOKENS_PER_PARAM -> "20 tokens per parameter";
            case PARAMS -> "the same model, trained longer";
            case TOKENS -> "larger models, the same tokens";
        };
    }

    void register(RoutesConfig routes) {
        routes.get("/forecasts/{id}.json", ctx -> ctx.json(view(ctx.pathParam("id"))));
        routes.get("/forecasts/{id}", ctx -> {
            View view = view(ctx.pathParam("id"));
            pages.show(ctx, "forecast.jte", Map.of("view", view, "data", pages.data(view)));
        });
    }

    private View view(String id) {
        ForecastStore.Kept kept = desk.forecast(id);
        FitStore.Kept fit = desk.fit(kept.fitId());
        return new View(
                desk.study(fit.studyId()),
                FitRoutes.ForecastAnswer.of(kept, fit),
                ForecastCurves.of(
                        fit.fitted(),
                        desk.forecaster(fit),
                        kept.forecast().plannedRun().again()));
    }
}
