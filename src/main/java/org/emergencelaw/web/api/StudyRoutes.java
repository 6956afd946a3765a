package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.Workspace;

/** {@code /api/v1/studies}: create, list, show and delete studies. */
public final class StudyRoutes {

    private static final int PAGE = 100;

    private final Workspace desk;
    private final TaskCatalogue catalogue;
    private final Idempotency idempotency;

    public StudyRoutes(Workspace desk, TaskCatalogue catalogue, Idempotency idempotency) {
        this.desk = desk;
        this.catalogue = catalogue;
        this.idempotency = idempotency;
    }

    /** A page of a list. */
    record Listed<T>(List<T> items, Optional<String> nextCursor) {}

    public void register(RoutesConfig routes) {
        routes.get("/api/v1/studies", this::list);
        routes.post("/api/v1/studies", this::create);
        routes.get("/api/v1/studies/{id}", ctx -> ctx.json(desk.study(ctx.pathParam("id"))));
        routes.delete("/api/v1/studies/{id}", this::delete);
        routes.get("/api/v1/tasks", ctx -> ctx.json(new Listed<>(catalogue.entries(), Optional.empty())));
    }

    private void list(Context ctx) {
        String after = Optional.ofNullable(ctx.queryParam("cursor")).orElse("");
        List<Study> found = desk.database().studies().list(after, PAGE + 1);
        boolean more = found.size() > PAGE;
        List<Study> items = more ? found.subList(0, PAGE) : found;
        ctx.json(new Listed<>(items, more ? Optional.of(items.get(PAGE - 1).id()) : Optional.empty()));
    }

    private void create(Context ctx) throws JsonProcessingException {
        NewStudy asked = JsonBody.of(ctx, NewStudy.class);
        idempotency.atomically(ctx, () -> {
            Study study = asked.create(desk, catalogue);
            ctx.status(201).header("Location", "/api/v1/studies/" + study.id()).json(study);
        });
    }

    private void delete(Context ctx) {
        idempotency.atomically(ctx, () -> {
            if (!desk.database().studies().delete(ctx.pathParam("id")))
                throw new NotFoundResponse("there is no study with the id " + ctx.pathParam("id"));
            ctx.status(204);
        });
    }
}
