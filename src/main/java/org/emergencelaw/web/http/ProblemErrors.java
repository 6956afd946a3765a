package org.emergencelaw.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.log.RequestIds;
import org.emergencelaw.workspace.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the HTTP server itself refuses, before any handler sees it, as a problem: a request that is no HTTP, one that finds no room. The
 * cause goes into the log, never into the answer.
 */
final class ProblemErrors extends ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemErrors.class);
    private static final int FAULT = 500;

    private static final Map<Integer, String> DETAILS = Map.of(
            400,
            "This is no request that the service can read.",
            408,
            "The request came too slowly; send it again over a better line.",
            431,
            "The headers of the request are too large.",
            FAULT,
            "This is an error of the service, not of the request; the log has it.",
            503,
            "The service is busy; try again in a few seconds. Nothing was saved.");

    private static final Map<Integer, ProblemCode> CODES = Map.of(
            408,
            ProblemCode.TOO_SLOW,
            413,
            ProblemCode.TOO_LARGE,
            431,
            ProblemCode.TOO_LARGE,
            FAULT,
            ProblemCode.FAULT,
            503,
            ProblemCode.BUSY);

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String id = RequestIds.of(request);
        if (code == FAULT)
            LOG.error("request {} {} failed", id, request.getHttpURI().getPath(), cause);
        Problem problem = Problem.of(
                        CODES.getOrDefault(code, ProblemCode.UNREADABLE_REQUEST),
                        code,
                        String.valueOf(HttpStatus.getMessage(code)),
                        DETAILS.getOrDefault(code, "The service does not take this request."))
                .in(id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503)
            response.getHeaders().put(HttpHeader.RETRY_AFTER, ErrorResponses.RETRY_SECONDS);
        response.write(true, ByteBuffer.wrap(Json.write(problem).getBytes(StandardCharsets.UTF_8)), callback);
    }
}
