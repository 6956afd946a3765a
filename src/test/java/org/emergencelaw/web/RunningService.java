package org.emergencelaw.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.Json;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.Workspace;

/** A service on a free port with a database file of its own, and a client of it. */
public final class RunningService implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static final ServiceConfig SETTINGS =
            ServiceConfig.DEFAULT.with("port", 0).with("hosts", List.of("law.example.org"));

    private final Database database;
    private final Server server;

    private RunningService(Database database, Server server) {
        this.database = database;
        this.server = server;
    }

    public static RunningService in(Path directory) {
        return in(directory, ServiceConfig.DEFAULT.maxBodyMib());
    }

    static RunningService in(Path directory, int maxBodyMib) {
        return in(directory, maxBodyMib, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static RunningService in(Path directory, int maxBodyMib, Clock clock) {
        return in(directory, SETTINGS.with("max_body_mib", maxBodyMib).with("max_upload_mib", maxBodyMib), clock);
    }

    static RunningService in(Path directory, ServiceConfig settings, Clock clock) {
        try {
            Database database = Database.open(TestDatabase.at(directory.resolve("studies.db")));
            Workspace workspace =
                    new Workspace(database, TaskCatalogue.of(settings), PublishedLossLaws.of(settings), clock);
            return new RunningService(database, Server.start(settings, workspace, clock));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public Database database() {
        return database;
    }

    /** An answer with its body. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            try {
                return Json.mapper().readTree(body());
            } catch (JsonProcessingException broken) {
                throw new AssertionError("not JSON: " + body(), broken);
            }
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path, String... headers) {
        return send(with(request(path), headers).DELETE());
    }

    /** @param headers name, value, name, value */
    public Answer post(String path, String type, String body, String... headers) {
        return send(with(request(path), headers).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    public Answer postJson(String path, String body, String... headers) {
        return post(path, "application/json", body, headers);
    }

    public Answer postCsv(String path, String body, String... headers) {
        return post(path, "text/csv", body, headers);
    }

    /** Makes a study of task t and family f, and returns its path in the API. */
    Answer json(String method, String path, String body) {
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    public String newStudy() {
        String id = "s-" + UUID.randomUUID();
        Answer made = postJson(
                "/api/v1/studies",
                "{\"id\": \"%s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"f\"}"
                        .formatted(id));
        if (made.status() != 201) throw new IllegalStateException(made.body());
        return "/api/v1/studies/" + id;
    }

    /** A job once it has ended. */
    public JsonNode ended(String job) {
        Instant late = Instant.now().plus(Duration.ofMinutes(5));
        while (true) {
            JsonNode now = get(job).json();
            if (!now.get("finished_at").isNull()) return now;
            if (Instant.now().isAfter(late)) throw new IllegalStateException("still " + now);
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    /** Waits until no job of a study is at work; one may have led to another. */
    void settled(String study) {
        JsonNode waited = jobs(study);
        while (true) {
            for (JsonNode job : waited) ended("/api/v1/jobs/" + job.get("id").asText());
            JsonNode now = jobs(study);
            if (now.size() == waited.size()) return;
            waited = now;
        }
    }

    private JsonNode jobs(String study) {
        return get("/api/v1/jobs?study=" + study).json().get("items");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
