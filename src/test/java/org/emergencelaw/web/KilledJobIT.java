package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service of the jar in the middle of a backtest, and of the lock of a suite: the next life goes on, and ends with the bytes of
 * one that was not killed, and with a ledger that has all of the lock, once.
 */
class KilledJobIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String STUDY = """
            {"id": "s", "name": "n", "task": "synthetic_four_choice", "trivial_accuracy": 0.25, "shots": 5,
             "family": "synthetic"}""";

    private static final List<String> TASKS =
            IntStream.range(0, 3).mapToObj(i -> "own_" + i).toList();
    private static final String LOCK = """
            {"plan": {"params": "6.4B", "tokens": "128B"},
             "terms": {"deadline": "2030-06-01T00:00:00Z", "seen": "nothing_run", "assumptions": "same recipe"}}""";

    @TempDir
    Path directory;

    private ServiceProcess service;

    @Test
    void aKilledBacktestGoesOnAndEndsWithTheSameBytes() throws Exception {
        try {
            start();
            send("POST", "/api/v1/studies", "application/json", STUDY);
            send("POST", "/api/v1/studies/s/observations", "text/csv", LedgerSite.fewerRows());
            String killed = backtest();
            int done = await(job(killed), job -> job.get("done").asInt() >= 3)
                    .get("done")
                    .asInt();
            service.kill();

            start();
            JsonNode resumed =
                    await(job(killed), job -> job.get("state").asText().equals("done"));
            JsonNode whole =
                    await(job(backtest()), job -> job.get("state").asText().equals("done"));

            assertThat(done)
                    .as("killed in the middle")
                    .isLessThan(resumed.get("total").asInt());
            assertThat(Json.mapper()
                            .writeValueAsString(resumed.get("result"))
                            .equals(Json.mapper().writeValueAsString(whole.get("result"))))
                    .as("the same bytes as a job that was not killed")
                    .isTrue();
        } finally {
            service.close();
        }
    }

    @Test
    void aSuiteLockThatIsKilledIsWrittenOnceOrNotAtAll() throws Exception {
        try {
            start();
            int locked = 0;
            // after its first task, and when its last ones are ready and the ledger is written
            for (int ready : List.of(1, TASKS.size() - 1)) {
                String suite = "/api/v1/suites/killed-at-" + ready;
                send("POST", suite + "/observations?name=Many&family=f&shots=5", "text/csv", SuiteRows.of(TASKS, 5));
                send("POST", suite + "/lock", "application/json", LOCK);
                JsonNode seen =
                        await(suite + "/locks", locks -> locks.at("/lock/done").asInt() >= ready);
                service.kill();
                long written = entries() - locked;
                assertThat(written).as("entries of the lock when it was killed").isIn(0L, (long) TASKS.size());
                if (ready == 1) assertThat(seen.at("/lock/state").asText()).isEqualTo("running");

                start();
                JsonNode whole = await(
                        suite + "/locks",
                        locks -> !locks.at("/lock/state").asText().equals("running"));
                locked += TASKS.size();

                assertThat(whole.at("/lock/state").asText())
                        .as(whole.toString())
                        .isEqualTo("written");
                assertThat(whole.get("items")).hasSize(TASKS.size());
                assertThat(whole.at("/items").findValuesAsText("forecast_id"))
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(
                                whole.at("/lock/items").findValuesAsText("forecast_id"));
                JsonNode chain = send("GET", "/api/v1/ledger/verification", "application/json", "");
                assertThat(chain.get("broken").isNull()).as(chain.toString()).isTrue();
                assertThat(entries()).isEqualTo(locked);
            }
        } finally {
            service.close();
        }
    }

    private long entries() throws SQLException {
        String at = TestDatabase.at(directory.resolve("studies.db"));
        try (Connection database = DriverManager.getConnection(at.startsWith("jdbc:") ? at : "jdbc:sqlite:" + at);
                Statement statement = database.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from ledger")) {
            assertThat(count.next()).isTrue();
            return count.getLong(1);
        }
    }

    private void start() throws Exception {
        service = ServiceProcess.start(directory.resolve("studies.db"));
    }

    private String backtest() throws Exception {
        return send("POST", "/api/v1/studies/s/backtests", "application/json", "{}")
                .get("id")
                .asText();
    }

    private static String job(String id) {
        return "/api/v1/jobs/" + id;
    }

    private JsonNode await(String path, Predicate<JsonNode> until) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> send("GET", path, "application/json", ""), until);
    }

    private JsonNode send(String method, String path, String type, String body) throws Exception {
        var answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .header("Content-Type", type)
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.mapper().readTree(answer.body());
    }
}
