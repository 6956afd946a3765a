package org.emergencelaw.web.http;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.RecognisedFile;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.web.load.Admission;
import org.emergencelaw.workspace.ObservationImport;

/** Observations in a request: a body of CSV or JSON, or uploaded files, among them those of evaluation programs. */
public final class UploadedRows {

    private UploadedRows() {}

    public static ObservationImport.RowSource of(Context ctx, TaskCatalogue catalogue) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        ScoreSelection choice =
                new ScoreSelection(chosen(ctx, "metric"), chosen(ctx, "filter"), chosen(ctx, "model_name"));
        Optional<ColumnMapping> columns = Optional.of(ctx.queryParams("column"))
                .filter(assigned -> !assigned.isEmpty())
                .map(ColumnMapping::of);
        if (type.startsWith("multipart/form-data")) {
            List<ImportFile> files = uploaded(ctx);
            if (files.isEmpty()) throw new Refused(ProblemCode.NOTHING_SENT, 400, "upload a file with observations");
            ImportFiles given = new ImportFiles(files, choice, columns);
            return rules -> given.read(rules, catalogue);
        }
        boolean json = type.startsWith("application/json");
        if (json || type.startsWith("text/csv") || type.startsWith("text/plain")) {
            ImportFile body = body(ctx, "");
            ImportFiles given = new ImportFiles(List.of(body), choice, json ? Optional.empty() : columns);
            return rules -> {
                if (given.ofProgram() || given.columns().isPresent()) return given.read(rules, catalogue);
                try (InputStream in = body.open()) {
                    return json ? ObservationJson.read(in, rules) : ObservationCsv.read(in, rules);
                }
            };
        }
        throw new Refused(
                ProblemCode.WRONG_CONTENT_TYPE,
                415,
                "send observations as text/csv, application/json or multipart/form-data, not as "
                        + (type.isEmpty() ? "a body without Content-Type" : type));
    }

    /** Files of a form that hold something; they lie on disk until they are read. */
    public static List<ImportFile> uploaded(Context ctx) {
        List<UploadedFile> sent =
                ctx.uploadedFiles().stream().filter(file -> file.size() > 0).toList();
        List<ImportFile> files = sent.stream()
                .map(file -> new ImportFile(file.filename(), file::content))
                .toList();
        admit(ctx, files, sent.stream().mapToLong(UploadedFile::size).sum());
        return files;
    }

    /** The body of a request as a file of rows. */
    public static ImportFile body(Context ctx, String name) {
        RequestBody body = RequestBody.of(ctx);
        ImportFile file = new ImportFile(name, body::open);
        admit(ctx, List.of(file), body.size());
        return file;
    }

    /** One table is read row by row; of files of programs, and of what has to be unpacked, more is held. */
    private static void admit(Context ctx, List<ImportFile> files, long bytes) {
        try {
            boolean streamed = files.size() == 1 && RecognisedFile.isReadByRows(files.get(0));
            Admission.of(ctx).takeForRows(ctx, bytes, streamed);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The text of an uploaded file that people write by hand; absent where none was chosen. */
    public static Optional<String> uploadedText(Context ctx) throws IOException {
        Optional<ImportFile> file = uploaded(ctx).stream().findFirst();
        if (file.isEmpty()) return Optional.empty();
        try (InputStream in = file.get().open()) {
            byte[] text = in.readNBytes(RequestBody.MOST_TEXT + 1);
            if (text.length > RequestBody.MOST_TEXT) throw new ContentTooLargeResponse();
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        }
    }

    private static Optional<String> chosen(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isBlank());
    }
}
