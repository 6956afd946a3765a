package org.emergencelaw.web.load;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request whose body comes too slowly. What counts is the time that the service waited for bytes, not the time that it took to
 * work on them; a line that stutters has a moment to find its pace. (Jetty's own handler of this kind has none: it judges by the first
 * packet.)
 */
public final class LeastDataRate extends Handler.Wrapper {

    private static final long BYTES_PER_SECOND = 16 << 10;
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request.getLength() == 0 ? request : new Timed(request), response, callback);
    }

    private static final class Timed extends Request.Wrapper {

        private long waited;
        private volatile Content.@Nullable Chunk tooSlow;

        Timed(Request request) {
            super(request);
        }

        @Override
        public void demand(Runnable ready) {
            long from = System.nanoTime();
            super.demand(() -> {
                waited += System.nanoTime() - from;
                if (waited > GRACE.toNanos() && slow())
                    tooSlow = Content.Chunk.from(new TimeoutException("the body of the request comes too slowly"));
                ready.run();
            });
        }

        private boolean slow() {
            return Request.getContentBytesRead(this) / (waited / 1e9) < BYTES_PER_SECOND;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk failed = tooSlow;
            return failed != null ? failed : super.read();
        }
    }
}
