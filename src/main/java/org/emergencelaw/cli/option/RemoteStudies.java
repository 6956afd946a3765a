package org.emergencelaw.cli.option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.ObservationImport;

/** Studies of a running service, by its API. */
record RemoteStudies(ServiceClient api) implements StudyPlace {

    /** Samples may be gigabytes. */
    private static final Duration UPLOAD = Duration.ofHours(1);

    @Override
    public boolean has(String id) throws IOException {
        return api.find("/studies/" + id).isPresent();
    }

    @Override
    public void create(Study study) throws IOException {
        api.postJson(
                "/studies",
                Map.of(
                        "id", study.id(),
                        "name", study.name(),
                        "task", study.task().name(),
                        "metric", study.task().metric(),
                        "trivial_accuracy", study.task().trivialAccuracy(),
                        "shots", study.task().shots(),
                        "family", study.family()));
    }

    @Override
    public List<KnownModel> models() throws IOException {
        return Json.mapper()
                .readerForListOf(KnownModel.class)
                .readValue(api.getJson("/models").path("items"));
    }

    @Override
    public ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files) throws IOException {
        boolean replace = mode == ObservationImport.Mode.REPLACE || mode == ObservationImport.Mode.PREVIEW_REPLACE;
        String query = "?dry_run=" + !mode.saves() + "&replace=" + replace
                + files.choice()
                        .metric()
                        .map(metric -> "&metric=" + encoded(metric))
                        .orElse("")
                + files.choice()
                        .filter()
                        .map(filter -> "&filter=" + encoded(filter))
                        .orElse("");
        query += files.columns().map(RemoteStudies::assigned).orElse("");
        String boundary = UUID.randomUUID().toString();
        String answer = api.post(
                "/studies/" + id + "/observations" + query,
                "multipart/form-data; boundary=" + boundary,
                parts(files, boundary),
                UPLOAD);
        return Json.mapper().readValue(answer, ImportReport.class);
    }

    private static String assigned(ColumnMapping columns) {
        return columns.texts().stream().map(text -> "&column=" + encoded(text)).collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The files one after another, read while they are sent. */
    private static BodyPublisher parts(ImportFiles files, String boundary) {
        List<BodyPublisher> parts = new ArrayList<>();
        for (ImportFile file : files.files()) {
            String name = file.name().replaceAll("[\"\\r\\n\\\\]", "_");
            parts.add(BodyPublishers.ofString("--" + boundary
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofInputStream(() -> {
                try {
                    return file.content().open();
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return BodyPublishers.concat(parts.toArray(new BodyPublisher[0]));
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
