package org.emergencelaw.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.format.BrokenRule;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.web.load.Admission;
import org.emergencelaw.web.load.WorkWatch;
import org.emergencelaw.web.log.RequestIds;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one map from exceptions to answers: problem+json for programs, the same problem as a page for people. */
public final class ErrorResponses {

    /** How soon to come again after a refusal for want of room. */
    static final String RETRY_SECONDS = "5";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
    private static final int CLIENT_GONE = 499;
    private static final int BUFFER = 1 << 14;
    private static final Duration READ_ON = Duration.ofSeconds(10);
    /** At a time: who is refused holds no more threads than these. */
    private static final int MOST_READ_ON = 8;

    private static final String FAULT = "This is an error of the service, not of the request; the log has it.";

    private final Pages pages;
    private final int maxBodyMib;
    private final int maxUploadMib;
    private final WorkWatch watch;
    private final Semaphore readingOn = new Semaphore(MOST_READ_ON);

    public ErrorResponses(Pages pages, int maxBodyMib, int maxUploadMib, WorkWatch watch) {
        this.pages = pages;
        this.watch = watch;
        this.maxBodyMib = maxBodyMib;
        this.maxUploadMib = maxUploadMib;
    }

    /** An error of a handler that is no exception, such as a stack that ran over: to be told and logged like one. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(Error error) {
            super(error);
        }
    }

    public void register(JavalinConfig config) {
        config.router.handlerWrapper(endpoint -> ctx -> {
            try {
                Admission.of(ctx).during(ctx, () -> watch.during(ctx, () -> endpoint.handler.handle(ctx)));
            } catch (EofException closed) {
                // nobody reads the answer; RequestIds tells of it
                ctx.status(CLIENT_GONE);
            } catch (IOException broken) {
                if (!slow(broken)) throw broken;
                tooSlow(ctx);
            } catch (UncheckedIOException broken) {
                if (broken.getCause() instanceof EofException) ctx.status(CLIENT_GONE);
                else if (slow(broken)) tooSlow(ctx);
                else throw broken;
            } catch (Error error) {
                throw new Broken(error);
            }
        });
        config.router.javaLangErrorHandler(ErrorResponses::writing);
        register(config.routes);
    }

    private static boolean slow(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause())
            if (cause instanceof TimeoutException) return true;
        return false;
    }

    private void tooSlow(Context ctx) {
        answer(ctx, ProblemCode.TOO_SLOW, 408, "Too slow", "The request came too slowly; nothing was saved.");
    }

    /** An error while an answer was on its way, when no handler is left to tell it. */
    private static void writing(HttpServletResponse response, Error error) {
        LOG.error("request {} failed while it was answered", response.getHeader(RequestIds.HEADER), error);
        if (!response.isCommitted()) response.setStatus(500);
    }

    private void register(RoutesConfig routes) {
        routes.exception(IllegalArgumentException.class, (e, ctx) -> {
            answer(ctx, Problem.of(BrokenRule.of(e), 422, "Bad input", String.valueOf(e.getMessage())));
        });
        routes.exception(
                NotFound.class, (e, ctx) -> answer(ctx, e.code(), 404, "Not found", String.valueOf(e.getMessage())));
        routes.exception(
                Conflict.class, (e, ctx) -> answer(ctx, e.code(), 409, "Not possible", String.valueOf(e.getMessage())));
        routes.exception(Unavailable.class, (e, ctx) -> later(ctx, e));
        routes.exception(
                LedgerConflict.class,
                (e, ctx) -> answer(ctx, e.code(), 409, "Conflict", String.valueOf(e.getMessage())));
        routes.exception(
                JsonProcessingException.class,
                (e, ctx) ->
                        answer(ctx, Problem.of(JsonErrorMessage.rule(e), 400, "Bad JSON", JsonErrorMessage.words(e))));
        routes.exception(HttpResponseException.class, this::refuse);
        routes.exception(UnconvergedException.class, this::unconverged);
        routes.exception(Broken.class, (e, ctx) -> fault(ctx, Objects.requireNonNullElse(e.getCause(), e)));
        routes.exception(Exception.class, this::unexpected);
    }

    private void unexpected(Exception e, Context ctx) {
        Optional<Unavailable> later = Unavailable.of(e);
        if (later.isPresent()) later(ctx, later.get());
        else if (tooLarge(e)) refuse(new ContentTooLargeResponse(), ctx);
        else if (e instanceof ServletException && ctx.isMultipart())
            answer(
                    ctx,
                    ProblemCode.UNREADABLE_MULTIPART,
                    400,
                    "Bad multipart",
                    "the multipart body cannot be read: it is cut off, or not laid out as one");
        else fault(ctx, e);
    }

