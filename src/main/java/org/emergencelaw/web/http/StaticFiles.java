package org.emergencelaw.web.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.workspace.NotFound;

/**
 * Scripts, styles and pictures under {@code /static}, from the class path. Javalin's own static files open the whole jar as a file
 * system, which takes a third of a second of the start.
 */
public final class StaticFiles {

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    /** @param tag changes with the content, so that browsers may keep what they have */
    private record Asset(byte[] content, String type, String tag) {}

    public void send(Context ctx) throws IOException {
        String name = ctx.pathParam("name");
        Asset asset = read.get(name);
        if (asset == null) {
            asset = asset(name);
            read.put(name, asset);
        }
        ctx.header("Cache-Control", "no-cache").header("ETag", asset.tag());
        if (asset.tag().equals(ctx.header("If-None-Match"))) ctx.status(HttpStatus.NOT_MODIFIED);
        else ctx.contentType(asset.type()).result(asset.content());
    }

    private static Asset asset(String name) throws IOException {
        String type = name.matches("[a-z0-9-]+\\.[a-z]+") ? TYPES.get(name.substring(name.indexOf('.') + 1)) : null;
        try (InputStream in =
                type == null ? null : StaticFiles.class.getResourceAsStream("/org/emergencelaw/web/static/" + name)) {
            if (in == null || type == null) throw new NotFound(ProblemCode.NO_SUCH_FILE, "there is no file " + name);
            byte[] content = in.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(content);
            return new Asset(content, type, "\"" + Long.toHexString(sum.getValue()) + "-" + content.length + "\"");
        }
    }
}
