package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.ForecastStore;
import org.emergencelaw.web.api.PlanningRoutes;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** {@code /forecasts/{id}/tornado}: which assumption moves a forecast most. It refits, so it has a page of its own. */
public final class TornadoPage {

    private final Workspace desk;
    private final Pages pages;

    public TornadoPage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study study, String forecastId, Forecast forecast, SensitivityTornado tornado) {}

    public void register(RoutesConfig routes) {
        pages.withTwin(routes, "/forecasts/{id}/tornado", "tornado.jte", ctx -> view(ctx.pathParam("id")));
    }

    private View view(String id) {
        ForecastStore.Kept kept = desk.forecast(id);
        FitStore.Kept fit = desk.fit(kept.fitId());
        return new View(desk.study(fit.studyId()), id, kept.forecast(), PlanningRoutes.tornado(desk, kept, fit));
    }
}
