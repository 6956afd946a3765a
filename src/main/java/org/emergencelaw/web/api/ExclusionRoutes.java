package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.OptionalLong;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.ObservationImport.Exclusion;
import org.emergencelaw.workspace.Workspace;

/** Rows that stay in a study with a reason, and of which nothing is computed. */
public record ExclusionRoutes(Workspace workspace, Idempotency idempotency) {

    /** How many rows a change was of. */
    public record Changed(int rows) {}

    public void list(Context ctx) {
        ctx.json(Listed.all(workspace.observations(study(ctx)).stream()
                .filter(Observation::excluded)
                .toList()));
    }

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public void exclude(Context ctx) throws JsonProcessingException {
        Exclusion which = JsonBody.of(ctx, Exclusion.class);
        Study study = study(ctx);
        idempotency.atomically(
                ctx, () -> ctx.status(201).json(new Changed(workspace.imports().exclude(study, which))));
    }

    public void takeBack(Context ctx) {
        Study study = study(ctx);
        Exclusion which = new Exclusion(
                Queries.text(ctx, "model"),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
        idempotency.atomically(
                ctx, () -> ctx.json(new Changed(workspace.imports().takeBack(study, which))));
    }
}
