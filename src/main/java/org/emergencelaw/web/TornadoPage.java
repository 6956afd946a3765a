package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import java.util.Map;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Tornado;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.ForecastStore;

/** {@code /forecasts/{id}/tornado}: which assumption moves a forecast most. It refits, so it has a page of its own. */
public final class TornadoPage {

    private final Desk desk;
    private final Pages pages;

    TornadoPage(Desk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study study, String forecastId, Forecast forecast, Tornado tornado) {}

    void register(RoutesConfig routes) {
        routes.get("/forecasts/{id}/tornado.json", ctx -> ctx.json(view(ctx.pathParam("id"))));
        routes.get("/forecasts/{id}/tornado", ctx -> {
            View view = view(ctx.pathParam("id"));
            pages.show(ctx, "tornado.jte", Map.of("view", view, "data", pages.data(view)));
        });
    }

    private View view(String id) {
        ForecastStore.Kept kept = desk.forecast(id);
        Study study = desk.study(desk.fit(kept.fitId()).studyId());
        return new View(study, id, kept.forecast(), PlanningRoutes.tornado(desk, id));
    }
}
