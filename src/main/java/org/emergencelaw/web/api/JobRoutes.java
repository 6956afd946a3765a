package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.web.http.Refused;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.JobQueue;
import org.emergencelaw.workspace.job.StudyJobs;

/** What takes long, and the jobs that do it. */
public record JobRoutes(Workspace workspace, StudyJobs kinds, JobEvents events, Idempotency idempotency) {

    /** Options of a backtest; what is left out is the default. */
    public record BacktestRequest(OptionalLong seed) {}

    public void create(Context ctx) throws JsonProcessingException {
        Study study = workspace.study(ctx.pathParam("id"));
        OptionalLong seed = JsonBody.optional(ctx, BacktestRequest.class)
                .map(BacktestRequest::seed)
                .orElse(OptionalLong.empty());
        begun(ctx, () -> kinds.backtests().ask(study, seed.orElse(FitOptions.DEFAULT.seed())));
    }

    private JobQueue jobs() {
        return kinds.queue();
    }

    private void begun(Context ctx, Supplier<Job> asked) {
        idempotency.atomically(ctx, () -> {
            Job job = asked.get();
            ctx.status(202).header("Location", "/api/v1/jobs/" + job.id()).json(jobs().answer(job));
        });
    }

    /** With its fit made, if need be, before anything is locked. */
    private Study fitted(Context ctx) {
        Study study = workspace.study(ctx.pathParam("id"));
        workspace.fits().current(study);
        return study;
    }

    public void leaveOut(Context ctx) {
        Study study = fitted(ctx);
        begun(ctx, () -> kinds.influence().ask(study));
    }

    public void methods(Context ctx) {
        Study study = fitted(ctx);
        begun(ctx, () -> kinds.methods().ask(study));
    }

    public void tornado(Context ctx) {
        StoredForecast forecast = workspace.forecasts().find(ctx.pathParam("id"));
        begun(ctx, () -> kinds.tornadoes().ask(forecast));
    }

    public void show(Context ctx) {
        ctx.json(jobs().answer(jobs().job(ctx.pathParam("id"))));
    }

    public void list(Context ctx) {
        ctx.json(jobs().list(Queries.page(ctx), Queries.chosen(ctx, "state", Job.State.values())));
    }

    public void cancel(Context ctx) {
        ctx.json(jobs().answer(jobs().cancel(ctx.pathParam("id"))));
    }

    public void events(Context ctx) {
        String id = ctx.pathParam("id");
        jobs().job(id);
        if (!String.valueOf(ctx.header("Accept")).contains("text/event-stream"))
            throw new Refused(
                    ProblemCode.NOT_ACCEPTABLE,
                    406,
                    "this is a stream of events: send the header Accept: text/event-stream");
        new SseHandler(client -> events.watch(id, client)).handle(ctx);
    }
}
