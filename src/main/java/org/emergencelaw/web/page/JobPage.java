package org.emergencelaw.web.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.BacktestQueue;
import org.emergencelaw.workspace.Workspace;

/** How far a job is, and then who did best in a backtest. */
public record JobPage(Workspace workspace, BacktestQueue jobs) {

    /** What the page and its JSON show. */
    public record View(Study study, BacktestJob job, Optional<Backtest> result) {

        public boolean backtest() {
            return job.kind() == BacktestJob.Kind.BACKTEST;
        }
    }

    public View view(Context ctx) {
        BacktestJob job = jobs.job(ctx.pathParam("id"));
        return new View(workspace.study(job.studyId()), job, jobs.answer(job).result());
    }

    public void start(Context ctx) {
        show(ctx, jobs.backtest(workspace.study(ctx.pathParam("id")), FitOptions.DEFAULT.seed()));
    }

    public void leaveOut(Context ctx) {
        show(ctx, jobs.influence(workspace.study(ctx.pathParam("id"))));
    }

    public void cancel(Context ctx) {
        show(ctx, jobs.cancel(ctx.pathParam("id")));
    }

    private static void show(Context ctx, BacktestJob job) {
        ctx.redirect("/jobs/" + job.id(), HttpStatus.SEE_OTHER);
    }
}
