package org.emergencelaw.web.http;

import io.javalin.http.sse.SseClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.workspace.BacktestQueue;

/** Browsers and programs that watch jobs: an event for each change, and the last one when the job has ended. */
public final class JobEvents implements AutoCloseable {

    /** Shorter than the time after which an idle connection is closed. */
    private static final int SECONDS_BETWEEN_SIGNS = 10;

    private final BacktestQueue jobs;
    private final Map<String, Set<SseClient>> watching = new ConcurrentHashMap<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "job-events");
        thread.setDaemon(true);
        return thread;
    });

    public JobEvents(BacktestQueue jobs) {
        this.jobs = jobs;
        jobs.onChange(this::changed);
        pulse.scheduleAtFixedRate(
                () -> watching.values().forEach(clients -> clients.forEach(client -> client.sendComment("still here"))),
                SECONDS_BETWEEN_SIGNS,
                SECONDS_BETWEEN_SIGNS,
                TimeUnit.SECONDS);
    }

    /** Progress of a job, as sent. */
    record Progress(BacktestJob.State state, int done, int total) {}

    /** Sends where the job stands, and from now on every change. */
    public void watch(String id, SseClient client) {
        client.keepAlive();
        client.onClose(() -> watching.getOrDefault(id, Set.of()).remove(client));
        watching.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(client);
        send(id, client);
    }

    /** After a change; on a thread of its own, so that a slow reader holds up no work. */
    private void changed(String id) {
        if (watching.containsKey(id) && !pulse.isShutdown())
            pulse.execute(() -> watching.getOrDefault(id, Set.of()).forEach(client -> send(id, client)));
    }

    private void send(String id, SseClient client) {
        var job = jobs.find(id);
        job.ifPresent(now -> client.sendEvent(
                now.state().open() ? "progress" : "end", new Progress(now.state(), now.done(), now.total())));
        if (job.isEmpty() || !job.get().state().open()) client.close();
    }

    /** Ends all connections, which would otherwise hold up the stopping server. */
    @Override
    public void close() {
        pulse.shutdownNow();
        watching.values().forEach(clients -> clients.forEach(SseClient::close));
    }
}
