package org.emergencelaw.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.emergencelaw.ingest.ColumnMapping;
import org.emergencelaw.ingest.ImportFile;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;
import org.emergencelaw.web.Problem;

/** Studies of a running service, by its API. */
record RemoteStudies(HttpClient client, String base) implements StudyPlace {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    /** Samples may be gigabytes. */
    private static final Duration UPLOAD = Duration.ofHours(1);

    /** @param url of the service, such as {@code http://127.0.0.1:8080} */
    static RemoteStudies at(String url) {
        if (!url.matches("https?://[^/]+(/.*)?"))
            throw new IllegalArgumentException("--url must be like http://127.0.0.1:8080, was " + url);
        HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        return new RemoteStudies(client, url.replaceAll("/+$", "") + "/api/v1/studies");
    }

    @Override
    public boolean has(String id) throws IOException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/" + id)));
        if (answer.statusCode() == 404) return false;
        good(answer);
        return true;
    }

    @Override
    public void create(Study study) throws IOException {
        Map<String, Object> body = Map.of(
                "id", study.id(),
                "name", study.name(),
                "task", study.task().name(),
                "metric", study.task().metric(),
                "trivial_accuracy", study.task().trivialAccuracy(),
                "shots", study.task().shots(),
                "family", study.family());
        good(send(post(
                base,
                "application/json",
                BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body)))));
    }

    @Override
    public List<KnownModel> models() throws IOException {
        String answer = good(send(HttpRequest.newBuilder(URI.create(base.replaceFirst("studies$", "models")))));
        return Json.mapper()
                .readerForListOf(KnownModel.class)
                .readValue(Json.mapper().readTree(answer).path("items"));
    }

    @Override
    public Imported submit(String id, Desk.Mode mode, ImportFiles files) throws IOException {
        boolean replace = mode == Desk.Mode.REPLACE || mode == Desk.Mode.PREVIEW_REPLACE;
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
        HttpRequest.Builder request = post(
                base + "/" + id + "/observations" + query,
                "multipart/form-data; boundary=" + boundary,
                parts(files, boundary));
        String answer = good(send(request, UPLOAD));
        return Json.mapper().readValue(answer, Imported.class);
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

    private static HttpRequest.Builder post(String to, String type, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(to))
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(body);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(request, ANSWER);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Duration patience) throws IOException {
        try {
            return client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException nobody) {
            throw new IOException("no service answers at " + base + ": start it with emergence-law serve", nobody);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + base, stopped);
        }
    }

    /** The body of a good answer; what a bad one says becomes an exception. */
    private String good(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() < 300) return answer.body();
        Problem problem = problem(answer);
        if (answer.statusCode() < 500) throw new Refused(base, problem);
        throw new IOException(base + " answered " + answer.statusCode() + ": " + problem.detail());
    }

    private static Problem problem(HttpResponse<String> answer) {
        try {
            return Json.mapper().readValue(answer.body(), Problem.class);
        } catch (JsonProcessingException other) {
            return Problem.of(answer.statusCode(), "Not possible", "status " + answer.statusCode());
        }
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
