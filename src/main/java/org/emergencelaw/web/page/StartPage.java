package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.ExampleStudies;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.Workspace;

/** {@code /}: what the service does, the studies in it, example studies, and the form for a new one. */
public final class StartPage {

    private static final int PAGE = 50;
    private static final List<String> FIELDS =
            List.of("name", "task", "trivial_accuracy", "shots", "family", "flops_per_param_token", "loss_law");

    private final Workspace desk;
    private final TaskCatalogue catalogue;
    private final ExampleStudies examples;
    private final Pages pages;

    public StartPage(Workspace desk, TaskCatalogue catalogue, ExampleStudies examples, Pages pages) {
        this.desk = desk;
        this.catalogue = catalogue;
        this.examples = examples;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(
            List<Line> studies,
            Optional<String> nextCursor,
            List<ExampleStudies.Example> examples,
            List<TaskCatalogue.Entry> tasks,
            List<String> lossLaws) {}

    /**
     * One study of the list.
     *
     * @param verdict of its newest fit, absent before the first
     */
    public record Line(Study study, int observations, Optional<Verdict> verdict, Optional<String> summary) {}

    public void register(RoutesConfig routes) {
        routes.get("/", ctx -> show(ctx, Form.of(Map.of())));
        routes.get("/index.json", ctx -> ctx.json(view(ctx)));
        routes.get("/studies", ctx -> ctx.redirect("/", HttpStatus.SEE_OTHER));
        routes.post("/studies", this::create);
        routes.post("/examples/{dataset}", this::open);
    }

    private void show(Context ctx, Form form) {
        pages.show(ctx, "start.jte", Map.of("view", view(ctx), "form", form));
    }

    private View view(Context ctx) {
        String after = Optional.ofNullable(ctx.queryParam("cursor")).orElse("");
        List<Study> found = desk.database().studies().list(after, PAGE + 1);
        List<Study> shown = found.subList(0, Math.min(PAGE, found.size()));
        return new View(
                shown.stream().map(this::line).toList(),
                found.size() > PAGE ? Optional.of(shown.get(PAGE - 1).id()) : Optional.empty(),
                examples.all(),
                catalogue.entries(),
                desk.lossLaws().entries().stream()
                        .map(PublishedLossLaws.Entry::name)
                        .toList());
    }

    private Line line(Study study) {
        Optional<EmergenceFit> fit = desk.database().fits().latestWithoutDraws(study.id());
        return new Line(
                study,
                desk.database().observations().count(study.id()),
                fit.map(EmergenceFit::verdict),
                fit.map(EmergenceFit::summary));
    }

    private void create(Context ctx) {
        Form form = Form.of(ctx, FIELDS);
        OptionalDouble trivial = form.quantity("trivial_accuracy");
        OptionalLong shots = form.whole("shots", 1, 100_000);
        OptionalDouble flopsPerToken = form.quantity("flops_per_param_token");
        Optional<Study> created = form.submit(() -> new NewStudy(
                        Optional.empty(),
                        form.value("name"),
                        form.value("task"),
                        Optional.empty(),
                        trivial,
                        shots.isPresent() ? OptionalInt.of((int) shots.getAsLong()) : OptionalInt.empty(),
                        form.text("family"),
                        flopsPerToken,
                        Optional.empty(),
                        form.text("loss_law"))
                .create(desk, catalogue));
        if (created.isPresent()) {
            ctx.redirect("/studies/" + created.get().id() + "/submit", HttpStatus.SEE_OTHER);
        } else {
            ctx.status(422);
            show(ctx, form);
        }
    }

    private void open(Context ctx) {
        String dataset = ctx.pathParam("dataset");
        ExampleStudies.Example example = examples.find(dataset)
                .orElseThrow(() -> new NotFoundResponse("there is no example study named " + dataset));
        ctx.redirect("/studies/" + examples.open(example, desk).id(), HttpStatus.SEE_OTHER);
    }
}
