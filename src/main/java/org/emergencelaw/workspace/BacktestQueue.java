package org.emergencelaw.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.ConflictResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does long work in the background, one job at a time on all cores, in the order of arrival. Every finished part is kept, so a
 * restart goes on where the last life ended, and ends with the same bytes.
 */
public final class BacktestQueue implements AutoCloseable {

    /** More waiting than this and a new one is refused: the answer would be too far away. */
    static final int MOST_OPEN = 20;

    private static final int SECONDS_TO_STOP = 5;
    private static final Logger LOG = LoggerFactory.getLogger(BacktestQueue.class);

    private final Workspace desk;
    private final JobStore store;
    private final Clock clock;
    private final Consumer<String> changed;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> new Thread(work, "jobs"));
    private volatile boolean closing;

    /** @param changed told the id of a job whose state or progress changed */
    public BacktestQueue(Workspace desk, Clock clock, Consumer<String> changed) {
        this.desk = desk;
        this.store = desk.database().jobs();
        this.clock = clock;
        this.changed = changed;
    }

    /** Takes up what an earlier life left unfinished. */
    public void resume() {
        for (JobStore.Job job : store.open()) submit(job.id());
    }

    /**
     * Queues a backtest of what is in the study now.
     *
     * @throws IllegalArgumentException if the study has no history to replay
     */
    public JobStore.Job backtest(Study study, long seed) {
        if (store.open().size() >= MOST_OPEN)
            throw new ServiceUnavailableResponse(MOST_OPEN + " jobs wait already; try again when one is done");
        StudyRows rows = desk.rows(study);
        JobStore.Job job = new JobStore.Job(
                UUID.randomUUID().toString(),
                study.id(),
                JobStore.Kind.BACKTEST,
                seed,
                rows.rows().inputSha256(),
                JobStore.State.QUEUED,
                0,
                new Backtest.Work(rows, seed).parts(),
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        store.add(job);
        submit(job.id());
        return job;
    }

    public JobStore.Job job(String id) {
        return store.find(id).orElseThrow(() -> new NotFoundResponse("there is no job with the id " + id));
    }

    /** Cancels an open job; one that was cancelled already stays so. */
    public JobStore.Job cancel(String id) {
        if (!store.cancel(id, clock.instant()) && job(id).state() != JobStore.State.CANCELLED)
            throw new ConflictResponse("the job " + id + " has ended already");
        changed.accept(id);
        return job(id);
    }

    private void submit(String id) {
        try {
            worker.execute(() -> run(id));
        } catch (RejectedExecutionException stopping) {
            // it stays queued, and is taken up by the next life
            LOG.info("job {} waits for the next start", id);
        }
    }

    private void run(String id) {
        if (closing || !store.start(id)) return;
        changed.accept(id);
        try {
            work(job(id));
        } catch (NotFoundResponse deleted) {
            LOG.info("job {} went with its study", id);
        } catch (RuntimeException | Error broken) {
            // an error too: a job must not look as if it were at work for good
            if (store.find(id).isEmpty() || closing) return;
            boolean input = broken instanceof IllegalArgumentException;
            if (!input) LOG.error("job {} failed", id, broken);
            store.fail(
                    id,
                    clock.instant(),
                    input ? String.valueOf(broken.getMessage()) : "an internal error of the service");
        }
        changed.accept(id);
    }

    private void work(JobStore.Job job) {
        StudyRows rows = desk.rows(desk.study(job.studyId()));
        if (!rows.rows().inputSha256().equals(job.inputSha256()))
            throw new IllegalArgumentException(
                    "the observations changed after this job was asked for: start another one");
        Backtest.Work work = new Backtest.Work(rows, job.seed());
        List<Integer> missing = new ArrayList<>();
        TreeMap<Integer, String> kept = store.parts(job.id());
        for (int i = 0; i < work.parts(); i++) if (!kept.containsKey(i)) missing.add(i);
        int atOnce = Runtime.getRuntime().availableProcessors();
        for (int from = 0; from < missing.size(); from += atOnce) {
            if (closing || !job(job.id()).state().open()) return;
            missing.subList(from, Math.min(missing.size(), from + atOnce)).parallelStream()
                    .forEach(part -> store.addPart(job.id(), part, written(work.part(part))));
            changed.accept(job.id());
        }
        // from what is kept, not from what is in memory: so it is the same after a restart
        List<Backtest.Part> parts = store.parts(job.id()).values().stream()
                .map(part -> read(part, Backtest.Part.class))
                .toList();
        store.finish(job.id(), clock.instant(), written(work.report(parts)));
    }

    public static String written(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    public static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Lets the part in hand end; what is open is taken up at the next start. */
    @Override
    public void close() {
        closing = true;
        worker.shutdown();
        try {
            if (!worker.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) worker.shutdownNow();
        } catch (InterruptedException impatient) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
