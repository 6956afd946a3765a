package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.metric.SeedAverage;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.Coverage;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.report.archive.StudyArchive;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.Workspace;

/** What a study holds: who was measured at what, what is missing, the files, and its deletion. */
public record DataPage(Workspace workspace, Pages pages) {

    private static final int FORECASTS = 1000;

    /**
     * What the page and its JSON show.
     *
     * @param citation how to name the study elsewhere
     * @param fitId of the current fit, whose draws can be had
     * @param excluded rows that are kept and of which nothing is computed
     * @param points accuracies of the chart
     */
    public record View(
            Study study,
            String fitId,
            int observations,
            int excluded,
            Coverage coverage,
            List<SeedAverage> points,
            String citation) {}

    public View view(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        FitAnswer fit = FitAnswer.of(workspace.fits().current(study));
        return new View(
                study,
                fit.id(),
                workspace.count(study),
                workspace.excluded(study),
                Coverage.of(workspace.rows(study)),
                SeedAverage.of(study.task().shots(), workspace.rows(study).rows()),
                citation(ctx, study, fit).text());
    }

    private Citation citation(Context ctx, Study study, FitAnswer fit) {
        return Citation.of(study, fit, Optional.of(pages.outside(ctx, "/studies/" + study.id())));
    }

    /** Rows, fit and forecasts as one file. */
    public void zip(Context ctx) throws IOException {
        Study study = workspace.study(ctx.pathParam("id"));
        List<Observation> all = workspace.observations(study);
        FitAnswer fit = FitAnswer.of(workspace.fits().current(study));
        StudyArchive archive = new StudyArchive(
                study,
                ObservationCsv.text(all),
                fit,
                workspace.forecasts().ofStudy(study, FORECASTS, true),
                citation(ctx, study, fit));
        ctx.contentType("application/zip")
                .header("Content-Disposition", "attachment; filename=\"" + study.id() + ".zip\"");
        archive.write(ctx.outputStream());
    }

    public void show(Context ctx) {
        show(ctx, Form.of(Map.of()));
    }

    private void show(Context ctx, Form form) {
        View view = view(ctx);
        pages.show(ctx, "data.jte", Map.of("view", view, "data", pages.data(view), "form", form));
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
        workspace.studies().delete(study.id());
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    private static String named(String typed, Study study) {
        if (!typed.equals(study.name().strip()))
            throw new IllegalArgumentException(
                    "name must be that of the study, " + study.name() + ", was " + (typed.isEmpty() ? "empty" : typed));
        return typed;
    }
}
