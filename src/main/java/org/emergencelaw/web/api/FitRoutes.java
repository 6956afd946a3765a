package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.Fits;
import org.emergencelaw.workspace.Workspace;

/** Fits, and what is asked of a fit. */
public record FitRoutes(Workspace workspace, Idempotency idempotency) {

    private Fits fits() {
        return workspace.fits();
    }

    private StoredFit fit(Context ctx) {
        return fits().find(ctx.pathParam("id"));
    }

    public void create(Context ctx) throws JsonProcessingException {
        FitRequest request = JsonBody.optional(ctx, FitRequest.class).orElse(FitRequest.DEFAULT);
        StoredFit made = fits().make(workspace.study(ctx.pathParam("id")), request);
        idempotency.atomically(ctx, () -> {
            fits().keep(made);
            ctx.status(201).header("Location", "/api/v1/fits/" + made.id()).json(FitAnswer.of(made));
        });
    }

    public void show(Context ctx) {
        ctx.json(FitAnswer.of(fit(ctx)));
    }

    public void list(Context ctx) {
        ctx.json(fits().list(Queries.page(ctx), Queries.chosen(ctx, "verdict", Verdict.values())));
    }

    public void draws(Context ctx) {
        EmergenceFit.WithDraws fitted = fit(ctx).fitted();
        StringBuilder table = new StringBuilder(String.join(",", DrawColumns.columns(fitted))).append('\n');
        for (LawDraw draw : fitted.draws())
            table.append(Arrays.stream(DrawColumns.row(draw))
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(",")))
                    .append('\n');
        ctx.contentType("text/csv; charset=utf-8").result(table.toString());
    }

    public void diagnostics(Context ctx) {
        StoredFit fit = fit(ctx);
        ctx.json(new FitAnswer.Diagnostics(
                fit.id(),
                workspace.reports().influencePending(fit),
                workspace.reports().diagnose(fit)));
    }

    public void comparison(Context ctx) {
        StoredFit fit = fit(ctx);
        ctx.json(new FitAnswer.Comparison(fit.id(), workspace.reports().compare(fit)));
    }

    public void nextMeasurement(Context ctx) {
        StoredFit fit = fit(ctx);
        ctx.json(workspace
                .reports()
                .nextMeasurement(fit)
                .orElseThrow(() -> new Conflict(
                        ProblemCode.NOTHING_TO_MEASURE,
                        "nothing tells what to measure next without few-shot accuracies of"
                                + " at least three checkpoints"
                                + " that can be compared")));
    }
}
