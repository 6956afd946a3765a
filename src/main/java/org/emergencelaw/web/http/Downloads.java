package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.web.load.Admission;

/** Long answers, which are written as they are made. */
public final class Downloads {

    private static final int BUFFER = 1 << 15;

    private Downloads() {}

    /** Where to write text of a type; closing it ends the answer. */
    public static Writer text(Context ctx, String type) throws IOException {
        ctx.contentType(type.startsWith("text/") ? type + "; charset=utf-8" : type);
        return new BufferedWriter(new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8), BUFFER);
    }

    /** Sends a file, which others may not keep. */
    public static void file(Context ctx, Path file, String type, String name) throws IOException {
        ctx.contentType(type).header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        ctx.res().setContentLengthLong(Files.size(file));
        ctx.result(Files.newInputStream(file));
    }

    /** Whatever becomes of the request. */
    public static void deleteAtEnd(Context ctx, Path file) {
        Admission.atEnd(ctx, () -> RequestBody.delete(file));
    }
}
