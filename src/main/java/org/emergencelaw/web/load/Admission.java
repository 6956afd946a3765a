package org.emergencelaw.web.load;

import io.javalin.config.Key;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.emergencelaw.workspace.Unavailable;
import org.emergencelaw.workspace.memory.HeapBudget;

/**
 * Heap for what requests hold, from the {@link HeapBudget} that they share with jobs: taken until the request has ended, whatever becomes
 * of it.
 */
public final class Admission {

    public static final Key<Admission> KEY = new Key<>("admission");

    /** What is not worth asking for. */
    public static final long SMALL = 64L << 10;

    /** What a row takes while it is read, checked and saved. */
    private static final long OF_ROW = 400;

    private static final long SHORTEST_ROW = 40;
    private static final long OF_BYTE = 4;

    /** Of so many parts, an import whose rows lie on the disk takes two: beside two of them smaller requests find room. */
    private static final int PARTS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final HeapBudget heap;
    private final long mostRows;

    /** @param mostRows that an import may have */
    public Admission(HeapBudget heap, long mostRows) {
        this.heap = heap;
        this.mostRows = mostRows;
    }

    public static Admission of(Context ctx) {
        return ctx.appData(KEY);
    }

    /**
     * Takes what rows of an upload of this size need.
     *
     * @param streamed whether they are read one after another, and need no more however many they are
     */
    public void takeForRows(Context ctx, long bytes, boolean streamed) {
        long all = OF_BYTE * bytes + OF_ROW * Math.min(mostRows, bytes / SHORTEST_ROW);
        take(ctx, streamed ? Math.min(all, 2 * heap.bytes() / PARTS) : all);
    }

    /**
     * Takes heap until the request has ended; no more than there is.
     *
     * @throws Unavailable if it does not come free in time, or too many wait already
     */
    public void take(Context ctx, long bytes) {
        if (bytes > SMALL && !share(ctx).take(bytes)) throw Unavailable.noMemory();
    }

    /** Work for a request: the rows of studies that it holds are counted with what it took. */
    public void during(Context ctx, HeapBudget.Share.Work<Exception> work) throws Exception {
        share(ctx).during(work);
    }

    private HeapBudget.Share share(Context ctx) {
        String name = Admission.class.getName();
        return Optional.<HeapBudget.Share>ofNullable(ctx.attribute(name)).orElseGet(() -> {
            HeapBudget.Share made = heap.share(PATIENCE);
            ctx.attribute(name, made);
            atEnd(ctx, made::close);
            return made;
        });
    }

    /** Whatever becomes of a request, this is done when it is over. */
    public static void atEnd(Context ctx, Runnable work) {
        Request.addCompletionListener(ServletContextRequest.getServletContextRequest(ctx.req()), failure -> work.run());
    }
}
