package org.emergencelaw.web.contract;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.workspace.Workspace;

/**
 * Pages that come with a validator, so that whoever has one already is told so without its being made again; within a share of the heap
 * they are remembered too.
 *
 * <p>A page is remembered by its address, by who asks, and by the state of what it shows, a text that one query reads. While the
 * version of the database is the one from before that query, not even that is asked; whatever is written, by whomever, changes the
 * version. A page is remembered only if the version stayed the same while it was made, so that it is of that state and no other.
 * Program, catalogues and settings are those of this process, which is in every validator. Only for pages that show nothing but
 * these: none that tells the time, or reads other files.
 *
 * <p>A browser may keep them, and asks every time; who may see them is asked before that.
 */
public final class ValidatedPages {

    private static final int HEAP_SHARE = 48;

    private final Workspace workspace;
    /** Of this process alone. */
    private final String process = UUID.randomUUID().toString();

    private final Cache<Asked, Made> pages = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / HEAP_SHARE)
            .weigher((Asked asked, Made made) -> made.body.length)
            .executor(Runnable::run)
            .build();

    public ValidatedPages(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * @param page that answers: one address has several, in the forms that may be asked for
     * @param place scheme and host by which it was asked for, which a page may name
     */
    private record Asked(Handler page, String place, String path, Optional<String> query, Optional<String> who) {}

    /** @param state absent where any write may have changed it */
    private record Made(long version, Optional<String> state, String validator, String contentType, byte[] body) {

        Made at(long later) {
            return new Made(later, state, validator, contentType, body);
        }
    }

    /**
     * Pages that show one kind of thing.
     *
     * @param state of the thing with an id, the one in the address: another after whatever changes what these pages show; absent where
     *     nothing tells it quickly
     */
    public record Kind(ValidatedPages pages, Function<String, Optional<String>> state) {

        /** The same page, with a validator. */
        public Handler of(Handler page) {
            return ctx -> pages.answer(ctx, page, () -> state.apply(ctx.pathParam("id")));
        }
    }

    public Kind by(Function<String, Optional<String>> state) {
        return new Kind(this, state);
    }

    private void answer(Context ctx, Handler page, Supplier<Optional<String>> stateNow) throws Exception {
        Asked asked = new Asked(
                page,
                ctx.scheme() + "://" + ctx.host(),
                ctx.path(),
                Optional.ofNullable(ctx.queryString()),
                AccessControl.who(ctx));
        long version = workspace.version();
        Made known = pages.getIfPresent(asked);
        if (known != null && known.version == version) {
            send(ctx, known);
            return;
        }
        Optional<String> state = stateNow.get();
        if (known != null && state.isPresent() && known.state.equals(state)) {
            pages.put(asked, known.at(version));
            send(ctx, known);
        } else make(ctx, page, asked, version, state);
    }

    private void make(Context ctx, Handler page, Asked asked, long version, Optional<String> state) throws Exception {
        page.handle(ctx);
        InputStream result = ctx.resultInputStream();
        if (ctx.statusCode() != 200 || result == null) return;
        byte[] body = read(result);
        Made made = new Made(
                version, state, validator(asked, body), String.valueOf(ctx.res().getContentType()), body);
        if (workspace.version() == version) pages.put(asked, made);
        send(ctx, made);
    }

    private static byte[] read(InputStream result) {
        try (result) {
            return result.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Weak, since what is sent may be compressed. */
    private String validator(Asked asked, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((process + " " + asked.place + asked.path + " " + asked.query + " " + asked.who)
                    .getBytes(StandardCharsets.UTF_8));
            byte[] sum = digest.digest(body);
            return "W/\"" + HexFormat.of().formatHex(sum, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void send(Context ctx, Made made) {
        ctx.header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept, Authorization, Cookie")
                .header("ETag", made.validator);
        if (known(ctx, made.validator)) ctx.status(HttpStatus.NOT_MODIFIED).result(new byte[0]);
        else ctx.contentType(made.contentType).result(made.body);
    }

    private static boolean known(Context ctx, String validator) {
        String names = ctx.header("If-None-Match");
        return names != null
                && Arrays.stream(names.split(",")).map(String::strip).anyMatch(name -> name.equals(validator));
    }
}
