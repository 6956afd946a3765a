package org.emergencelaw.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;

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

    /** @throws Refused if it is not sent as JSON: a form on another site can send any other type */
    public static <T> T of(Context ctx, Class<T> type) throws JsonProcessingException {
        String sent = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!sent.startsWith("application/json"))
            throw new Refused(
                    ProblemCode.WRONG_CONTENT_TYPE,
                    415,
                    "send the body as Content-Type application/json, not as " + (sent.isEmpty() ? "untyped" : sent));
        T body = MAPPER.readValue(RequestBody.of(ctx).text(), type);
        if (body == null) throw new Refused(ProblemCode.NOTHING_SENT, 400, "the body must be a JSON object, was null");
        return body;
    }

    private static boolean blank(RequestBody body) {
        return body.size() <= BLANK && body.text().isBlank();
    }
}
