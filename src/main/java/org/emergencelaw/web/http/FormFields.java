package org.emergencelaw.web.http;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.web.load.Admission;

/**
 * What was filled into a form, fields of a multipart form without a file among them. Javalin's own map of these keeps a list for each
 * field that has room for all of them.
 */
public final class FormFields {

    /** Characters of all fields together: a pasted table, and what stands around it. */
    private static final int MOST = 4 << 20;

    private FormFields() {}

    /** The first value of a field. */
    public static Optional<String> value(Context ctx, String field) {
        return values(ctx, field).stream().findFirst();
    }

    /** All values of a field, in their order. */
    public static List<String> values(Context ctx, String field) {
        if (!ctx.isMultipart()) {
            // once it is here: a body that comes slowly must keep no memory from others
            Admission.of(ctx).take(ctx, 8L * ctx.bodyAsBytes().length);
            return ctx.formParams(field);
        }
        Map<String, List<String>> known = ctx.attribute(FormFields.class.getName());
        if (known == null) {
            known = read(ctx);
            ctx.attribute(FormFields.class.getName(), known);
        }
        return known.getOrDefault(field, List.of());
    }

    /** All fields of a multipart form. */
    static Map<String, List<String>> read(Context ctx) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        long size = 0;
        for (Part part : parts(ctx)) {
            if (part.getSubmittedFileName() != null) continue;
            size += part.getSize();
            if (size > MOST) throw new ContentTooLargeResponse();
        }
        Admission.of(ctx).take(ctx, 6 * size);
        for (Part part : parts(ctx))
            if (part.getSubmittedFileName() == null)
                fields.computeIfAbsent(part.getName(), name -> new ArrayList<>(1))
                        .add(text(part));
        return fields;
    }

    /** Adds all that a multipart form says: names, names of files, and what is in them, each with its length. */
    static void digest(Context ctx, MessageDigest digest) throws IOException {
        for (Part part : parts(ctx)) {
            String head = part.getName() + "\0" + part.getSubmittedFileName() + "\0" + part.getSize() + "\0";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            try (InputStream content = part.getInputStream();
                    OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                content.transferTo(digesting);
            }
        }
    }

    /** Files too; Javalin says how a form is to be read before it reads it. */
    private static Collection<Part> parts(Context ctx) {
        ctx.uploadedFiles();
        try {
            return ctx.req().getParts();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (ServletException unread) {
            throw new IllegalStateException("a form that was read is read", unread);
        }
    }

    private static String text(Part part) {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
