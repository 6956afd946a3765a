package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.store.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the service of the jar in the middle of imports: each import is whole or absent, and what was answered is there. */
class KilledServiceIT {

    private static final int ROUNDS = 12;
    private static final int ROWS = 1_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void everyImportIsWholeOrAbsent() throws Exception {
        Random random = new Random(1);
        AtomicInteger sent = new AtomicInteger(), answered = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            Process service = start();
            try {
                String url = address(service);
                if (round == 0) create(url);
                Thread imports = new Thread(() -> importUntilKilled(url, sent, answered));
                int before = answered.get();
                imports.start();
                // let the first import of this life through, then strike anywhere in those that follow
                while (answered.get() == before) Thread.sleep(1);
                Thread.sleep(random.nextInt(400));
                service.destroyForcibly().waitFor();
                imports.join();
            } finally {
                service.destroyForcibly();
            }
            check(sent.get(), answered.get());
        }
        System.out.println("killed " + ROUNDS + " times: " + sent + " imports sent, " + answered
                + " answered, none of them torn or lost");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("emergencelaw.jar", "target/emergence-law.jar"),
                        "serve",
                        "--port",
                        "0",
                        "--database",
                        directory.resolve("studies.db").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String address(Process service) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).as("first line of serve").startsWith("emergence-law ");
        return line.substring(line.indexOf("http"));
    }

    private static void create(String url) throws Exception {
        String body = "{\"id\": \"s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5,"
                + " \"family\": \"f\"}";
        assertThat(post(url + "/api/v1/studies", "application/json", body)).isEqualTo(201);
    }

    private static void importUntilKilled(String url, AtomicInteger sent, AtomicInteger answered) {
        try {
            while (true) {
                String rows = ObservationApiTest.rows(ROWS, "b" + sent.incrementAndGet() + "-");
                if (post(url + "/api/v1/studies/s/observations", "text/csv", rows) == 201) answered.incrementAndGet();
            }
        } catch (IOException | InterruptedException killed) {
            // as intended
        }
    }

    private static int post(String url, String type, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    /** An import's rows carry its number in the name of their models. */
    private void check(int sent, int answered) {
        try (Database database = Database.open(directory.resolve("studies.db"), Json.mapper())) {
            Map<String, Integer> rows = new HashMap<>();
            for (Observation row : database.observations().of("s"))
                rows.merge(row.checkpoint().model().split("-")[0], 1, Integer::sum);
            assertThat(rows.values()).as("rows of each import").containsOnly(ROWS);
            assertThat(rows.size()).isBetween(answered, sent);
        }
    }
}
