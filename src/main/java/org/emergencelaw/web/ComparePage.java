package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.Comparison;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;

/** {@code /studies/{id}/compare}: the prediction beside the larger models that were held out of it. */
public final class ComparePage {

    private final Desk desk;
    private final Pages pages;

    ComparePage(Desk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study study, String fitId, Verdict verdict, Comparison comparison) {}

    void register(RoutesConfig routes) {
        pages.withTwin(routes, "/studies/{id}/compare", "compare.jte", ctx -> view(ctx.pathParam("id")));
    }

    private View view(String id) {
        Study study = desk.study(id);
        FitStore.Kept fit = desk.currentFit(study);
        return new View(study, fit.id(), fit.fitted().fit().verdict(), desk.compare(fit));
    }
}
