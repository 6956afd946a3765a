package org.emergencelaw.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.sse.SseHandler;
import java.util.OptionalLong;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.workspace.BacktestQueue;
import org.emergencelaw.workspace.JobAnswer;
import org.emergencelaw.workspace.Workspace;

/** Backtests and the jobs that do them, under {@code /api/v1}. */
public final class JobRoutes {

    private final Workspace desk;
    private final BacktestQueue jobs;
    private final JobEvents events;
    private final Idempotency idempotency;

    public JobRoutes(Workspace desk, BacktestQueue jobs, JobEvents events, Idempotency idempotency) {
        this.desk = desk;
        this.jobs = jobs;
        this.events = events;
        this.idempotency = idempotency;
    }

    /** Options of a backtest; what is left out is the default. */
    record BacktestRequest(OptionalLong seed) {}

    public void register(RoutesConfig routes) {
        routes.post("/api/v1/studies/{id}/backtests", this::backtest);
        routes.get("/api/v1/jobs/{id}", ctx -> ctx.json(answer(jobs.job(ctx.pathParam("id")))));
        routes.delete("/api/v1/jobs/{id}", ctx -> ctx.json(answer(jobs.cancel(ctx.pathParam("id")))));
        SseHandler stream = new SseHandler(client -> events.watch(client.ctx().pathParam("id"), client));
        routes.get("/api/v1/jobs/{id}/events", ctx -> {
            jobs.job(ctx.pathParam("id"));
            if (!String.valueOf(ctx.header("Accept")).contains("text/event-stream"))
                throw new HttpResponseException(
                        406, "this is a stream of events: send the header Accept: text/event-stream");
            stream.handle(ctx);
        });
    }

    private void backtest(Context ctx) throws JsonProcessingException {
        Study study = desk.study(ctx.pathParam("id"));
        OptionalLong seed = ctx.body().isBlank()
                ? OptionalLong.empty()
                : JsonBody.of(ctx, BacktestRequest.class).seed();
        idempotency.atomically(ctx, () -> {
            JobStore.Job job = jobs.backtest(study, seed.orElse(FitOptions.DEFAULT.seed()));
            ctx.status(202).header("Location", "/api/v1/jobs/" + job.id()).json(answer(job));
        });
    }

    private JobAnswer answer(JobStore.Job job) {
        return JobAnswer.of(job, desk.database().jobs());
    }
}
