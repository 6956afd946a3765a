package org.emergencelaw.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.format.Json;
import org.emergencelaw.workspace.Problem;

/**
 * The API of a service.
 *
 * @param base its address, such as {@code http://127.0.0.1:8080}
 */
public record ServiceClient(HttpClient client, String base) {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    static ServiceClient at(String url) {
        if (!url.matches("https?://[^/]+(/.*)?"))
            throw new IllegalArgumentException("--url must be like http://127.0.0.1:8080, was " + url);
        return new ServiceClient(HttpClient.newBuilder().connectTimeout(CONNECT).build(), url.replaceAll("/+$", ""));
    }

    /** @param path below {@code /api/v1} */
    public String get(String path) throws IOException {
        return good(send(request(path)));
    }

    public JsonNode getJson(String path) throws IOException {
        return Json.mapper().readTree(get(path));
    }

    /** Absent where the service has no such thing. */
    Optional<String> find(String path) throws IOException {
        HttpResponse<String> answer = send(request(path));
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(good(answer));
    }

    public String post(String path, String type, byte[] body) throws IOException {
        return post(path, type, HttpRequest.BodyPublishers.ofByteArray(body), ANSWER);
    }

    /** @param patience how long to wait for the answer */
    public String post(String path, String type, HttpRequest.BodyPublisher body, Duration patience) throws IOException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(body);
        return good(send(request, patience));
    }

    public JsonNode postJson(String path, Object body) throws IOException {
        return Json.mapper()
                .readTree(post(path, "application/json", Json.mapper().writeValueAsBytes(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path));
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
        if (answer.statusCode() < 500) throw new InvalidInputException(base, problem);
        throw new IOException(base + " answered " + answer.statusCode() + ": " + problem.detail());
    }

    private static Problem problem(HttpResponse<String> answer) {
        try {
            return Json.mapper().readValue(answer.body(), Problem.class);
        } catch (JsonProcessingException other) {
            return Problem.of(answer.statusCode(), "Not possible", "status " + answer.statusCode());
        }
    }
}
