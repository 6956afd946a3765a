package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work behind the requests: on all cores, each piece once however often it is asked for, and after whoever looks at a page. */
final class BackgroundWork implements AutoCloseable {

    /** More waiting than this and more is refused: the answer would be too far away. */
    private static final int MOST_WAITING = 5_000;

    /** Requests that may wait for an answer to be whole; others get what there is. */
    private static final int PATIENT = 8;

    private static final int SECONDS_TO_STOP = 5;
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), BackgroundWork::thread);
    private final Semaphore patient = new Semaphore(PATIENT);
    /** Guarded by itself, and told of whatever is done. */
    private final Set<Object> waiting = new HashSet<>();

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "suites");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** What is done where a piece of work is broken, not only in the way of another. */
    interface Broken {
        void failed();
    }

    /**
     * Does a piece of work, unless it waits already.
     *
     * @param key what it is
     * @throws Unavailable if too much waits
     */
    void submit(Object key, Runnable work, Broken broken) {
        synchronized (waiting) {
            if (waiting.contains(key)) return;
            if (waiting.size() >= MOST_WAITING)
                throw new Unavailable(
                        ProblemCode.FORECASTS_WAIT,
                        MOST_WAITING + " forecasts wait already; try again when they are done");
            waiting.add(key);
        }
        try {
            workers.execute(() -> run(key, work, broken));
        } catch (RejectedExecutionException stopping) {
            done(key);
        }
    }

    boolean waits(Object key) {
        synchronized (waiting) {
            return waiting.contains(key);
        }
    }

    /**
     * What there is after a while in which it may become whole.
     *
     * @param asked what there is now
     */
    <T> T patiently(Supplier<T> asked, Predicate<T> whole, Duration patience) {
        T now = asked.get();
        if (whole.test(now) || patience.isZero() || !patient.tryAcquire()) return now;
        try {
            long until = System.nanoTime() + patience.toNanos();
            while (!whole.test(now) && System.nanoTime() < until) {
                awaitSomething(until - System.nanoTime());
                now = asked.get();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            patient.release();
        }
        return now;
    }

    private void awaitSomething(long nanos) throws InterruptedException {
        synchronized (waiting) {
            if (!waiting.isEmpty()) waiting.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        }
    }

    private void run(Object key, Runnable work, Broken broken) {
        try {
            work.run();
        } catch (Conflict | Unavailable later) {
            LOG.info("{} waits until somebody asks again: {}", key, later.getMessage());
        } catch (RuntimeException | Error failed) {
            if (Unavailable.of(failed).isPresent()) {
                LOG.warn("{} waits for the database: {}", key, failed.getMessage());
                return;
            }
            LOG.error("{} failed", key, failed);
            broken.failed();
        } finally {
            done(key);
        }
    }

    private void done(Object key) {
        synchronized (waiting) {
            waiting.remove(key);
            waiting.notifyAll();
        }
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
