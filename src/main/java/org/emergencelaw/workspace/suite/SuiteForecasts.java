package org.emergencelaw.workspace.suite;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.SuiteForecastStore;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.Unavailable;
import org.emergencelaw.workspace.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forecasts of all tasks of suites, on all cores behind the requests. What is done is kept, with its fit, so that nobody waits for it
 * twice and a restart goes on where the last life ended; whoever asks gets what there is, and how much is still to come.
 */
public final class SuiteForecasts implements AutoCloseable {

    /** More waiting than this and a new plan is refused: the answer would be too far away. */
    private static final int MOST_WAITING = 5_000;

    /** Requests that may wait for an answer to be whole; others get what there is. */
    private static final int PATIENT = 8;

    private static final int REMEMBERED_FAILURES = 1_000;
    private static final int STRIPES = 64;
    private static final int SECONDS_TO_STOP = 5;
    private static final Logger LOG = LoggerFactory.getLogger(SuiteForecasts.class);

    private final Workspace workspace;
    private final Suites suites;
    private final Watches watches;
    private final SuiteForecastStore store;
    private final Clock clock;
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), SuiteForecasts::thread);
    private final Semaphore patient = new Semaphore(PATIENT);
    /** Guarded by itself, and told of whatever is done. */
    private final Map<Asked, Boolean> waiting = new LinkedHashMap<>();

    private final Map<Asked, TaskForecast> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, TaskForecast> eldest) {
            return size() > REMEMBERED_FAILURES;
        }
    };
    private final Object[] stripes = new Object[STRIPES];

    /**
     * One forecast.
     *
     * @param plan its key
     * @param basis of what it is
     */
    private record Asked(String studyId, String plan, String basis) {}

    private SuiteForecasts(Workspace workspace, Suites suites, Watches watches, Clock clock) {
        this.workspace = workspace;
        this.suites = suites;
        this.watches = watches;
        this.store = workspace.database().suiteForecasts();
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) stripes[i] = new Object();
    }

    public static SuiteForecasts of(Workspace workspace, Clock clock) {
        Suites suites = new Suites(workspace, clock);
        return new SuiteForecasts(workspace, suites, new Watches(workspace, suites, clock), clock);
    }

    public Suites suites() {
        return suites;
    }

    public Watches watches() {
        return watches;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "suite-forecasts");
        thread.setDaemon(true);
        // who looks at a page goes first
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Takes up what an earlier life left undone of what is watched. */
    public void start() {
        for (Suite suite : watches.suites()) watch(suite);
    }

    /** What there is of a plan, without waiting; what is missing is begun. */
    public SuiteForecast forecast(Suite suite, SuitePlan plan, TaskQuery shown) {
        List<Study> studies = suites.studies(suite);
        return SuiteForecast.of(suite, plan, made(studies, plan), studies.size(), shown);
    }

    /** The same, after a while in which it may become whole. */
    public SuiteForecast forecast(Suite suite, SuitePlan plan, TaskQuery shown, Duration patience) {
        SuiteForecast now = forecast(suite, plan, shown);
        if (now.counts().pending() == 0 || patience.isZero() || !patient.tryAcquire()) return now;
        try {
            long until = System.nanoTime() + patience.toNanos();
            while (now.counts().pending() > 0 && System.nanoTime() < until) {
                synchronized (waiting) {
                    waiting.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
                }
                now = forecast(suite, plan, shown);
            }
            return now;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return now;
        } finally {
            patient.release();
        }
    }

    /** Forecasts that are there; the others are asked for. */
    private List<TaskForecast> made(List<Study> studies, SuitePlan plan) {
        List<TaskForecast> made = new ArrayList<>();
        for (Study study : studies) find(study, plan).ifPresentOrElse(made::add, () -> ask(study, plan));
        return made;
    }

    /** What is kept of a task as its rows are now. */
    Optional<TaskForecast> find(Study study, SuitePlan plan) {
        Asked asked = asked(study, plan);
        synchronized (waiting) {
            TaskForecast failed = failures.get(asked);
            if (failed != null) return Optional.of(failed);
        }
        return store.find(asked.studyId, asked.plan, asked.basis).map(SuiteForecastStore.Kept::forecast);
    }

    private Asked asked(Study study, SuitePlan plan) {
        String what = workspace.fits().currentId(study) + " " + workspace.revision(study) + " " + study.task() + " "
                + workspace.forecasts().usualLevel(study.task());
        String basis =
                UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
        return new Asked(study.id(), plan.key(), basis);
    }

    /** What is watched is read of all tasks, and forecast anew where rows came. */
    public void watch(Suite suite) {
        List<Study> studies = suites.studies(suite);
        for (SuitePlan plan : watches.plans(suite))
            for (Study study : studies)
                find(study, plan).ifPresentOrElse(known -> watches.saw(study, plan, known), () -> ask(study, plan));
    }

    private void ask(Study study, SuitePlan plan) {
        Asked asked = asked(study, plan);
        synchronized (waiting) {
            if (waiting.containsKey(asked)) return;
            if (waiting.size() >= MOST_WAITING)
                throw new Unavailable(MOST_WAITING + " forecasts wait already; try again when they are done");
            waiting.put(asked, true);
        }
        try {
            workers.execute(() -> run(asked, plan));
        } catch (RejectedExecutionException stopping) {
            done(asked);
        }
    }

    private void done(Asked asked) {
        synchronized (waiting) {
            waiting.remove(asked);
            waiting.notifyAll();
        }
    }

    private void run(Asked asked, SuitePlan plan) {
        try {
            Optional<Study> study = workspace.find(asked.studyId);
            if (study.isPresent() && asked.equals(asked(study.get(), plan))) keep(asked, study.get(), plan);
        } catch (Conflict | Unavailable later) {
            LOG.info("the forecast of {} waits until somebody asks again: {}", asked.studyId, later.getMessage());
        } catch (RuntimeException | Error broken) {
            if (Unavailable.of(broken).isPresent()) {
                LOG.warn("the forecast of {} waits for the database: {}", asked.studyId, broken.getMessage());
                return;
            }
            LOG.error("the forecast of {} failed", asked.studyId, broken);
            fail(asked);
        } finally {
            done(asked);
        }
    }

    private void fail(Asked asked) {
        Optional<Study> study = workspace.find(asked.studyId);
        if (study.isEmpty()) return;
        TaskForecast none = none(study.get(), "an internal error of the service");
        synchronized (waiting) {
            failures.put(asked, none);
        }
    }

    private TaskForecast none(Study study, String reason) {
        return TaskForecast.none(
                study, workspace.forecasts().usualLevel(study.task()), workspace.revision(study), reason);
    }

    private void keep(Asked asked, Study study, SuitePlan plan) {
        TaskForecast made = make(study, plan);
        workspace.atomically(() -> {
            if (workspace.find(study.id()).isEmpty()) return made;
            // of the fit that was kept meanwhile
            Asked now = asked(study, plan);
            if (made.inputSha256().equals(workspace.revision(study))) {
                store.add(now.plan, now.basis, clock.instant(), made);
                watches.saw(study, plan, made);
            }
            return made;
        });
    }

    private TaskForecast make(Study study, SuitePlan plan) {
        try {
            StoredFit fit;
            // two plans must not both make the fit
            synchronized (stripes[Math.floorMod(study.id().hashCode(), STRIPES)]) {
                fit = workspace.fits().keptCurrent(study);
            }
            return TaskForecast.of(
                    workspace.forecasts().forecaster(fit), study.id(), fit.id(), plan, usualItems(study));
        } catch (IllegalArgumentException impossible) {
            return none(study, String.valueOf(impossible.getMessage()));
        }
    }

    /** Of the catalogue. */
    private OptionalInt usualItems(Study study) {
        return workspace
                .tasks()
                .find(study.task().name())
                .map(entry -> entry.nEval())
                .orElse(OptionalInt.empty());
    }

    /** Lets what is at work end. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
