package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.IdempotentAnswers;
import org.emergencelaw.workspace.Problem;

/** Answers a repeated write that carries the same {@code Idempotency-Key} as before, without doing it again. */
public final class Idempotency {

    private static final String HEADER = "Idempotency-Key";
    /** Says that an answer was given before. */
    private static final String REPLAYED = "Idempotency-Replayed";

    private static final int LONGEST = 200;
    private static final Set<String> WRITES = Set.of("POST", "DELETE");

    private final IdempotentAnswers answers;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    public Idempotency(IdempotentAnswers answers) {
        this.answers = answers;
    }

    /** Before a write: the answer kept for its key, if there is one; while one is on its way, a conflict at once. */
    public void before(Context ctx) throws IOException {
        Optional<String> given = key(ctx);
        if (given.isEmpty()) return;
        String key = given.get();
        if (key.isBlank() || key.length() > LONGEST)
            throw new IllegalArgumentException(HEADER + " must have 1 to " + LONGEST + " characters");
        String request = digest(ctx);
        claim(key);
        ctx.attribute(HEADER, request);
        Optional<IdempotentAnswers.Answer> kept = answers.find(key);
        if (kept.isEmpty()) return;
        release(ctx, key);
        repeat(ctx, key, request, kept.get());
        ctx.skipRemainingHandlers();
    }

    private static void repeat(Context ctx, String key, String request, IdempotentAnswers.Answer kept) {
        if (!kept.request().equals(request)) {
            Problem problem = Problem.of(
                    ProblemCode.KEY_REUSED,
                    422,
                    "Idempotency-Key reused",
                    "the key " + key + " came with another request before");
            ctx.status(422).json(problem).contentType(Problem.CONTENT_TYPE);
            return;
        }
        ctx.header(REPLAYED, "true")
                .status(kept.status())
                .contentType("application/json")
                .result(kept.body());
        kept.location().ifPresent(location -> ctx.header("Location", location));
    }

    /**
     * Does a short write and keeps the answer to it in one transaction: after a crash both are there, or neither. Where another service
     * of the same database kept an answer under the key meanwhile, that is the answer, and nothing is written.
     */
    public void atomically(Context ctx, Runnable write) {
        String request = ctx.attribute(HEADER);
        Optional<String> key = key(ctx);
        answers.atomically(() -> {
            if (request == null || key.isEmpty()) {
                write.run();
                return;
            }
            Optional<IdempotentAnswers.Answer> kept = answers.find(key.get());
            if (kept.isPresent()) {
                repeat(ctx, key.get(), request, kept.get());
                return;
            }
            write.run();
            if (ctx.statusCode() < 300) answers.keep(key.get(), answer(ctx, request));
        });
    }

    /**
     * After a request: keeps the answer if it did what it should and is not kept yet, which is so where nothing was written that a
     * repetition could double; lets others with the key go on.
     */
    public void after(Context ctx) {
        String request = ctx.attribute(HEADER);
        Optional<String> key = key(ctx);
        if (request == null || key.isEmpty()) return;
        try {
            if (ctx.statusCode() < 300) answers.keep(key.get(), answer(ctx, request));
        } finally {
            release(ctx, key.get());
        }
    }

    private static IdempotentAnswers.Answer answer(Context ctx, String request) {
        return new IdempotentAnswers.Answer(
                request,
                ctx.statusCode(),
                Optional.ofNullable(ctx.res().getHeader("Location")),
                Optional.ofNullable(ctx.result()).orElse(""));
    }

    /** Nobody waits for another request, which would hold a thread. */
    private void claim(String key) {
        if (!inFlight.add(key))
            throw new Conflict(
                    ProblemCode.KEY_IN_USE,
                    "another request with the key " + key + " is still running: repeat this one later");
    }

    private void release(Context ctx, String key) {
        ctx.attribute(HEADER, null);
        inFlight.remove(key);
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
            if (ctx.isMultipart()) FormFields.digest(ctx, digest);
            else
                try (var content = RequestBody.of(ctx).open();
                        var digesting = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                    content.transferTo(digesting);
                }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
