package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** {@code /studies/{id}/compare}: the prediction beside the larger models that were held out of it. */
public final class ComparePage {

    private final Workspace desk;
    private final Pages pages;

    public ComparePage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study study, String fitId, Verdict verdict, HeldOutComparison comparison) {}

    public void register(RoutesConfig routes) {
        pages.withTwin(routes, "/studies/{id}/compare", "compare.jte", ctx -> view(ctx.pathParam("id")));
    }

    private View view(String id) {
        Study study = desk.study(id);
        FitStore.Kept fit = desk.currentFit(study);
        return new View(study, fit.id(), fit.fitted().fit().verdict(), desk.compare(fit));
    }
}
