package org.emergencelaw.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.Writer;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.StudyExport;
import org.emergencelaw.web.http.Downloads;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** Observations of a study: what goes in, and exactly what went in. */
public record ObservationRoutes(Workspace workspace, Idempotency idempotency) {

    public static final String PARQUET = "application/vnd.apache.parquet";

    public void submit(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        ObservationImport.Mode mode = ObservationImport.Mode.of(
                Queries.flag(ctx, "dry_run"), Queries.flag(ctx, "replace"), Queries.flag(ctx, "update"));
        ObservationImport.RowSource rows = UploadedRows.of(ctx, workspace.tasks());
        Study taking = Queries.flag(ctx, "adopt") ? workspace.imports().adopted(study, rows) : study;
        ObservationImport.Submitted submitted = workspace.imports().read(taking, mode, rows);
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

    public void csv(Context ctx) throws IOException {
        Study study = workspace.study(ctx.pathParam("id"));
        ctx.header("Content-Disposition", "attachment; filename=\"" + study.id() + ".csv\"");
        try (Writer out = Downloads.text(ctx, "text/csv")) {
            ObservationCsv.write(workspace.stored(study), out);
        }
    }

    public void json(Context ctx) throws IOException {
        Study study = workspace.study(ctx.pathParam("id"));
        try (Writer out = Downloads.text(ctx, "application/json")) {
            ObservationJson.write(workspace.stored(study), out);
        }
    }

    public void parquet(Context ctx) throws IOException {
        StudyExport export = export(ctx, PARQUET, ".parquet");
        export.parquet(ctx.outputStream());
    }

    /** Records of every_eval_ever. */
    public void records(Context ctx) throws IOException {
        StudyExport export = export(ctx, "application/json", "-every_eval_ever.json");
        export.records(ctx.outputStream());
    }

    /** What the study is, as the metadata of an RO-Crate. */
    public void metadata(Context ctx) throws IOException {
        StudyExport export = export(ctx, "application/json", "-metadata.json");
        export.metadata(ctx.outputStream());
    }

    private StudyExport export(Context ctx, String type, String name) {
        Study study = workspace.study(ctx.pathParam("id"));
        ctx.contentType(type).header("Content-Disposition", "attachment; filename=\"" + study.id() + name + "\"");
        return new StudyExport(study, workspace.stored(study));
    }
}
