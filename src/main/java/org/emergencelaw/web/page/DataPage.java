package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.Coverage;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;

/** What a study holds: who was measured at what, what is missing, the files, and its deletion. */
public record DataPage(Workspace workspace, Pages pages) {

    /**
     * What the page and its JSON show.
     *
     * @param fitId of the current fit, whose draws can be had
     * @param excluded rows that are kept and of which nothing is computed
     */
    public record View(Study study, String fitId, int observations, int excluded, Coverage coverage) {}

    public View view(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        List<Observation> all = workspace.observations(study);
        return new View(
                study,
                workspace.fits().current(study).id(),
                all.size(),
                (int) all.stream().filter(Observation::excluded).count(),
                Coverage.of(workspace.rows(study)));
    }

    public void show(Context ctx) {
        show(ctx, Form.of(Map.of()));
    }

    private void show(Context ctx, Form form) {
        pages.show(ctx, "data.jte", Map.of("view", view(ctx), "form", form));
    }

    /** Only by its name, which nobody types by accident. */
    public void delete(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        Form form = Form.of(ctx, List.of("name"));
        Optional<String> named = form.attempt("name", () -> named(form.value("name"), study));
        if (named.isEmpty()) {
            show(ctx.status(422), form);
            return;
        }
        workspace.delete(study.id());
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    private static String named(String typed, Study study) {
        if (!typed.equals(study.name().strip()))
            throw new IllegalArgumentException(
                    "name must be that of the study, " + study.name() + ", was " + (typed.isEmpty() ? "empty" : typed));
        return typed;
    }
}
