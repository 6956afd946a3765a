package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.Workspace;

/** Name, task, family and counting of a study, which may change while nothing of it is locked. */
public record SettingsPage(Workspace workspace, Pages pages) {

    private static final FormRecord<NewStudy.Change> CHANGE =
            FormRecord.of(NewStudy.Change.class).within("shots", 0, 100_000);

    /**
     * What the page and its JSON show.
     *
     * @param rows while there are any, task and family stay
     */
    public record View(Study study, int rows) {}

    public View view(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        return new View(study, workspace.count(study));
    }

    public void show(Context ctx) {
        show(ctx, filled(view(ctx).study()));
    }

    private static Form filled(Study study) {
        Map<String, String> fields = new HashMap<>();
        fields.put("name", study.name());
        fields.put("task", study.task().name());
        fields.put("metric", study.task().metric());
        fields.put("trivial_accuracy", NumberText.text(study.task().trivialAccuracy()));
        fields.put("shots", Integer.toString(study.task().shots()));
        fields.put("family", study.family());
        fields.put("flops_per_param_token", NumberText.text(study.convention().flopsPerParamToken()));
        fields.put("loss_law", study.convention().lossLaw().orElse(""));
        return Form.of(fields);
    }

    private void show(Context ctx, Form form) {
        pages.show(ctx, "settings.jte", Map.of("view", view(ctx), "form", form));
    }

    public void change(Context ctx) {
        String id = ctx.pathParam("id");
        Form form = CHANGE.form(ctx);
        Optional<Study> changed = CHANGE.read(form).flatMap(asked -> form.submit(() -> asked.applyTo(workspace, id)));
        if (changed.isPresent()) ctx.redirect("/studies/" + id, HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }
}
