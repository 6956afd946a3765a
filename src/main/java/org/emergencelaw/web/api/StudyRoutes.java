package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.Workspace;

/** Studies: create, list, show and delete; and the tasks of the catalogue. */
public record StudyRoutes(Workspace workspace, Idempotency idempotency) {

    private static final int PAGE = 100;

    public void list(Context ctx) {
        ctx.json(workspace.studies().list(Queries.text(ctx, "cursor"), Queries.text(ctx, "q"), PAGE));
    }

    public void create(Context ctx) throws JsonProcessingException {
        NewStudy asked = JsonBody.of(ctx, NewStudy.class);
        idempotency.atomically(ctx, () -> {
            Study study = workspace.studies().create(asked);
            ctx.status(201).header("Location", "/api/v1/studies/" + study.id()).json(study);
        });
    }

    public void show(Context ctx) {
        ctx.json(workspace.study(ctx.pathParam("id")));
    }

    public void change(Context ctx) throws JsonProcessingException {
        NewStudy.Change asked = JsonBody.of(ctx, NewStudy.Change.class);
        idempotency.atomically(ctx, () -> ctx.json(asked.applyTo(workspace, ctx.pathParam("id"))));
    }

    public void delete(Context ctx) {
        idempotency.atomically(ctx, () -> {
            workspace.studies().delete(ctx.pathParam("id"));
            ctx.status(204);
        });
    }

    public void metrics(Context ctx) {
        ctx.json(workspace.metrics(ctx.pathParam("id"), Queries.count(ctx, "shots")));
    }

    public void tasks(Context ctx) {
        ctx.json(Listed.all(workspace.tasks().entries()));
    }
}
