package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import org.emergencelaw.forecast.FamilyRace;
import org.emergencelaw.observation.Study;

/** {@code /studies/{id}/against/{other}}: two families on one task, which of them has the ability first. */
public final class RacePage {

    private final Desk desk;
    private final Pages pages;

    RacePage(Desk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study a, Study b, FamilyRace race) {}

    void register(RoutesConfig routes) {
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
