package org.emergencelaw.workspace;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import java.util.function.Function;
import java.util.function.IntFunction;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.diagnostics.Influence;
import org.emergencelaw.fit.diagnostics.LeaveOneOut;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.store.NewestFirst.Place;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does long work in the background, one job at a time on all cores, in the order of arrival. Every finished part is kept, so a
 * restart goes on where the last life ended, and ends with the same bytes. Several queues may work on one database, each in a
 * process of its own: a job is under a lease while one works on it, and free for all when that lease has run out.
 */
public final class BacktestQueue implements AutoCloseable {

    /** More waiting than this and a new one is refused: the answer would be too far away. */
    private static final int MAX_OPEN = 20;

    private static final int SECONDS_TO_STOP = 5;

    /** Long enough for a stalled process, short enough to wait for after one that was killed. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(BacktestQueue.class);

    private final Workspace workspace;
    private final JobStore store;
    private final Clock clock;
    private final String owner = UUID.randomUUID().toString();
    private final Set<String> submitted = ConcurrentHashMap.newKeySet();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> new Thread(work, "jobs"));
    private final ScheduledExecutorService leases = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "job-leases");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Consumer<String> changed = id -> {};
    private volatile @Nullable String running;
    private volatile boolean closing;

    public BacktestQueue(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.store = workspace.database().jobs();
        this.clock = clock;
    }

    /** @param listener told the id of a job whose state or progress changed */
    public void onChange(Consumer<String> listener) {
        changed = listener;
    }