    private void later(Context ctx, Unavailable e) {
        LOG.warn("request {} {} {} has to wait: {}", RequestIds.of(ctx), ctx.method(), ctx.path(), e.getMessage());
        ctx.header("Retry-After", RETRY_SECONDS);
        answer(ctx, e.code(), e.full() ? 507 : 503, "Not possible", String.valueOf(e.getMessage()));
    }

    private void fault(Context ctx, Throwable e) {
        LOG.error("request {} {} {} failed", RequestIds.of(ctx), ctx.method(), ctx.path(), e);
        answer(ctx, ProblemCode.FAULT, 500, "Internal error", FAULT);
    }

    private void refuse(HttpResponseException e, Context ctx) {
        readOn(ctx);
        if (e.getStatus() == HttpStatus.CONTENT_TOO_LARGE.getCode())
            answer(ctx, ProblemCode.TOO_LARGE, 413, "Too large", sizes());
        else if (e.getStatus() == HttpStatus.NOT_FOUND.getCode())
            answer(ctx, ProblemCode.NO_SUCH_ADDRESS, 404, "Not found", String.valueOf(e.getMessage()));
        else answer(ctx, Problem.of(rule(e), e.getStatus(), "Not possible", String.valueOf(e.getMessage())));
    }

    private static BrokenRule rule(HttpResponseException e) {
        if (e instanceof Refused refused) return refused.rule();
        ProblemCode code = e.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode()
                ? ProblemCode.VERB_NOT_ALLOWED
                : ProblemCode.UNREADABLE_REQUEST;
        return new BrokenRule(code, Optional.empty());
    }

    private void unconverged(UnconvergedException e, Context ctx) {
        Problem.Unconverged problem = Problem.of(e);
        ctx.status(problem.problem().status());
        if (forPeople(ctx)) pages.show(ctx, "unconverged.jte", Map.of("problem", problem));
        else ctx.json(problem).contentType(Problem.CONTENT_TYPE);
    }

    /**
     * Reads what still comes of a request that is refused, for a while: under a client that is sending the connection would be reset,
     * and the answer lost. Who asks before sending (Expect) has not begun.
     */
    private void readOn(Context ctx) {
        if (ctx.header("Expect") != null || !readingOn.tryAcquire()) return;
        long from = System.nanoTime();
        byte[] some = new byte[BUFFER];
        try {
            InputStream in = ctx.req().getInputStream();
            while (in.read(some) >= 0 && System.nanoTime() - from < READ_ON.toNanos()) continue;
        } catch (IOException | IllegalStateException gone) {
            // by the client, or read to its end by who refused it
        } finally {
            readingOn.release();
        }
    }

    private String sizes() {
        return "Rows may have at most " + maxBodyMib + " MiB as the body of a request and " + maxUploadMib
                + " MiB as files, any other body 2 MiB, a form 5000 fields. Split the file, or leave out columns that are"
                + " not needed; nothing was saved.";
    }

    /** The multipart parser has no exception of its own for this: it says so in words, somewhere in the chain. */
    private static boolean tooLarge(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("max length exceeded")
                    || message.contains("too many keys")
                    || message.contains("exceeds max")
                    || message.contains("too large")) return true;
        }
        return false;
    }

    private void answer(Context ctx, ProblemCode code, int status, String title, String detail) {
        answer(ctx, Problem.of(code, status, title, detail));
    }

    private void answer(Context ctx, Problem of) {
        if (begun(ctx)) {
            cut(ctx, of);
            return;
        }
        Problem problem = of.in(RequestIds.of(ctx));
        ctx.status(problem.status());
        if (forPeople(ctx)) pages.show(ctx, "problem.jte", Map.of("problem", problem));
        else ctx.json(problem).contentType(Problem.CONTENT_TYPE);
    }

    /**
     * Whether a part of another answer is with the client by now, or on its way; what only lies ready is taken back, but not from what
     * compresses it.
     */
    private static boolean begun(Context ctx) {
        HttpServletResponse response = ctx.res();
        if (response.isCommitted() || response.containsHeader("Content-Encoding")) return true;
        response.resetBuffer();
        response.setHeader("Content-Disposition", null);
        return false;
    }

    /** What broke off must not look whole: the connection ends in the middle of it. */
    private static void cut(Context ctx, Problem problem) {
        LOG.warn(
                "request {} {} {} breaks off in the middle of its answer: {}",
                RequestIds.of(ctx),
                ctx.method(),
                ctx.path(),
                problem.detail());
        RequestIds.told(ctx);
        // not by the servlet's own abort: what compresses an answer would still end it as if it were whole
        ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    static boolean forPeople(Context ctx) {
        String path = ctx.path();
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("");
        boolean program = path.startsWith("/api/") || path.endsWith(".json");
        return !program && (accept.contains("text/html") || !accept.contains("json"));
    }
}
