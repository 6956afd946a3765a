package org.emergencelaw.web.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.web.http.GuidedPath;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.suite.Suites;

/** How far a job is, and then who did best in a backtest, or where the result of another kind stands. */
public record JobPage(Workspace workspace, Suites suites, StudyJobs jobs, Pages pages) {

    /**
     * What the page and its JSON show.
     *
     * @param study that the job is of; absent where it is of a suite
     * @param example that is opened, where that is the job
     */
    public record View(
            Optional<Study> study,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Suite> suite,
            Job job,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> example,
            Optional<Backtest> result) {

        public boolean backtest() {
            return job.kind() == Job.Kind.BACKTEST;
        }

        /** What is being done. */
        public String title() {
            return switch (job.kind()) {
                case BACKTEST -> "Tested on its own history";
                case INFLUENCE -> "Diagnostics";
                case METHODS -> "The same rows by every method";
                case TORNADO -> "Which assumption matters most to this forecast?";
                case EXAMPLE -> "An example is opened";
                case FIT -> "Fit of all rows";
                case SUITE_LOCK -> "Lock of all tasks";
                case SUITE_FORECAST -> "Forecast of all tasks";
            };
        }

        /** The same in a sentence. */
        public String about() {
            return switch (job.kind()) {
                case BACKTEST ->
                    "Larger checkpoints are hidden, the emergence law and its rivals predict from the rest, and the"
                            + " observed outcome decides. Rows marked held_out are never shown to them.";
                case INFLUENCE -> "Each checkpoint, finetuned group and row is left out of the fit, one at a time.";
                case METHODS -> "The rows are fitted by the published methods, beside that of the study.";
                case TORNADO -> "One assumption is changed at a time, and the forecast is made again.";
                case EXAMPLE -> "Its rows are read and checked, and kept with the fit that came with them.";
                case FIT -> "The emergence law is fitted to the rows of the study, by the defaults.";
                case SUITE_LOCK -> "The forecast of each task is frozen; all are written when all are ready, or none.";
                case SUITE_FORECAST -> "Each task is fitted and forecast; its page shows what there is meanwhile.";
            };
        }

        /** Of whom. */
        public String name() {
            return study.map(Study::name).or(() -> suite.map(Suite::name)).orElse("");
        }

        /** Where that stands. */
        public String home() {
            return study.map(of -> "/studies/" + of.id())
                    .or(() -> suite.map(of -> "/suites/" + of.id()))
                    .orElse("/");
        }

        /** Where its result stands. */
        public String place() {
            return switch (job.kind()) {
                case BACKTEST -> "/jobs/" + job.id();
                case INFLUENCE -> home() + "/diagnostics#influence";
                case METHODS -> home() + "/methods";
                case TORNADO -> "/forecasts/" + job.forecastId().orElse("") + "/tornado";
                case EXAMPLE, FIT, SUITE_FORECAST -> home();
                case SUITE_LOCK -> home() + "/lock";
            };
        }

        /** The form that asks for it again; absent where its own page does. */
        public Optional<String> again() {
            return switch (job.kind()) {
                case BACKTEST -> Optional.of(home() + "/backtests");
                case INFLUENCE, METHODS, TORNADO -> Optional.of(place().replaceFirst("#.*", ""));
                case EXAMPLE -> example.map(id -> "/examples/" + id);
                case FIT, SUITE_LOCK, SUITE_FORECAST -> Optional.empty();
            };
        }

        /** The tab of the study under which it stands. */
        public String tab() {
            return switch (job.kind()) {
                case BACKTEST -> "backtests";
                case TORNADO -> "forecasts";
                case EXAMPLE, FIT -> "overview";
                default -> "diagnostics";
            };
        }
    }

    public View view(Context ctx) {
        Job job = jobs.queue().job(ctx.pathParam("id"));
        return new View(
                job.studyId().map(workspace::study),
                job.suiteId().map(suites::suite),
                job,
                job.kind() == Job.Kind.EXAMPLE ? jobs.queue().asked(job) : Optional.empty(),
                jobs.queue().answer(job).result());
    }

    /** Whoever comes to a study when its rows and its fit are there has nothing to wait for. */
    public void show(Context ctx) {
        View view = view(ctx);
        boolean there = view.job().state() == Job.State.DONE && view.place().equals(view.home());
        if (there) ctx.redirect(GuidedPath.of(ctx).on(view.place()), HttpStatus.SEE_OTHER);
        else pages.show(ctx, "job.jte", view);
    }

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    public void start(Context ctx) {
        show(ctx, jobs.backtests().ask(study(ctx), FitOptions.DEFAULT.seed()));
    }

    public void leaveOut(Context ctx) {
        show(ctx, jobs.influence().ask(study(ctx)));
    }

    public void methods(Context ctx) {
        show(ctx, jobs.methods().ask(study(ctx)));
    }

    public void tornado(Context ctx) {
        show(ctx, jobs.tornadoes().ask(workspace.forecasts().find(ctx.pathParam("id"))));
    }

    public void cancel(Context ctx) {
        show(ctx, jobs.queue().cancel(ctx.pathParam("id")));
    }

    private static void show(Context ctx, Job job) {
        ctx.redirect("/jobs/" + job.id(), HttpStatus.SEE_OTHER);
    }
}