    /** Takes up what an earlier life left unfinished, now and whenever a lease runs out. */
    public void start() {
        takeUp();
        leases.scheduleWithFixedDelay(
                this::renewAndTakeUp, BETWEEN_RENEWALS.toMillis(), BETWEEN_RENEWALS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void renewAndTakeUp() {
        try {
            String id = running;
            if (id != null) store.renew(id, owner, clock.instant().plus(LEASE));
            takeUp();
        } catch (RuntimeException busy) {
            // the next beat comes before the lease runs out
            LOG.warn("leases of jobs could not be renewed", busy);
        }
    }

    private void takeUp() {
        for (String id : store.startable(clock.instant())) submit(id);
    }

    /**
     * Queues a backtest of what is in the study now.
     *
     * @throws IllegalArgumentException if the study has no history to replay
     * @throws Unavailable if too many wait already
     */
    public BacktestJob backtest(Study study, long seed) {
        requireRoom();
        StudyRows rows = workspace.rows(study);
        BacktestJob job = BacktestJob.queued(
                UUID.randomUUID().toString(),
                study.id(),
                seed,
                rows.rows().inputSha256(),
                new Backtest.Work(rows, seed).parts(),
                clock.instant());
        add(job);
        return job;
    }

    private void requireRoom() {
        if (store.open().size() >= MAX_OPEN)
            throw new Unavailable(ProblemCode.JOBS_WAIT, MAX_OPEN + " jobs wait already; try again when one is done");
    }

    private void add(BacktestJob job) {
        workspace.atomically(() -> {
            workspace.study(job.studyId());
            store.add(job);
            return job;
        });
        submit(job.id());
    }

    /**
     * The job that leaves out what there is in the study's current fit: one for all who ask, whose result is kept; queued where there is
     * none, or where it was cancelled or failed.
     *
     * @throws Unavailable if too many wait already
     */
    public synchronized BacktestJob influence(Study study) {
        StoredFit fit = workspace.fits().current(study);
        String id = Fits.idOfInfluence(fit);
        Optional<BacktestJob> known = store.find(id);
        if (known.isPresent() && (known.get().state().open() || known.get().state() == BacktestJob.State.DONE))
            return known.get();
        requireRoom();
        if (known.isPresent()) {
            store.again(id);
            submit(id);
            return job(id);
        }
        BacktestJob job = BacktestJob.queued(
                id,
                study.id(),
                BacktestJob.Kind.INFLUENCE,
                fit.options().seed(),
                fit.fitted().fit().inputSha256(),
                LeaveOneOut.PARTS,
                clock.instant());
        add(job);
        return job;
    }

    /** @throws NotFound if there is none */
    public BacktestJob job(String id) {
        return find(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_JOB, id));
    }

    public Optional<BacktestJob> find(String id) {
        return store.find(id);
    }

    /** Jobs, only those in one state where it is asked for. */
    public Listed<JobAnswer.Item> list(Listed.Asked page, Optional<BacktestJob.State> state) {
        return Listed.newest(
                        page.only(state.map(DisplayNames::key)),
                        store::list,
                        job -> new Place(job.createdAt(), job.id()))
                .map(JobAnswer.Item::of);
    }

    /** How many wait or are at work. */
    public int open() {
        return store.open().size();
    }

    /** The newest backtest of a study. */
    public Optional<BacktestJob> latest(Study study) {
        return store.latest(study.id());
    }

    /** A job with its result. */
    public JobAnswer answer(BacktestJob job) {
        Optional<String> result = store.result(job.id());
        return switch (job.kind()) {
            case BACKTEST -> new JobAnswer(job, result.map(text -> Json.read(text, Backtest.class)), Optional.empty());
            case INFLUENCE ->
                new JobAnswer(job, Optional.empty(), result.map(text -> List.of(Json.read(text, Influence[].class))));
        };
    }

    /** Cancels an open job; one that was cancelled already stays so. */
    public BacktestJob cancel(String id) {
        if (!store.cancel(id, clock.instant()) && job(id).state() != BacktestJob.State.CANCELLED)
            throw new Conflict(ProblemCode.JOB_ENDED, "the job " + id + " has ended already");
        changed.accept(id);
        return job(id);
    }

    private void submit(String id) {
        if (!submitted.add(id)) return;
        try {
            worker.execute(() -> run(id));
        } catch (RejectedExecutionException stopping) {
            // it stays queued, and is taken up by the next life
            LOG.info("job {} waits for the next start", id);
        }
    }

    private void run(String id) {
        submitted.remove(id);
        if (closing || !started(id)) return;
        running = id;
        changed.accept(id);
        try {
            work(job(id));
        } catch (NotFound deleted) {
            LOG.info("job {} went with its study", id);
        } catch (RuntimeException | Error broken) {
            // an error too: a job must not look as if it were at work for good
            if (Unavailable.of(broken).isPresent()) {
                LOG.warn("job {} waits until the database can be written: {}", id, broken.getMessage());
                return;
            }
            if (closing || store.find(id).isEmpty()) return;
            boolean input = broken instanceof IllegalArgumentException;
            if (!input) LOG.error("job {} failed", id, broken);
            store.fail(
                    id,
                    owner,
                    clock.instant(),
                    input ? String.valueOf(broken.getMessage()) : "an internal error of the service");
        } finally {
            running = null;
        }
        changed.accept(id);
    }

    private boolean started(String id) {
        try {
            return store.start(id, owner, clock.instant(), clock.instant().plus(LEASE));
        } catch (RuntimeException unavailable) {
            // it stays as it is, and is taken up with the next beat
            LOG.warn("job {} cannot be started now: {}", id, unavailable.getMessage());
            return false;
        }
    }

    private void work(BacktestJob job) {
        switch (job.kind()) {
            case BACKTEST -> replay(job);
            case INFLUENCE -> leaveOut(job);
        }
    }

    private void replay(BacktestJob job) {
        StudyRows rows = workspace.rows(workspace.study(job.studyId()));
        if (!rows.rows().inputSha256().equals(job.inputSha256()))
            throw new IllegalArgumentException(
                    "the observations changed after this job was asked for: start another one");
        Backtest.Work work = new Backtest.Work(rows, job.seed());
        work(job, work.parts(), work::part, parts -> work.report(read(parts, Backtest.Part.class)));
    }

    private void leaveOut(BacktestJob job) {
        StoredFit fit = workspace.fits().current(workspace.study(job.studyId()));
        if (!Fits.idOfInfluence(fit).equals(job.id()))
            throw new IllegalArgumentException(
                    "the study was fitted again, or its rows changed, after this job was asked for: start another one");
        work(
                job,
                LeaveOneOut.PARTS,
                LeaveOneOut.parts(workspace.fits().fittedStudy(fit)),
                parts -> LeaveOneOut.ordered(read(parts, Influence[].class).stream()
                        .flatMap(Arrays::stream)
                        .toList()));
    }

    private static <P> List<P> read(List<String> parts, Class<P> type) {
        return parts.stream().map(part -> Json.read(part, type)).toList();
    }

    /** @param report from what is kept, not from what is in memory: so it is the same after a restart */
    private void work(BacktestJob job, int parts, IntFunction<?> made, Function<List<String>, ?> report) {
        List<Integer> missing = new ArrayList<>();
        TreeMap<Integer, String> kept = store.parts(job.id());
        for (int i = 0; i < parts; i++) if (!kept.containsKey(i)) missing.add(i);
        int atOnce = Runtime.getRuntime().availableProcessors();
        for (int from = 0; from < missing.size(); from += atOnce) {
            if (closing || !store.renew(job.id(), owner, clock.instant().plus(LEASE))) return;
            missing.subList(from, Math.min(missing.size(), from + atOnce)).parallelStream()
                    .forEach(part -> store.addPart(job.id(), part, Json.write(made.apply(part))));
            changed.accept(job.id());
        }
        List<String> all = List.copyOf(store.parts(job.id()).values());
        store.finish(job.id(), owner, clock.instant(), Json.write(report.apply(all)));
    }

    /** Lets the part in hand end; what is open is taken up at the next start. */
    @Override
    public void close() {
        closing = true;
        leases.shutdownNow();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) worker.shutdownNow();
        } catch (InterruptedException impatient) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
        try {
            store.release(owner);
        } catch (RuntimeException unavailable) {
            LOG.warn("jobs are free when their leases have run out: {}", unavailable.getMessage());
        }
    }
}
