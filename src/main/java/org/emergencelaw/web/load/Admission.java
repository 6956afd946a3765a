package org.emergencelaw.web.load;

import io.javalin.config.Key;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.workspace.Unavailable;

/**
 * Heap for what requests hold while they are worked on. Whoever needs much of it takes it here first, waits a little where others have
 * it, and is refused where it does not come free: so that a heap that is too small for all at once serves them one after another.
 */
public final class Admission {

    public static final Key<Admission> KEY = new Key<>("admission");

    /** What is not worth asking for. */
    public static final long SMALL = 64L << 10;

    /** What the program itself takes, and many small requests at once. */
    private static final long RESERVED = 72L << 20;

    private static final long LEAST = 32L << 20;

    /** What a row takes while it is read, checked and saved. */
    private static final long OF_ROW = 400;

    private static final long SHORTEST_ROW = 40;
    private static final long OF_BYTE = 4;

    /** Threads that wait: others have to be left for requests that need none of this. */
    private static final int MOST_WAITING = 8;

    private static final int UNIT = 1 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final int capacity;
    private final long mostRows;
    private final Semaphore free;

    private Admission(long bytes, long mostRows) {
        this.mostRows = mostRows;
        capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / UNIT));
        free = new Semaphore(capacity, true);
    }

    /**
     * Of the heap that this JVM may take.
     *
     * @param mostRows that an import may have
     */
    public static Admission ofHeap(long mostRows) {
        return new Admission(Math.max(LEAST, Runtime.getRuntime().maxMemory() - RESERVED), mostRows);
    }

    public static Admission of(Context ctx) {
        return ctx.appData(KEY);
    }

    /** Takes what rows of an upload of this size need. */
    public void takeForRows(Context ctx, long bytes) {
        take(ctx, OF_BYTE * bytes + OF_ROW * Math.min(mostRows, bytes / SHORTEST_ROW));
    }

    /** Takes what rows of a study need that are read, and written again in some form. */
    public void takeForSavedRows(Context ctx, long rows) {
        take(ctx, 2 * OF_ROW * rows);
    }

    /**
     * Takes heap until the request has ended; no more than there is.
     *
     * @throws Unavailable if it does not come free in time, or too many wait already
     */
    public void take(Context ctx, long bytes) {
        if (bytes <= SMALL) return;
        int units = (int) Math.min(capacity, bytes / UNIT + 1);
        if (!acquired(units))
            throw new Unavailable(
                    ProblemCode.BUSY, "the service has no memory free for this now; try again a little later");
        atEnd(ctx, () -> free.release(units));
    }

    private boolean acquired(int units) {
        if (free.tryAcquire(units)) return true;
        if (free.getQueueLength() >= MOST_WAITING) return false;
        try {
            return free.tryAcquire(units, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whatever becomes of a request, this is done when it is over. */
    public static void atEnd(Context ctx, Runnable work) {
        Request.addCompletionListener(ServletContextRequest.getServletContextRequest(ctx.req()), failure -> work.run());
    }
}
