package org.emergencelaw.web.http;

import io.javalin.config.Key;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.web.load.Admission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a request: in memory where it is small, else on disk, so that it may come slowly, and be read more than once. */
public final class RequestBody {

    /** Largest one, in bytes. */
    static final Key<Long> MOST = new Key<>("largest request body");

    /** Where larger ones lie. */
    static final Key<Path> FOLDER = new Key<>("folder for request bodies");

    /** Largest one that is read as one text. */
    static final int MOST_TEXT = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final int IN_MEMORY = 64 << 10;
    private static final int BUFFER = 1 << 14;

    private final Context ctx;
    private final byte[] start;
    private final Path rest;
    private final long size;

    private RequestBody(Context ctx, byte[] start, Path rest, long size) {
        this.ctx = ctx;
        this.start = start;
        this.rest = rest;
        this.size = size;
    }

    /**
     * Reads it, the first time.
     *
     * @throws ContentTooLargeResponse if it has more bytes than are taken
     */
    public static RequestBody of(Context ctx) {
        RequestBody known = ctx.attribute(RequestBody.class.getName());
        if (known != null) return known;
        try {
            RequestBody read = read(ctx, ctx.appData(MOST));
            ctx.attribute(RequestBody.class.getName(), read);
            return read;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static RequestBody read(Context ctx, long most) throws IOException {
        if (ctx.contentLength() > most) throw new ContentTooLargeResponse();
        InputStream in = ctx.req().getInputStream();
        byte[] start = in.readNBytes(IN_MEMORY + 1);
        if (start.length <= IN_MEMORY) return new RequestBody(ctx, start, Path.of(""), start.length);
        Path file = Files.createTempFile(ctx.appData(FOLDER), "", ".body");
        Admission.atEnd(ctx, () -> delete(file));
        long size = start.length;
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(start);
            byte[] some = new byte[BUFFER];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                size += count;
                if (size > most) throw new ContentTooLargeResponse();
                out.write(some, 0, count);
            }
        }
        return new RequestBody(ctx, new byte[0], file, size);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            LOG.warn("the file {} of a request could not be deleted", file, kept);
        }
    }

    public long size() {
        return size;
    }

    public InputStream open() throws IOException {
        return size <= IN_MEMORY ? new ByteArrayInputStream(start) : Files.newInputStream(rest);
    }

    /**
     * The whole as text.
     *
     * @throws ContentTooLargeResponse if it is longer than what programs write by hand
     */
    public String text() {
        if (size > MOST_TEXT) throw new ContentTooLargeResponse();
        Admission.of(ctx).take(ctx, 10 * size);
        try (InputStream in = open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
