package org.emergencelaw.web.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** {@code /api/v1/studies/{id}/observations}: what goes in, and exactly what went in. */
public final class ObservationRoutes {

    private final Workspace desk;
    private final TaskCatalogue catalogue;
    private final Idempotency idempotency;

    public ObservationRoutes(Workspace desk, TaskCatalogue catalogue, Idempotency idempotency) {
        this.desk = desk;
        this.catalogue = catalogue;
        this.idempotency = idempotency;
    }

    public void register(RoutesConfig routes) {
        routes.post("/api/v1/studies/{id}/observations", this::submit);
        routes.get("/api/v1/studies/{id}/observations.csv", this::csv);
        routes.get("/api/v1/studies/{id}/observations.json", this::json);
    }

    private void submit(Context ctx) {
        Study study = desk.study(ctx.pathParam("id"));
        ObservationImport.Mode mode = ObservationImport.Mode.of(flag(ctx, "dry_run"), flag(ctx, "replace"));
        ObservationImport.Submitted submitted = desk.intake().read(study, mode, UploadedRows.of(ctx, catalogue));
        idempotency.atomically(ctx, () -> answer(ctx, study, mode, desk.intake().save(submitted)));
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

    /** {@code ?name=true}; anything but true and false is an error. */
    public static boolean flag(Context ctx, String name) {
        String value = Optional.ofNullable(ctx.queryParam(name)).orElse("false");
        if (!value.equals("true") && !value.equals("false"))
            throw new IllegalArgumentException(name + " must be true or false, was " + value);
        return value.equals("true");
    }

    private void csv(Context ctx) throws IOException {
        Study study = desk.study(ctx.pathParam("id"));
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + study.id() + ".csv\"")
                .result(ObservationCsv.text(desk.observations(study)));
    }

    private void json(Context ctx) throws IOException {
        StringWriter text = new StringWriter();
        ObservationJson.write(desk.observations(desk.study(ctx.pathParam("id"))), text);
        ctx.contentType("application/json").result(text.toString());
    }
}
