package org.emergencelaw.web.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.emergencelaw.format.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for every request: when, from where, by whom, what, how it was answered, how many bytes, how long it took, and its id. Of an
 * address only the path: queries and forms may hold data.
 */
public final class AccessLog {

    /** Attribute of a request with the name of the token that it came with. */
    public static final String WHO = "who";

    /** Name of its logger, whose lines stand as they are. */
    public static final String NAME = "access";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    /** As the Common Log Format, with what reverse proxies write behind it: browser, milliseconds, id of the request. */
    private static final String COMBINED = "%{client}a - %{" + WHO
            + "}attr %t \"%m %U %H\" %s %O \"-\" \"%{User-Agent}i\" %{ms}T %{" + RequestIds.HEADER + "}attr";

    private AccessLog() {}

    /**
     * As it is asked for in the settings.
     *
     * @param format {@code off}, {@code combined} or {@code json}
     */
    public static Optional<RequestLog> of(String format) {
        return switch (format) {
            case "off" -> Optional.empty();
            case "combined" -> Optional.of(new CustomRequestLog(LOG::info, COMBINED));
            case "json" -> Optional.of((request, response) -> LOG.info(Json.write(Line.of(request, response))));
            default -> throw new IllegalArgumentException("access_log must be off, combined or json, was " + format);
        };
    }

    /** One request. */
    private record Line(
            Instant time,
            String request,
            String client,
            Optional<String> who,
            String method,
            String path,
            int status,
            long bytes,
            long millis) {

        static Line of(Request request, Response response) {
            return new Line(
                    Instant.ofEpochMilli(Request.getTimeStamp(request)).truncatedTo(ChronoUnit.MILLIS),
                    RequestIds.of(request),
                    Request.getRemoteAddr(request),
                    Optional.ofNullable(request.getAttribute(WHO)).map(String::valueOf),
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    response.getStatus(),
                    Response.getContentBytesWritten(response),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getBeginNanoTime()));
        }
    }
}
