package org.emergencelaw.web.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.BacktestQueue;
import org.emergencelaw.workspace.JobAnswer;
import org.emergencelaw.workspace.Workspace;

/** {@code /jobs/{id}}: how far a backtest is, and then who did best. */
public final class JobPage {

    private final Workspace desk;
    private final BacktestQueue jobs;
    private final Pages pages;

    public JobPage(Workspace desk, BacktestQueue jobs, Pages pages) {
        this.desk = desk;
        this.jobs = jobs;
        this.pages = pages;
    }

    /** What the page and its twin show. */
    public record View(Study study, JobStore.Job job, Optional<Backtest> result) {}

    public void register(RoutesConfig routes) {
        pages.withTwin(routes, "/jobs/{id}", "job.jte", ctx -> view(ctx.pathParam("id")));
        routes.post("/studies/{id}/backtests", this::start);
        routes.post("/jobs/{id}/cancel", ctx -> {
            JobStore.Job job = jobs.cancel(ctx.pathParam("id"));
            ctx.redirect("/jobs/" + job.id(), HttpStatus.SEE_OTHER);
        });
    }

    private void start(Context ctx) {
        JobStore.Job job = jobs.backtest(desk.study(ctx.pathParam("id")), FitOptions.DEFAULT.seed());
        ctx.redirect("/jobs/" + job.id(), HttpStatus.SEE_OTHER);
    }

    private View view(String id) {
        JobStore.Job job = jobs.job(id);
        return new View(
                desk.study(job.studyId()),
                job,
                JobAnswer.of(job, desk.database().jobs()).result());
    }
}
