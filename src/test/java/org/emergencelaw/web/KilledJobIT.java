package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the service of the jar in the middle of a backtest: the next life goes on, and ends with the bytes of one that was not killed. */
class KilledJobIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String STUDY = """
            {"id": "s", "name": "n", "task": "synthetic_four_choice", "trivial_accuracy": 0.25, "shots": 5,
             "family": "synthetic"}""";

    @TempDir
    Path directory;

    private Process service;
    private String url = "";

    @Test
    void aKilledBacktestGoesOnAndEndsWithTheSameBytes() throws Exception {
        try {
            start();
            send("POST", "/api/v1/studies", "application/json", STUDY);
            send(
                    "POST",
                    "/api/v1/studies/s/observations",
                    "text/csv",
                    Files.readString(Path.of("data/synthetic/observations.csv")));
            String killed = backtest();
            int done = await(killed, job -> job.get("done").asInt() >= 3)
                    .get("done")
                    .asInt();
            // SIGKILL
            service.destroyForcibly().waitFor();

            start();
            JsonNode resumed = await(killed, job -> job.get("state").asText().equals("done"));
            JsonNode whole = await(backtest(), job -> job.get("state").asText().equals("done"));

            assertThat(done)
                    .as("killed in the middle")
                    .isLessThan(resumed.get("total").asInt());
            assertThat(Json.mapper()
                            .writeValueAsString(resumed.get("result"))
                            .equals(Json.mapper().writeValueAsString(whole.get("result"))))
                    .as("the same bytes as a job that was not killed")
                    .isTrue();
        } finally {
            service.destroyForcibly();
        }
    }

    private void start() throws Exception {
        service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("emergencelaw.jar", "target/emergence-law.jar"),
                        "serve",
                        "--port",
                        "0",
                        "--database",
                        TestDatabase.at(directory.resolve("studies.db")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).as("first line of serve").startsWith("emergence-law ");
        url = line.substring(line.indexOf("http"));
    }

    private String backtest() throws Exception {
        return send("POST", "/api/v1/studies/s/backtests", "application/json", "{}")
                .get("id")
                .asText();
    }

    private JsonNode await(String id, java.util.function.Predicate<JsonNode> until) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> send("GET", "/api/v1/jobs/" + id, "application/json", ""), until);
    }

    private JsonNode send(String method, String path, String type, String body) throws Exception {
        var answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Content-Type", type)
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.mapper().readTree(answer.body());
    }
}
