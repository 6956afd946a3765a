package org.emergencelaw.web.http;

import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.emergencelaw.job.Job;
import org.emergencelaw.workspace.job.JobQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Browsers and programs that watch jobs: an event for each change, and the last one when the job has ended. Another service of the same
 * database may work on a job, so what is watched here is looked at, too.
 */
public final class JobEvents implements AutoCloseable {

    /** Shorter than the time after which an idle connection is closed. */
    private static final int SECONDS_BETWEEN_SIGNS = 10;

    private static final int SECONDS_BETWEEN_LOOKS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);

    private final JobQueue jobs;
    private final Map<String, Set<SseClient>> watching = new ConcurrentHashMap<>();
    /** What was sent of a job that is watched. */
    private final Map<String, Progress> last = new ConcurrentHashMap<>();

    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "job-events");
        thread.setDaemon(true);
        return thread;
    });

    public JobEvents(JobQueue jobs) {
        this.jobs = jobs;
        jobs.onChange(this::changed);
        pulse.scheduleAtFixedRate(
                () -> watching.values().forEach(clients -> clients.forEach(client -> client.sendComment("still here"))),
                SECONDS_BETWEEN_SIGNS,
                SECONDS_BETWEEN_SIGNS,
                TimeUnit.SECONDS);
        pulse.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            for (String id : List.copyOf(watching.keySet()))
                if (!jobs.find(id).map(JobEvents::progress).equals(Optional.ofNullable(last.get(id)))) sendAll(id);
        } catch (RuntimeException unavailable) {
            LOG.warn("the jobs that are watched cannot be looked at: {}", unavailable.getMessage());
        }
    }

    private static Progress progress(Job job) {
        return new Progress(job.state(), job.done(), job.total());
    }

    private void sendAll(String id) {
        watching.getOrDefault(id, Set.of()).forEach(client -> send(id, client));
    }

    /** Progress of a job, as sent. */
    record Progress(Job.State state, int done, int total) {}

    /** Sends where the job stands, and from now on every change. */
    public void watch(String id, SseClient client) {
        client.keepAlive();
        client.onClose(() -> watching.computeIfPresent(id, (key, clients) -> {
            clients.remove(client);
            if (!clients.isEmpty()) return clients;
            last.remove(id);
            return null;
        }));
        watching.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(client);
        send(id, client);
    }

    /** After a change; on a thread of its own, so that a slow reader holds up no work. */
    private void changed(String id) {
        if (watching.containsKey(id) && !pulse.isShutdown()) pulse.execute(() -> sendAll(id));
    }

    private void send(String id, SseClient client) {
        var job = jobs.find(id);
        job.map(JobEvents::progress).ifPresent(now -> {
            last.put(id, now);
            client.sendEvent(now.state().open() ? "progress" : "end", now);
        });
        if (job.isEmpty() || !job.get().state().open()) client.close();
    }

    /** Ends all connections, which would otherwise hold up the stopping server. */
    @Override
    public void close() {
        pulse.shutdownNow();
        watching.values().forEach(clients -> clients.forEach(SseClient::close));
    }
}
