package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.Workspace;

/**
 * {@code /studies/{id}/diagnostics}: what a statistician asks of the fit that the study page shows; {@code /studies/{id}/methods}:
 * every method on the same rows. Both take dozens of fits and are made when asked for.
 */
public final class DiagnosticsPage {

    private final Workspace desk;
    private final Pages pages;

    public DiagnosticsPage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page of diagnostics and its twin show. */
    public record View(Study study, FitAnswer fit, DiagnosticReport diagnostics) {}

    /** What the page of methods and its twin show. */
    public record Methods(Study study, List<ByMethod> methods) {}

    /** @param error why a chain is not to be relied on; then the fit is its estimate */
    public record ByMethod(Method method, EmergenceFit fit, Optional<String> error) {}

    public void register(RoutesConfig routes) {
        pages.withTwin(routes, "/studies/{id}/diagnostics", "diagnostics.jte", ctx -> view(ctx.pathParam("id")));
        pages.withTwin(routes, "/studies/{id}/methods", "methods.jte", ctx -> methods(ctx.pathParam("id")));
    }

    private View view(String id) {
        Study study = desk.study(id);
        FitStore.Kept fit = desk.currentFit(study);
        return new View(study, FitAnswer.of(fit), desk.diagnose(fit));
    }

    /** With the law, shift and seed of the fit that the study page shows. */
    private Methods methods(String id) {
        Study study = desk.study(id);
        StudyRows rows = desk.rows(study);
        FitOptions options = FitOptions.of(desk.currentFit(study, rows).fitted().fit());
        return new Methods(
                study,
                Arrays.stream(Method.values())
                        .map(method -> byMethod(rows, options.withMethod(method)))
                        .toList());
    }

    private static ByMethod byMethod(StudyRows rows, FitOptions options) {
        try {
            EmergenceFit fit = EmergenceFitter.fit(rows, options).fit();
            return new ByMethod(options.method(), fit, Optional.empty());
        } catch (UnconvergedException unconverged) {
            return new ByMethod(
                    options.method(), unconverged.estimate(), Optional.of(String.valueOf(unconverged.getMessage())));
        }
    }
}
