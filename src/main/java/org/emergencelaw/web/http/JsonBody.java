package org.emergencelaw.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.format.Json;

/** A request body as a record. */
public final class JsonBody {

    private static final ObjectMapper MAPPER = Json.mapper();

    /** Spaces that may stand for nothing, in bytes. */
    private static final int BLANK = 1_000;

    private JsonBody() {}

    /** As {@link #of}; absent where nothing was sent. */
    public static <T> Optional<T> optional(Context ctx, Class<T> type) throws JsonProcessingException {
        return blank(RequestBody.of(ctx)) ? Optional.empty() : Optional.of(of(ctx, type));
    }

    /** @throws UnsupportedMediaTypeResponse if it is not sent as JSON: a form on another site can send any other type */
    public static <T> T of(Context ctx, Class<T> type) throws JsonProcessingException {
        String sent = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!sent.startsWith("application/json"))
            throw new UnsupportedMediaTypeResponse(
                    "send the body as Content-Type application/json, not as " + (sent.isEmpty() ? "untyped" : sent));
        T body = MAPPER.readValue(RequestBody.of(ctx).text(), type);
        if (body == null) throw new BadRequestResponse("the body must be a JSON object, was null");
        return body;
    }

    private static boolean blank(RequestBody body) {
        return body.size() <= BLANK && body.text().isBlank();
    }
}
