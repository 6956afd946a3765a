package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.api.PlanningRoutes;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** {@code /studies/{id}/against/{other}}: two families on one task, which of them has the ability first. */
public final class RacePage {

    private final Workspace desk;
    private final Pages pages;

    public RacePage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study a, Study b, FamilyComparison race) {}

    public void register(RoutesConfig routes) {
        pages.withTwin(
                routes,
                "/studies/{id}/against/{other}",
                "race.jte",
                ctx -> view(ctx.pathParam("id"), ctx.pathParam("other")));
    }

    private View view(String id, String other) {
        return new View(desk.study(id), desk.study(other), PlanningRoutes.race(desk, id, other));
    }
}
