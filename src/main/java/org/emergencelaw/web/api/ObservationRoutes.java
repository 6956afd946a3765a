package org.emergencelaw.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** Observations of a study: what goes in, and exactly what went in. */
public record ObservationRoutes(Workspace workspace, Idempotency idempotency) {

    public void submit(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        ObservationImport.Mode mode = ObservationImport.Mode.of(
                Queries.flag(ctx, "dry_run"), Queries.flag(ctx, "replace"), Queries.flag(ctx, "update"));
        ObservationImport.Submitted submitted =
                workspace.imports().read(study, mode, UploadedRows.of(ctx, workspace.tasks()));
        idempotency.atomically(
                ctx, () -> answer(ctx, study, mode, workspace.imports().save(submitted)));
    }

    private static void answer(Context ctx, Study study, ObservationImport.Mode mode, ImportResult read) {
        if (!read.accepted()) {
            ctx.status(422).json(Problem.refusal(read)).contentType(Problem.CONTENT_TYPE);
            return;
        }
        ctx.status(mode.saves() ? 201 : 200);
        if (mode.saves()) ctx.header("Location", "/api/v1/studies/" + study.id() + "/observations.csv");
        ctx.json(ImportReport.of(study.id(), mode, read));
    }

    public void csv(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + study.id() + ".csv\"")
                .result(ObservationCsv.text(workspace.observations(study)));
    }

    public void json(Context ctx) throws IOException {
        StringWriter text = new StringWriter();
        ObservationJson.write(workspace.observations(workspace.study(ctx.pathParam("id"))), text);
        ctx.contentType("application/json").result(text.toString());
    }
}
