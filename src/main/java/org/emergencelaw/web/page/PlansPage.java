package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.web.api.PlanningRoutes;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** {@code /studies/{id}/plans}: a list or a grid of plans, the cheapest that is likely enough, and what to measure next. */
public final class PlansPage {

    private static final List<String> FIELDS = List.of("plans", "p");

    private final Workspace desk;
    private final Pages pages;

    public PlansPage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param next absent where there is no posterior to reason from
     * @param others studies of the same task, to compare with
     * @param table absent before plans were given
     */
    public record View(
            Study study, String fitId, Optional<NextMeasurement> next, List<Study> others, Optional<PlanTable> table) {}

    public void register(RoutesConfig routes) {
        routes.get(
                "/studies/{id}/plans.json", ctx -> ctx.json(view(desk.study(ctx.pathParam("id")), Optional.empty())));
        routes.get(
                "/studies/{id}/plans",
                ctx -> show(
                        ctx,
                        view(desk.study(ctx.pathParam("id")), Optional.empty()),
                        Form.of(Map.of("p", Double.toString(PlanTableCsv.DEFAULT_P)))));
        routes.post("/studies/{id}/plans", this::forecast);
    }

    private View view(Study study, Optional<PlanTable> table) {
        FitStore.Kept fit = desk.currentFit(study);
        List<Study> others = desk.database().studies().list("", 500).stream()
                .filter(other -> other.task().name().equals(study.task().name())
                        && !other.id().equals(study.id()))
                .toList();
        return new View(study, fit.id(), PlanningRoutes.next(desk, fit), others, table);
    }

    private void forecast(Context ctx) throws IOException {
        Study study = desk.study(ctx.pathParam("id"));
        Form form = Form.of(ctx, FIELDS);
        UploadedFile file = ctx.uploadedFile("file");
        String csv = file != null && file.size() > 0
                ? new String(file.content().readAllBytes(), StandardCharsets.UTF_8)
                : form.value("plans");
        Optional<PlanTable> table = form.submit(() -> PlanTableCsv.forecast(
                desk.forecaster(desk.currentFit(study)), csv, PlanTableCsv.wanted(form.value("p"))));
        if (table.isEmpty()) ctx.status(422);
        show(ctx, view(study, table), form);
    }

    private void show(Context ctx, View view, Form form) {
        pages.show(ctx, "plans.jte", Map.of("view", view, "form", form));
    }
}
