package org.emergencelaw.web.log;

import io.javalin.http.Context;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names every request, so that an answer can be found in the log: by the {@code X-Request-Id} that it brings, or by one of its own. It
 * stands before all that can refuse a request, for a refusal has an id too.
 */
public final class RequestIds extends Handler.Wrapper {

    public static final String HEADER = "X-Request-Id";

    private static final String TOLD = RequestIds.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(RequestIds.class);

    /** What may go into a log as it came. */
    private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = Optional.ofNullable(request.getHeaders().get(HEADER))
                .filter(given -> GIVEN.matcher(given).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(HEADER, id);
        response.getHeaders().put(HEADER, id);
        Request.addCompletionListener(request, failure -> ended(request, id, failure));
        return super.handle(request, response, callback);
    }

    /** What goes wrong when no handler is left to tell it: most of all a client that leaves. */
    private static void ended(Request request, String id, @Nullable Throwable failure) {
        if (failure == null || request.getAttribute(TOLD) != null) return;
        if (gone(failure))
            LOG.info(
                    "request {} {} {}: the client is gone",
                    id,
                    request.getMethod(),
                    request.getHttpURI().getPath());
        else if (failure instanceof QuietException) LOG.debug("request {} was not read to its end", id, failure);
        else LOG.warn("request {} failed", id, failure);
    }

    private static boolean gone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof EofException || cause instanceof ClosedChannelException) return true;
        return false;
    }

    /** The log has why a request does not come to its end. */
    public static void told(Context ctx) {
        ctx.attribute(TOLD, true);
    }

    public static String of(Context ctx) {
        return String.valueOf(ctx.<String>attribute(HEADER));
    }

    public static String of(Request request) {
        return String.valueOf(request.getAttribute(HEADER));
    }
}
