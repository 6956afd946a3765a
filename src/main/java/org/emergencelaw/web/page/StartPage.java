package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.report.picture.Thumbnail;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.web.http.GuidedPath;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.Studies;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.example.ExampleJobs;
import org.emergencelaw.workspace.example.ExampleStudies;

/** What the service does, the studies in it, example studies, and the form for a new one. */
public record StartPage(Workspace workspace, ExampleJobs opening, Pages pages, Map<String, String> thumbnails) {

    private static final int PAGE = 50;
    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final FormRecord<NewStudy> STUDY =
            FormRecord.of(NewStudy.class).within("shots", 0, 100_000);

    /**
     * What the page and its JSON show.
     *
     * @param q what studies and examples are searched for; may be empty
     */
    public record View(
            List<Studies.Summary> studies,
            Optional<String> nextCursor,
            List<ExampleStudies.Example> examples,
            List<TaskCatalogue.Entry> tasks,
            List<String> lossLaws,
            String q) {}

    public View view(Context ctx) {
        String q = Queries.text(ctx, "q").strip();
        Listed<Studies.Summary> studies = workspace.studies().summaries(Queries.text(ctx, "cursor"), q, PAGE);
        return new View(
                studies.items(),
                studies.nextCursor(),
                opening.examples().searched(q),
                workspace.tasks().entries(),
                workspace.lossLaws().entries().stream()
                        .map(PublishedLossLaws.Entry::name)
                        .toList(),
                q);
    }

    public void show(Context ctx) {
        show(ctx, Form.of(Map.of()));
    }

    private void show(Context ctx, Form form) {
        pages.show(ctx, "start.jte", Map.of("view", view(ctx), "form", form));
    }

    public void create(Context ctx) {
        Form form = STUDY.form(ctx);
        Optional<Study> created = STUDY.read(form)
                .flatMap(asked -> form.submit(() -> workspace.studies().create(asked)));
        if (created.isPresent()) ctx.redirect("/studies/" + created.get().id() + "/submit", HttpStatus.SEE_OTHER);
        else show(ctx.status(422), form);
    }

    /** Makes an example a study, or opens the one that it became before; its page shows how far that is. */
    public void open(Context ctx) {
        ExampleJobs.Opened opened = opening.ask(ctx.pathParam("example"));
        // most are there before a page of progress would be
        opened.job()
                .ifPresent(job -> opening.queue()
                        .patiently(
                                () -> opening.queue().job(job.id()),
                                now -> !now.state().open(),
                                AT_ONCE));
        String path = FormFields.value(ctx, GuidedPath.STEP).isEmpty() ? "" : "?" + GuidedPath.STEP + "=1";
        ctx.redirect("/studies/" + opened.study().id() + path, HttpStatus.SEE_OTHER);
    }

    /** Its rows at a glance. */
    public void thumbnail(Context ctx) {
        String id = ctx.pathParam("example");
        ctx.header("Cache-Control", "private, max-age=86400")
                .contentType("image/svg+xml")
                .result(thumbnails.computeIfAbsent(id, this::drawn));
    }

    private String drawn(String id) {
        List<Observation> rows = opening.examples().rows(id);
        Task task = workspace.tasks().find(rows.get(0).task()).orElseThrow().task();
        return new Thumbnail(task, rows).svg();
    }

    /** The list of studies is on the start page. */
    public void studies(Context ctx) {
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }
}
