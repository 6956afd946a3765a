package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.web.http.Downloads;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.UploadedRows;
import org.emergencelaw.workspace.ObservationImport.Mode;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.NewSuite;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.emergencelaw.workspace.suite.SuiteImport;
import org.emergencelaw.workspace.suite.Suites;

/** Suites: create, list, show and delete; rows of many tasks in one go. */
public record SuiteRoutes(
        Workspace workspace, Suites suites, SuiteImport imports, SuiteForecasts forecasts, Idempotency idempotency) {

    private static final int PAGE = 100;

    public void list(Context ctx) {
        ctx.json(suites.list(Queries.text(ctx, "cursor"), Queries.text(ctx, "q"), PAGE));
    }

    public void create(Context ctx) throws JsonProcessingException {
        NewSuite asked = JsonBody.of(ctx, NewSuite.class);
        idempotency.atomically(ctx, () -> {
            Suite suite = suites.create(asked);
            ctx.status(201).header("Location", "/api/v1/suites/" + suite.id()).json(suite);
        });
    }

    private Suite suite(Context ctx) {
        return suites.suite(ctx.pathParam("id"));
    }

    public void show(Context ctx) {
        ctx.json(suites.view(suite(ctx)));
    }

    public void delete(Context ctx) {
        idempotency.atomically(ctx, () -> {
            suites.delete(ctx.pathParam("id"));
            ctx.status(204);
        });
    }

    /** With {@code ?name=} a suite that is not there yet is made with its rows, or not at all. */
    public void submit(Context ctx) {
        Mode mode = Mode.of(Queries.flag(ctx, "dry_run"), Queries.flag(ctx, "replace"), Queries.flag(ctx, "update"));
        TaskSettings settings =
                new TaskSettings(Queries.quantity(ctx, "trivial_accuracy"), Queries.count(ctx, "shots"));
        String id = ctx.pathParam("id");
        Optional<NewSuite> asked = Optional.ofNullable(ctx.queryParam("name"))
                .filter(name -> suites.find(id).isEmpty())
                .map(name -> NewSuite.of(Optional.of(id), name, Optional.ofNullable(ctx.queryParam("family"))));
        SuiteImport.Submitted submitted = imports.read(
                asked.map(suites::draft).orElseGet(() -> suites.suite(id)),
                mode,
                settings,
                UploadedRows.of(ctx, workspace.tasks()));
        idempotency.atomically(ctx, () -> {
            if (mode.saves() && submitted.read().accepted()) asked.ifPresent(suites::create);
            answer(ctx, mode, imports.save(submitted));
        });
        if (mode.saves() && ctx.statusCode() < 300) forecasts.watch(suites.suite(id));
    }

    private static void answer(Context ctx, Mode mode, SuiteImport.Done done) {
        if (done.report().isEmpty()) {
            ctx.status(422).json(Problem.refusal(done.read())).contentType(Problem.CONTENT_TYPE);
            return;
        }
        ctx.status(mode.saves() ? 201 : 200).json(done.report().get());
    }

    /** Rows of all tasks, as tidy CSV. */
    public void csv(Context ctx) throws IOException {
        Suite suite = suite(ctx);
        ctx.header("Content-Disposition", "attachment; filename=\"" + suite.id() + ".csv\"");
        try (Writer out = Downloads.text(ctx, "text/csv")) {
            ObservationCsv.write(suites.rows(suite), out);
        }
    }
}
