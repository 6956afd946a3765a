package org.emergencelaw.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.javalin.http.UploadedFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.ingest.ObservationCsv;
import org.emergencelaw.ingest.ObservationJson;

/** Observations in a request: a CSV or JSON body, or one uploaded file of either kind. */
final class Submission {

    private Submission() {}

    static Desk.Reading of(Context ctx) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) return uploaded(ctx);
        byte[] body = ctx.bodyAsBytes();
        if (type.startsWith("application/json")) return json(new ByteArrayInputStream(body));
        if (type.startsWith("text/csv") || type.startsWith("text/plain")) return csv(new ByteArrayInputStream(body));
        throw new UnsupportedMediaTypeResponse(
                "send observations as text/csv, application/json or multipart/form-data, not as "
                        + (type.isEmpty() ? "a body without Content-Type" : type));
    }

    private static Desk.Reading uploaded(Context ctx) {
        List<UploadedFile> files =
                ctx.uploadedFiles().stream().filter(file -> file.size() > 0).toList();
        if (files.size() != 1) throw new BadRequestResponse("upload one file with observations, not " + files.size());
        UploadedFile file = files.get(0);
        return file.filename().toLowerCase(Locale.ROOT).endsWith(".json") ? json(file.content()) : csv(file.content());
    }

    private static Desk.Reading csv(InputStream body) {
        return rules -> ObservationCsv.read(body, rules);
    }

    private static Desk.Reading json(InputStream body) {
        return rules -> ObservationJson.read(body, rules);
    }
}
