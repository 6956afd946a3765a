package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.chart.PlanGrid;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.law.ComputePrice;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.PlanTableCsv;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.Workspace;

/**
 * A list or a grid of plans, the cheapest that is likely enough, and what to measure next; and two families on one task, which of
 * them has the ability first.
 */
public record PlansPage(Workspace workspace, Pages pages) {

    private static final List<String> FIELDS = List.of("plans", "p", "level");
    private static final List<String> ASKED = List.of("level", "p", "budget_flops", "most_tokens");

    /**
     * What the page and its JSON show.
     *
     * @param usualLevel accuracy that is asked for where a plan names none
     * @param next absent where these rows give no forecast
     * @param others studies of the same task, to compare with
     * @param grid P over params and tokens; absent where nothing tells the size of a checkpoint, or what was asked is at fault
     * @param table absent before plans were given
     */
    public record View(
            Study study,
            String fitId,
            double usualLevel,
            Optional<PlanGrid> grid,
            ComputePrice price,
            Optional<NextMeasurement> next,
            List<Study> others,
            Optional<PlanTable> table) {}

    /** What the page of two families and its JSON show. */
    public record Against(Study a, Study b, FamilyComparison race) {}

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public View view(Context ctx) {
        Study study = study(ctx);
        Form asked = asked(ctx, study);
        View view = view(study, Optional.empty(), asked);
        asked.fault().ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return view;
    }

    /** What an address asks of the grid, with what is usual where it does not say. */
    private Form asked(Context ctx, Study study) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : ASKED) values.put(field, Queries.text(ctx, field).strip());
        for (String field : ComputePriceForm.FIELDS)
            values.put(field, Queries.text(ctx, field).strip());
        values.replace("level", "", NumberText.text(workspace.forecasts().usualLevel(study.task())));
        values.replace("p", "", NumberText.text(PlanTableCsv.DEFAULT_P));
        ComputePriceForm.usual(values);
        return Form.filled(values);
    }

    private Optional<PlanGrid> grid(StoredFit fit, Form asked) {
        OptionalDouble level = asked.quantity("level"), p = asked.quantity("p");
        OptionalDouble budget = asked.quantity("budget_flops"), tokens = asked.quantity("most_tokens");
        return asked.submit(() -> PlanGrid.of(
                        workspace.forecasts().forecaster(fit),
                        new PlanGrid.Question(level.orElseThrow(), p.orElseThrow(), budget, tokens)))
                .flatMap(found -> found);
    }

    private View view(Study study, Optional<PlanTable> table, Form asked) {
        StoredFit fit = workspace.fits().current(study);
        ComputePrice price = ComputePriceForm.price(asked).orElse(ComputePrice.USUAL);
        return new View(
                study,
                fit.id(),
                workspace.forecasts().usualLevel(study.task()),
                grid(fit, asked),
                price,
                workspace.reports().nextMeasurement(fit),
                workspace.studies().othersOfTask(study),
                table);
    }

    public void show(Context ctx) {
        Study study = study(ctx);
        Form asked = asked(ctx, study);
        View view = view(study, Optional.empty(), asked);
        if (asked.faulty()) ctx.status(422);
        show(ctx, view, Form.of(Map.of("p", Double.toString(PlanTableCsv.DEFAULT_P))), asked);
    }

    private void show(Context ctx, View view, Form form, Form asked) {
        pages.show(ctx, "plans.jte", Map.of("view", view, "data", pages.data(view), "form", form, "asked", asked));
    }

    /** The cheapest runs that are likely enough, as CSV. */
    public void csv(Context ctx) {
        ctx.contentType("text/csv; charset=utf-8")
                .result(PlanTableCsv.enough(view(ctx).grid()));
    }

    public void forecast(Context ctx) throws IOException {
        Study study = study(ctx);
        Form form = Form.of(ctx, FIELDS);
        String csv = UploadedRows.uploadedText(ctx).orElseGet(() -> form.value("plans"));
        OptionalDouble level = form.quantity("level");
        StoredFit fit = workspace.fits().current(study);
        Optional<PlanTable> table = form.submit(() -> PlanTableCsv.forecast(
                workspace.forecasts().forecaster(fit),
                csv,
                PlanTableCsv.wanted(form.value("p")),
                PlanTableCsv.Defaults.of(level, workspace.forecasts().usualItems(fit))));
        if (table.isEmpty()) ctx.status(422);
        Form asked = asked(ctx, study);
        show(ctx, view(study, table, asked), form, asked);
    }

    /** What the grid says, in a sentence or two. */
    public static String answer(PlanGrid grid, ComputePrice price) {
        String cheapest = grid.cheapest()
                .map(run -> "The cheapest run that reaches " + DisplayNumbers.decimal3(grid.level())
                        + " with a probability of " + DisplayNumbers.percent(grid.wanted()) + " has " + size(run) + ": "
                        + DisplayNumbers.flops(run.trainFlops()) + " FLOPs, "
                        + DisplayNumbers.amount(price.of(run.trainFlops()).gpuHours()) + " GPU-hours.")
                .orElse("No run of this grid reaches " + DisplayNumbers.decimal3(grid.level())
                        + " with a probability of " + DisplayNumbers.percent(grid.wanted()) + ".");
        return cheapest
                + grid.bestInBudget()
                        .map(run -> " The likeliest run of the budget has " + size(run) + ": P is "
                                + DisplayNumbers.percent(run.pReachesLevel()) + ".")
                        .orElse("");
    }

    private static String size(PlanGrid.Run run) {
        return DisplayNumbers.count(run.params()) + " parameters and " + DisplayNumbers.count(run.tokens()) + " tokens";
    }

    public Against against(Context ctx) {
        Study study = study(ctx), other = workspace.study(ctx.pathParam("other"));
        return new Against(study, other, workspace.forecasts().against(study, other));
    }
}
