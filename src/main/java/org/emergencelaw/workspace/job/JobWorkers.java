package org.emergencelaw.workspace.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.job.Job;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.Unavailable;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs, on all cores, in the order of arrival: one of a kind at a time, so that what takes seconds does not wait behind what takes
 * minutes. Every finished part is kept, so a restart goes on where the last life ended, and ends with the same bytes. Several
 * processes may work on one database: a job is under a lease while one works on it, and free for all when that lease has run out.
 */
final class JobWorkers implements AutoCloseable {

    /** Why a job failed that is not to blame for it. */
    static final String FAULT = "an internal error of the service";

    private static final int SECONDS_TO_STOP = 5;

    /** Long enough for a stalled process, short enough to wait for after one that was killed. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(JobWorkers.class);

    private final Workspace workspace;
    private final JobStore store;
    private final Clock clock;
    private final Map<Job.Kind, JobKind> kinds;
    private final Consumer<String> changed;
    private final String owner = UUID.randomUUID().toString();
    private final Set<String> submitted = ConcurrentHashMap.newKeySet();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Map<Job.Kind, ExecutorService> workers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService leases = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "job-leases");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closing;

    /** The job is another's by now, or was cancelled: what was written with its end is taken back. */
    private static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** @param changed told the id of a job whose state or progress changed */
    JobWorkers(Workspace workspace, Clock clock, Map<Job.Kind, JobKind> kinds, Consumer<String> changed) {
        this.workspace = workspace;
        this.store = workspace.database().jobs();
        this.clock = clock;
        this.kinds = kinds;
        this.changed = changed;
    }

    private static ExecutorService worker(Job.Kind kind) {
        String name = "jobs-" + DisplayNames.key(kind);
        return Executors.newSingleThreadExecutor(work -> new Thread(work, name));
    }

    void start() {
        takeUp();
        leases.scheduleWithFixedDelay(
                this::renewAndTakeUp, BETWEEN_RENEWALS.toMillis(), BETWEEN_RENEWALS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void renewAndTakeUp() {
        try {
            for (String id : running) store.renew(id, owner, until());
            takeUp();
        } catch (RuntimeException busy) {
            // the next beat comes before the lease runs out
            LOG.warn("leases of jobs could not be renewed", busy);
        }
    }

    private Instant until() {
        return clock.instant().plus(LEASE);
    }

    private void takeUp() {
        for (Job job : store.startable(clock.instant())) submit(job);
    }

    /** Does a job in its turn; what another program left of a kind that is not known here stays as it is. */
    void submit(Job job) {
        if (!kinds.containsKey(job.kind()) || !submitted.add(job.id())) return;
        try {
            workers.computeIfAbsent(job.kind(), JobWorkers::worker).execute(() -> run(job.id()));
        } catch (RejectedExecutionException stopping) {
            // it stays queued, and is taken up by the next life
            LOG.info("job {} waits for the next start", job.id());
        }
    }

    private void run(String id) {
        submitted.remove(id);
        if (closing || !started(id)) return;
        running.add(id);
        try {
            changed.accept(id);
            Optional<Job> job = store.find(id);
            if (job.isPresent())
                try (HeapBudget.Share share = workspace.heap().share(LEASE)) {
                    share.during(() -> work(job.get(), share));
                }
        } catch (Taken cancelled) {
            LOG.info("job {} ended before its end was written", id);
        } catch (Exception | Error broken) {
            // an error too: a job must not look as if it were at work for good
            if (Unavailable.of(broken).isPresent()) {
                LOG.warn("job {} is taken up again when there is room for it: {}", id, broken.getMessage());
                return;
            }
            if (closing) return;
            fail(id, broken);
        } finally {
            running.remove(id);
        }
        changed.accept(id);
    }

    private void fail(String id, Throwable broken) {
        if (store.find(id).isEmpty()) {
            LOG.info("job {} went with what it was of", id);
            return;
        }
        Throwable told = told(broken);
        boolean expected = told instanceof IllegalArgumentException
                || told instanceof NotFound
                || told instanceof Conflict
                || told instanceof LedgerConflict;
        if (!expected) LOG.error("job {} failed", id, broken);
        store.fail(id, owner, clock.instant(), expected ? String.valueOf(told.getMessage()) : FAULT);
    }

    /** What a part throws on another thread comes back inside one of its own kind, whose message names the class. */
    private static Throwable told(Throwable broken) {
        Throwable cause = broken.getCause();
        return cause != null && cause.toString().equals(broken.getMessage()) ? cause : broken;
    }

    private boolean started(String id) {
        try {
            return store.start(id, owner, clock.instant(), until());
        } catch (RuntimeException unavailable) {
            // it stays as it is, and is taken up with the next beat
            LOG.warn("job {} cannot be started now: {}", id, unavailable.getMessage());
            return false;
        }
    }

    private void work(Job job, HeapBudget.Share whole) {
        JobKind.Work work = Objects.requireNonNull(kinds.get(job.kind())).work(job, store.request(job.id()));
        List<Integer> missing = new ArrayList<>();
        TreeMap<Integer, String> kept = store.parts(job.id());
        for (int i = 0; i < work.parts(); i++) if (!kept.containsKey(i)) missing.add(i);
        int atOnce = Runtime.getRuntime().availableProcessors();
        for (int from = 0; from < missing.size(); from += atOnce) {
            if (closing || !store.renew(job.id(), owner, until())) return;
            parts(job, work, missing.subList(from, Math.min(missing.size(), from + atOnce)), whole);
            changed.accept(job.id());
        }
        finish(job, work.report().apply(List.copyOf(store.parts(job.id()).values())));
    }

    /** A part never waits for heap that another one has: what finds no room beside the others is done after them, by itself. */
    private void parts(Job job, JobKind.Work work, List<Integer> parts, HeapBudget.Share whole) {
        List<Integer> left = parts.parallelStream()
                .filter(part -> !made(job, work, part, whole.part(Duration.ZERO)))
                .toList();
        for (int part : left) if (!made(job, work, part, whole.part(LEASE))) throw Unavailable.noMemory();
    }

    /** Makes a part and keeps it; false where there was no heap for it. */
    private boolean made(Job job, JobKind.Work work, int part, HeapBudget.Share share) {
        try (share) {
            share.during(
                    () -> store.addPart(job.id(), part, Json.write(work.part().apply(part))));
            return true;
        } catch (Unavailable none) {
            if (none.code() != ProblemCode.BUSY) throw none;
            return false;
        }
    }

    private void finish(Job job, JobKind.Done done) {
        String result = Json.write(done.result());
        workspace.atomically(() -> {
            done.written().run();
            if (!store.finish(job.id(), owner, clock.instant(), result)) throw new Taken();
            return job;
        });
    }

    @Override
    public void close() {
        closing = true;
        leases.shutdownNow();
        workers.values().forEach(ExecutorService::shutdown);
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
            for (ExecutorService worker : workers.values())
                if (!worker.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS)) worker.shutdownNow();
        } catch (InterruptedException impatient) {
            workers.values().forEach(ExecutorService::shutdownNow);
            Thread.currentThread().interrupt();
        }
        try {
            store.release(owner);
        } catch (RuntimeException unavailable) {
            LOG.warn("jobs are free when their leases have run out: {}", unavailable.getMessage());
        }
    }
}
