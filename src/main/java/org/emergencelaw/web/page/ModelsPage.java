package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** {@code /models}: what is known of models for imports that do not say it, and how to forget one. */
public final class ModelsPage {

    private final Workspace desk;
    private final Pages pages;

    public ModelsPage(Workspace desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(List<KnownModel> models) {}

    public void register(RoutesConfig routes) {
        routes.get("/models.json", ctx -> ctx.json(view()));
        routes.get("/models", ctx -> pages.show(ctx, "models.jte", Map.of("view", view())));
        routes.post("/models/delete", this::delete);
    }

    private View view() {
        return new View(desk.database().models().all());
    }

    private void delete(Context ctx) {
        Form form = Form.of(ctx, List.of("model", "revision"));
        desk.forget(KnownModel.unknown(form.value("model"), form.value("revision")));
        ctx.redirect("/models", HttpStatus.SEE_OTHER);
    }
}
