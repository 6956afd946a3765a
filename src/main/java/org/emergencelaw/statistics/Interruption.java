package org.emergencelaw.statistics;

import java.util.concurrent.CancellationException;

/**
 * Whether a computation is still wanted: one that was begun by a thread which is interrupted since ends at its next check. What goes on
 * in parallel keeps the thread that began it, for other threads are not told.
 */
public record Interruption(Thread asker) {

    /** Of what this thread begins. */
    public static Interruption here() {
        return new Interruption(Thread.currentThread());
    }

    /** @throws CancellationException if nobody waits any more */
    public void check() {
        if (asker.isInterrupted()) throw new CancellationException("the computation was called off");
    }
}
