package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.ObservationImport.Exclusion;
import org.emergencelaw.workspace.Workspace;

/** Checkpoints of a study, to exclude one with a reason and to take it back. */
public record ExclusionsPage(Workspace workspace) {

    /** What the page and its JSON show. */
    public record View(Study study, List<Model> models) {}

    /**
     * A checkpoint by its name.
     *
     * @param rows of all of them
     * @param excluded how many of the rows are excluded
     * @param reasons why
     */
    public record Model(String name, int rows, int excluded, List<String> reasons) {}

    public View view(Context ctx) {
        Study study = study(ctx);
        List<Observation> rows = workspace.observations(study);
        List<Model> models = rows.stream()
                .map(Observation::checkpoint)
                .map(Checkpoint::model)
                .distinct()
                .map(name -> model(
                        name,
                        rows.stream()
                                .filter(row -> row.checkpoint().model().equals(name))
                                .toList()))
                .toList();
        return new View(study, models);
    }

    private static Model model(String name, List<Observation> rows) {
        List<Observation> excluded = rows.stream().filter(Observation::excluded).toList();
        TreeSet<String> reasons = excluded.stream()
                .map(row -> row.notes().getOrDefault(Observation.EXCLUSION_REASON, "no reason given"))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Model(name, rows.size(), excluded.size(), List.copyOf(reasons));
    }

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public void exclude(Context ctx) {
        Form form = Form.of(ctx, List.of("model", "reason"));
        workspace.imports().exclude(study(ctx), which(form.value("model"), Optional.of(form.value("reason"))));
        ctx.redirect("/studies/" + study(ctx).id() + "/exclusions", HttpStatus.SEE_OTHER);
    }

    public void takeBack(Context ctx) {
        Form form = Form.of(ctx, List.of("model"));
        workspace.imports().takeBack(study(ctx), which(form.value("model"), Optional.empty()));
        ctx.redirect("/studies/" + study(ctx).id() + "/exclusions", HttpStatus.SEE_OTHER);
    }

    private static Exclusion which(String model, Optional<String> reason) {
        return new Exclusion(model, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), reason);
    }
}
