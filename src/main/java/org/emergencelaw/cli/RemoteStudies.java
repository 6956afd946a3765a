package org.emergencelaw.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;
import org.emergencelaw.web.Problem;

/** Studies of a running service, by its API. */
record RemoteStudies(HttpClient client, String base) implements StudyPlace {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

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
        good(send(post(base, "application/json", Json.mapper().writeValueAsBytes(body))));
    }

    @Override
    public Imported submit(String id, Desk.Mode mode, ObservationFile rows) throws IOException {
        boolean replace = mode == Desk.Mode.REPLACE || mode == Desk.Mode.PREVIEW_REPLACE;
        String query = "?dry_run=" + !mode.saves() + "&replace=" + replace;
        String type = rows.json() ? "application/json" : "text/csv";
        String answer = good(send(post(base + "/" + id + "/observations" + query, type, rows.content())));
        return Json.mapper().readValue(answer, Imported.class);
    }

    private static HttpRequest.Builder post(String to, String type, byte[] body) {
        return HttpRequest.newBuilder(URI.create(to))
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
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
