package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.Workspace;

/**
 * A list or a grid of plans, the cheapest that is likely enough, and what to measure next; and two families on one task, which of
 * them has the ability first.
 */
public record PlansPage(Workspace workspace, Pages pages) {

    private static final List<String> FIELDS = List.of("plans", "p", "level");

    /**
     * What the page and its JSON show.
     *
     * @param usualLevel accuracy that is asked for where a plan names none
     * @param next absent where these rows give no forecast
     * @param others studies of the same task, to compare with
     * @param table absent before plans were given
     */
    public record View(
            Study study,
            String fitId,
            double usualLevel,
            Optional<NextMeasurement> next,
            List<Study> others,
            Optional<PlanTable> table) {}

    /** What the page of two families and its JSON show. */
    public record Against(Study a, Study b, FamilyComparison race) {}

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public View view(Context ctx) {
        return view(study(ctx), Optional.empty());
    }

    private View view(Study study, Optional<PlanTable> table) {
        StoredFit fit = workspace.fits().current(study);
        return new View(
                study,
                fit.id(),
                workspace.forecasts().usualLevel(study.task()),
                workspace.fits().nextMeasurement(fit),
                workspace.othersOfTask(study),
                table);
    }

    public void show(Context ctx) {
        show(ctx, view(ctx), Form.of(Map.of("p", Double.toString(PlanTableCsv.DEFAULT_P))));
    }

    private void show(Context ctx, View view, Form form) {
        pages.show(ctx, "plans.jte", Map.of("view", view, "form", form));
    }

    public void forecast(Context ctx) throws IOException {
        Study study = study(ctx);
        Form form = Form.of(ctx, FIELDS);
        String csv = UploadedRows.uploadedText(ctx).orElseGet(() -> form.value("plans"));
        OptionalDouble level = form.quantity("level");
        Optional<PlanTable> table = form.submit(() -> PlanTableCsv.forecast(
                workspace.forecasts().forecaster(workspace.fits().current(study)),
                csv,
                PlanTableCsv.wanted(form.value("p")),
                PlanTableCsv.Defaults.of(level)));
        if (table.isEmpty()) ctx.status(422);
        show(ctx, view(study, table), form);
    }

    public Against against(Context ctx) {
        Study study = study(ctx), other = workspace.study(ctx.pathParam("other"));
        return new Against(study, other, workspace.forecasts().against(study, other));
    }
}
