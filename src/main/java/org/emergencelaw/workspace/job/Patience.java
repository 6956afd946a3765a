package org.emergencelaw.workspace.job;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Whoever waits for what jobs make. Another service of the same database may make it, so it is looked for as well. */
final class Patience {

    /** Requests that may wait for an answer to be whole; others get what there is. */
    private static final int PATIENT = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Semaphore patient = new Semaphore(PATIENT);

    /** Something is done. */
    synchronized void changed() {
        notifyAll();
    }

    /** What there is after a while in which it may become whole. */
    <T> T atMost(Duration most, Supplier<T> asked, Predicate<T> whole) {
        T now = asked.get();
        if (whole.test(now) || most.isZero() || !patient.tryAcquire()) return now;
        try {
            long until = System.nanoTime() + most.toNanos();
            while (!whole.test(now) && System.nanoTime() < until) {
                await(Duration.ofNanos(until - System.nanoTime()));
                now = asked.get();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            patient.release();
        }
        return now;
    }

    /**
     * What there is once it is whole.
     *
     * @throws CancellationException if nobody waits any more
     */
    <T> T whole(Supplier<T> asked, Predicate<T> whole) {
        T now = asked.get();
        try {
            while (!whole.test(now)) {
                await(BETWEEN_LOOKS);
                now = asked.get();
            }
        } catch (InterruptedException calledOff) {
            Thread.currentThread().interrupt();
            throw new CancellationException("nobody waits for it any more");
        }
        return now;
    }

    private synchronized void await(Duration most) throws InterruptedException {
        wait(Math.max(1, Math.min(most.toMillis(), BETWEEN_LOOKS.toMillis())));
    }
}
