package org.emergencelaw.web;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.store.IdempotencyStore;

/** Answers a repeated write that carries the same {@code Idempotency-Key} as before, without doing it again. */
final class Idempotency {

    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 200;
    private static final Set<String> WRITES = Set.of("POST", "DELETE");

    private final IdempotencyStore answers;

    Idempotency(IdempotencyStore answers) {
        this.answers = answers;
    }

    /** Before a write: the answer kept for its key, if there is one. */
    void before(Context ctx) throws IOException {
        Optional<String> key = key(ctx);
        if (key.isEmpty()) return;
        if (key.get().isBlank() || key.get().length() > LONGEST)
            throw new IllegalArgumentException(HEADER + " must have 1 to " + LONGEST + " characters");
        String request = digest(ctx);
        ctx.attribute(HEADER, request);
        Optional<IdempotencyStore.Answer> kept = answers.find(key.get());
        if (kept.isEmpty()) return;
        ctx.attribute(HEADER, null);
        if (!kept.get().request().equals(request)) {
            Problem problem = Problem.of(
                    422, "Idempotency-Key reused", "the key " + key.get() + " came with another request before");
            ctx.status(422).json(problem).contentType(Problem.CONTENT_TYPE);
        } else {
            ctx.status(kept.get().status())
                    .contentType("application/json")
                    .result(kept.get().body());
            kept.get().location().ifPresent(location -> ctx.header("Location", location));
        }
        ctx.skipRemainingHandlers();
    }

    /** After a write that did what it should: keeps the answer. */
    void after(Context ctx) {
        String request = ctx.attribute(HEADER);
        Optional<String> key = key(ctx);
        if (request == null || key.isEmpty() || ctx.statusCode() >= 300) return;
        answers.add(
                key.get(),
                new IdempotencyStore.Answer(
                        request,
                        ctx.statusCode(),
                        Optional.ofNullable(ctx.res().getHeader("Location")),
                        Optional.ofNullable(ctx.result()).orElse("")));
    }

    private static Optional<String> key(Context ctx) {
        return WRITES.contains(ctx.method().name()) ? Optional.ofNullable(ctx.header(HEADER)) : Optional.empty();
    }

    private static String digest(Context ctx) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String query = Optional.ofNullable(ctx.queryString()).orElse("");
            digest.update((ctx.method() + " " + ctx.path() + "?" + query + "\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (ctx.isMultipart()) {
                for (UploadedFile file : ctx.uploadedFiles())
                    try (var content = file.content()) {
                        digest.update(content.readAllBytes());
                    }
            } else {
                digest.update(ctx.bodyAsBytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
