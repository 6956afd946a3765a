package org.emergencelaw.web.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.harness.HarnessSelection;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.workspace.ObservationImport;

/** Observations in a request: a body of CSV or JSON, or uploaded files, among them those of an evaluation harness. */
public final class UploadedRows {

    private UploadedRows() {}

    public static ObservationImport.RowSource of(Context ctx, TaskCatalogue catalogue) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        HarnessSelection choice = new HarnessSelection(chosen(ctx, "metric"), chosen(ctx, "filter"));
        Optional<ColumnMapping> columns = Optional.of(ctx.queryParams("column"))
                .filter(assigned -> !assigned.isEmpty())
                .map(ColumnMapping::of);
        if (type.startsWith("multipart/form-data")) {
            List<ImportFile> files = uploaded(ctx);
            if (files.isEmpty()) throw new BadRequestResponse("upload a file with observations");
            return rules -> new ImportFiles(files, choice, columns).read(rules, catalogue);
        }
        byte[] body = ctx.bodyAsBytes();
        if (type.startsWith("application/json")) {
            ImportFiles results = new ImportFiles(List.of(ImportFile.of("", body)), choice, Optional.empty());
            return rules -> results.ofHarness()
                    ? results.read(rules, catalogue)
                    : ObservationJson.read(new ByteArrayInputStream(body), rules);
        }
        if (type.startsWith("text/csv") || type.startsWith("text/plain"))
            return columns.isPresent()
                    ? rules -> new ImportFiles(List.of(ImportFile.of("", body)), choice, columns).read(rules, catalogue)
                    : rules -> ObservationCsv.read(new ByteArrayInputStream(body), rules);
        throw new UnsupportedMediaTypeResponse(
                "send observations as text/csv, application/json or multipart/form-data, not as "
                        + (type.isEmpty() ? "a body without Content-Type" : type));
    }

    /** Files of a form that hold something; they lie on disk until they are read. */
    public static List<ImportFile> uploaded(Context ctx) {
        return ctx.uploadedFiles().stream()
                .filter(file -> file.size() > 0)
                .map(file -> new ImportFile(file.filename(), file::content))
                .toList();
    }

    private static Optional<String> chosen(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isBlank());
    }
}
