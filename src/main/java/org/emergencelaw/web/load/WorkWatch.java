package org.emergencelaw.web.load;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.workspace.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Ends the work of a request that takes too long, or whose client has gone: its thread is interrupted, which whatever computes looks
 * for. What was written is whole all the same, for a write is one transaction, at the end of the work.
 */
public final class WorkWatch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Answers that are read while they are written, and may be read slowly. */
    private static final Pattern DOWNLOADS =
            Pattern.compile(".*\\.(csv|jsonl)|.*/observations\\.json|/api/v1/backup|/api/v1/jobs/[^/]+/events");

    private final Duration most;
    private final Set<Watched> atWork = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "work-watch");
        thread.setDaemon(true);
        return thread;
    });

    public WorkWatch(Duration most) {
        this.most = most;
        long pause = BETWEEN_LOOKS.toMillis();
        looks.scheduleWithFixedDelay(() -> atWork.forEach(Watched::look), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Work for a request. */
    public interface Work {
        void run() throws Exception;
    }

    private enum End {
        TOO_LONG,
        CLIENT_GONE
    }

    /**
     * Does it under watch.
     *
     * @throws Unavailable if it took too long
     * @throws EofException if the client has gone
     */
    public void during(Context ctx, Work work) throws Exception {
        if (DOWNLOADS.matcher(ctx.path()).matches()) {
            work.run();
            return;
        }
        Watched watched = new Watched(ServletContextRequest.getServletContextRequest(ctx.req()), most.toNanos());
        atWork.add(watched);
        try {
            work.run();
        } catch (Exception | Error broken) {
            End end = watched.end();
            if (end == End.CLIENT_GONE) throw new EofException(broken);
            if (end == End.TOO_LONG)
                throw new Unavailable(
                        ProblemCode.TOOK_TOO_LONG,
                        "this took more than " + most.toSeconds()
                                + " s of computing (request_seconds) and was ended: ask for less at once");
            throw broken;
        } finally {
            watched.end();
            atWork.remove(watched);
            // whatever this thread does next is not called off
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private static final class Watched {

        private final Request request;
        private final Thread thread = Thread.currentThread();
        private final long begun = System.nanoTime();
        private final long mostNanos;
        private @Nullable End end;
        private boolean ended;
        private boolean sendsMore;

        Watched(Request request, long mostNanos) {
            this.request = request;
            this.mostNanos = mostNanos;
        }

        /** From now on nothing is interrupted any more, nor read from the client. */
        synchronized @Nullable End end() {
            ended = true;
            return end;
        }

        synchronized void look() {
            if (ended || end != null) return;
            if (System.nanoTime() - begun > mostNanos) end = End.TOO_LONG;
            else if (gone()) end = End.CLIENT_GONE;
            if (end != null) thread.interrupt();
        }

        /** Whether the connection was closed at its other end; a request that comes ahead of its time is put back. */
        private boolean gone() {
            if (sendsMore || Request.getContentBytesRead(request) < Math.max(0, request.getLength())) return false;
            Connection connection = request.getConnectionMetaData().getConnection();
            if (!(connection instanceof Connection.UpgradeTo line)
                    || !(connection.getEndPoint() instanceof SocketChannelEndPoint socket)
                    || request.getLength() < 0) return false;
            try {
                ByteBuffer ahead = ByteBuffer.allocate(1);
                int count = socket.getChannel().read(ahead);
                if (count > 0) line.onUpgradeTo(ahead.flip());
                sendsMore = count > 0;
                return count < 0;
            } catch (IOException reset) {
                return true;
            }
        }
    }
}
