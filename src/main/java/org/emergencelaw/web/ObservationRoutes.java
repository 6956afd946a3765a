package org.emergencelaw.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ObservationCsv;
import org.emergencelaw.ingest.ObservationJson;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Warning;

/** {@code /api/v1/studies/{id}/observations}: what goes in, and exactly what went in. */
final class ObservationRoutes {

    private final Desk desk;

    ObservationRoutes(Desk desk) {
        this.desk = desk;
    }

    /** What an import did. */
    record Imported(String studyId, int rows, boolean saved, List<Warning> warnings) {}

    void register(RoutesConfig routes) {
        routes.post("/api/v1/studies/{id}/observations", this::submit);
        routes.get("/api/v1/studies/{id}/observations.csv", this::csv);
        routes.get("/api/v1/studies/{id}/observations.json", this::json);
    }

    private void submit(Context ctx) {
        Study study = desk.study(ctx.pathParam("id"));
        boolean dry = flag(ctx, "dry_run");
        Desk.Mode mode = flag(ctx, "replace")
                ? dry ? Desk.Mode.PREVIEW_REPLACE : Desk.Mode.REPLACE
                : dry ? Desk.Mode.PREVIEW : Desk.Mode.ADD;
        Import read = desk.submit(study, mode, Submission.of(ctx));
        if (!read.accepted()) {
            ctx.status(422).json(refusal(read)).contentType(Problem.CONTENT_TYPE);
            return;
        }
        boolean saved = !dry;
        ctx.status(saved ? 201 : 200);
        if (saved) ctx.header("Location", "/api/v1/studies/" + study.id() + "/observations.csv");
        ctx.json(new Imported(study.id(), read.observations().size(), saved, read.warnings()));
    }

    static Problem refusal(Import read) {
        int faults = read.errors().size() + read.moreErrors();
        return new Problem(
                "about:blank",
                "Observations refused",
                422,
                faults + (faults == 1 ? " fault" : " faults") + " in " + read.rows() + " rows; nothing was saved.",
                read.errors());
    }

    /** {@code ?name=true}; anything but true and false is an error. */
    static boolean flag(Context ctx, String name) {
        String value = Optional.ofNullable(ctx.queryParam(name)).orElse("false");
        if (!value.equals("true") && !value.equals("false"))
            throw new IllegalArgumentException(name + " must be true or false, was " + value);
        return value.equals("true");
    }

    private void csv(Context ctx) throws IOException {
        Study study = desk.study(ctx.pathParam("id"));
        StringWriter text = new StringWriter();
        ObservationCsv.write(desk.observations(study), text);
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"" + study.id() + ".csv\"")
                .result(text.toString());
    }

    private void json(Context ctx) throws IOException {
        StringWriter text = new StringWriter();
        ObservationJson.write(desk.observations(desk.study(ctx.pathParam("id"))), text);
        ctx.contentType("application/json").result(text.toString());
    }
}
