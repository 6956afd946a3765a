package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.emergencelaw.OfFilesAlone;
import org.emergencelaw.store.Database;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fills up, by a limit on the size of files that the system puts on the process of the jar and that is lifted later: whoever
 * writes is told, whoever reads reads, what was acknowledged is there, and all goes on when there is room.
 */
@OfFilesAlone("how large its files may grow is told to the process of the service, which has none of a server's")
class FullDiskIT {

    private static final int ROWS = 2_000;
    private static final long ROOM = 9 << 20;

    @TempDir
    Path directory;

    private static void limit(ServiceProcess service, String bytes) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(service.process().pid()), "--fsize=" + bytes)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(prlimit.exitValue()).isZero();
    }

    private static boolean canLimit() throws InterruptedException {
        try {
            return new ProcessBuilder("prlimit", "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static HttpResponse<String> get(ServiceProcess service, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> rows(ServiceProcess service, String model) throws Exception {
        String rows = ObservationApiTest.rows(ROWS, model)
                .replace("n_eval\n", "n_eval,note\n")
                .replace("1000\n", "1000," + "long ".repeat(180) + "\n");
        return service.post("/api/v1/studies/s/observations", "text/csv", rows);
    }

    @Test
    void whoeverWritesIsToldAndAllGoesOnWhenThereIsRoom() throws Exception {
        Assumptions.assumeTrue(canLimit(), "prlimit of util-linux is there");
        Path file = directory.resolve("studies.db");
        List<String> acknowledged = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.start(file)) {
            assertThat(service.post(
                                    "/api/v1/studies",
                                    "application/json",
                                    "{\"id\": \"s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25,"
                                            + " \"shots\": 5, \"family\": \"f\"}")
                            .statusCode())
                    .isEqualTo(201);
            limit(service, ROOM + ":unlimited");

            HttpResponse<String> refused = null;
            for (int i = 0; i < 40 && refused == null; i++) {
                String model = "m" + i + "-";
                HttpResponse<String> answer = rows(service, model);
                if (answer.statusCode() == 201) acknowledged.add(model);
                else refused = answer;
            }

            assertThat(acknowledged).isNotEmpty();
            assertThat(refused).isNotNull();
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
            assertThat(refused.body()).contains("nothing was saved").doesNotContain("SQL", "Exception");
            assertThat(get(service, "/readyz").statusCode()).isEqualTo(503);
            for (String path : List.of("/healthz", "/", "/api/v1/studies/s", "/api/v1/studies/s/observations.csv"))
                assertThat(get(service, path).statusCode()).as(path).isEqualTo(200);

            limit(service, "unlimited:unlimited");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> get(service, "/readyz").statusCode() == 200);
            assertThat(rows(service, "last-").statusCode()).isEqualTo(201);
            acknowledged.add("last-");
        }
        try (Database database = Database.open(file)) {
            assertThat(database.observations().count("s")).isEqualTo(acknowledged.size() * ROWS);
        }
    }
}
