package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.workspace.Workspace;

/** What is known of models for imports that do not say it, and how to forget one. */
public record ModelsPage(Workspace workspace) {

    /** What the page and its JSON show. */
    public record View(List<KnownModel> models) {}

    public View view(Context ctx) {
        return new View(workspace.models());
    }

    public void delete(Context ctx) {
        Form form = Form.of(ctx, List.of("model", "revision"));
        workspace.forget(KnownModel.unknown(form.value("model"), form.value("revision")));
        ctx.redirect("/models", HttpStatus.SEE_OTHER);
    }
}
