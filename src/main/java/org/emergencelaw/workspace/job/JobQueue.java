package org.emergencelaw.workspace.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.store.NewestFirst.Place;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.Workspace;

/**
 * All work behind requests: jobs are asked for, told of, cancelled and waited for here, whatever their kind, and done by
 * {@link JobWorkers}. They lie in the database, so that a restart goes on where the last life ended.
 */
public final class JobQueue implements AutoCloseable {

    private final Workspace workspace;
    private final JobStore store;
    private final Clock clock;
    private final Map<Job.Kind, JobKind> kinds = new EnumMap<>(Job.Kind.class);
    private final Patience patience = new Patience();
    private final CopyOnWriteArrayList<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final JobWorkers workers;

    public JobQueue(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.store = workspace.database().jobs();
        this.clock = clock;
        this.workers = new JobWorkers(workspace, clock, kinds, this::changed);
    }

    /** From now on jobs of this kind are done, too. Kinds are made known before the start. */
    public void does(JobKind kind) {
        kinds.put(kind.kind(), kind);
    }

    /** @param listener told the id of a job whose state or progress changed */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void changed(String id) {
        patience.changed();
        listeners.forEach(listener -> listener.accept(id));
    }

    /** Takes up what an earlier life left unfinished, now and whenever a lease runs out. */
    public void start() {
        workers.start();
    }

    /** By which jobs say when they were asked for. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Queues a job.
     *
     * @throws org.emergencelaw.workspace.Unavailable if too many wait already
     */
    public Job add(Job job, Optional<String> request) {
        requireRoom(job.kind());
        workspace.atomically(() -> {
            job.studyId().ifPresent(workspace::study);
            store.add(job, request);
            return job;
        });
        workers.submit(job);
        return job;
    }

    private void requireRoom(Job.Kind kind) {
        Objects.requireNonNull(kinds.get(kind), kind.name()).requireRoom(store.open());
    }

    /**
     * A job that is one for all who ask, whose result is kept; queued where there is none, or where it was cancelled or failed.
     *
     * @param job whose id says what it is of, see {@link Job#idOf}
     * @throws org.emergencelaw.workspace.Unavailable if too many wait already
     */
    public Job shared(Job job, Optional<String> request) {
        Optional<Job> known = store.find(job.id()).filter(JobQueue::stands);
        return known.orElseGet(() -> workspace.atomically(() -> again(job, request)));
    }

    private static boolean stands(Job job) {
        return job.state().open() || job.state() == Job.State.DONE;
    }

    /** With nobody writing beside it: of two that ask at once, by two services, the second finds what the first added. */
    private Job again(Job job, Optional<String> request) {
        Optional<Job> known = store.find(job.id());
        if (known.isEmpty()) return add(job, request);
        if (stands(known.get())) return known.get();
        requireRoom(job.kind());
        store.again(job.id());
        workers.submit(job);
        return job(job.id());
    }

    /** @throws NotFound if there is none */
    public Job job(String id) {
        return find(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_JOB, id));
    }

    public Optional<Job> find(String id) {
        return store.find(id);
    }

    /** Jobs, only those in one state where it is asked for. */
    public Listed<JobAnswer.Item> list(Listed.Asked page, Optional<Job.State> state) {
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

    /** The job of one kind that is at work on a study. */
    public Optional<Job> open(Study study, Job.Kind kind) {
        return store.newestOfStudy(study.id(), kind).filter(job -> job.state().open());
    }

    /** What was asked, of kinds that are asked for something. */
    public Optional<String> asked(Job job) {
        return store.request(job.id());
    }

    /** The result of a job as its kind wrote it; absent until it is done. */
    public Optional<String> result(Job job) {
        return store.result(job.id());
    }

    /** A job with its result. */
    public JobAnswer answer(Job job) {
        return JobAnswer.of(job, result(job));
    }

    /** Cancels an open job; one that was cancelled already stays so. */
    public Job cancel(String id) {
        if (!store.cancel(id, clock.instant()) && job(id).state() != Job.State.CANCELLED)
            throw new Conflict(ProblemCode.JOB_ENDED, "the job " + id + " has ended already");
        changed(id);
        return job(id);
    }

    /** What there is after a while in which jobs may make it whole. */
    public <T> T patiently(Supplier<T> asked, Predicate<T> whole, Duration most) {
        return patience.atMost(most, asked, whole);
    }

    /**
     * Waits until a job has its result; it goes on where whoever waits has gone.
     *
     * @throws Conflict if it was cancelled, or failed for what it was of
     * @throws IllegalStateException if it failed by a fault of the service
     */
    public JobAnswer whole(Job job) {
        Job ended = patience.whole(() -> job(job.id()), now -> !now.state().open());
        return switch (ended.state()) {
            case DONE -> answer(ended);
            case FAILED -> throw failed(ended);
            default -> throw new Conflict(ProblemCode.JOB_ENDED, "the job " + job.id() + " was cancelled");
        };
    }

    private static RuntimeException failed(Job job) {
        String reason = job.reason().orElse(JobWorkers.FAULT);
        return reason.equals(JobWorkers.FAULT)
                ? new IllegalStateException("the job " + job.id() + " failed; the log has why")
                : new Conflict(ProblemCode.JOB_FAILED, reason);
    }

    /** Lets the part in hand end; what is open is taken up at the next start. */
    @Override
    public void close() {
        workers.close();
    }
}
