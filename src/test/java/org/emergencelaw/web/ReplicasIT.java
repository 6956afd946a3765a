package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two services of the jar on one PostgreSQL database: what one wrote the other has, nothing twice, and one chain. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the server is built for it")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasIT {

    private static final String STUDIES = "/api/v1/studies";
    private static final String STUDY =
            "{\"name\": \"%s\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5," + " \"family\": \"f\"}";
    private static final String PLAN = "{\"params\": \"%dB\", \"tokens\": \"1T\", \"eval_items\": 1000}";

    /** Writers of each service. */
    private static final int CLIENTS = 3;

    private static final int KEYS = 20;
    private static final int LOCKS = 6;

    @TempDir
    static Path directory;

    private static int port;
    private static EmbeddedPostgres server;
    private static ServiceProcess first;
    private static ServiceProcess second;
    private static final ExecutorService CLIENT_THREADS = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = startServer();
        first = ServiceProcess.start(server.getJdbcUrl("postgres", "postgres"));
        second = ServiceProcess.start(server.getJdbcUrl("postgres", "postgres"));
    }

    private static EmbeddedPostgres startServer() throws IOException {
        return TestDatabase.quick()
                .setPort(port)
                .setDataDirectory(directory.resolve("server"))
                .setCleanDataDirectory(false)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENT_THREADS.shutdownNow();
        for (ServiceProcess service : new ServiceProcess[] {first, second}) if (service != null) service.close();
        if (server != null) server.close();
    }

    @Test
    @Order(1)
    void noWriteIsLostOrDoubledAndThereIsOneChain() throws Exception {
        String fit = fit(first);
        List<Callable<Set<String>>> clients = new ArrayList<>();
        for (ServiceProcess service : List.of(first, second))
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(() -> made(service, STUDIES, STUDY, "study"));
                int from = service == first ? 0 : LOCKS, of = client;
                if (of == 0) clients.add(() -> locked(service, fit, from));
            }
        Set<String> studies = new TreeSet<>(), locks = new TreeSet<>();
        for (Future<Set<String>> client : CLIENT_THREADS.invokeAll(clients))
            client.get().forEach(path -> (path.startsWith(STUDIES) ? studies : locks).add(path));

        assertThat(studies).as("one study a key, whoever was asked").hasSize(KEYS);
        assertThat(ids(second, "under-key")).hasSize(KEYS).isEqualTo(ids(first, "under-key"));
        assertThat(locks).hasSize(2 * LOCKS);
        for (ServiceProcess service : List.of(first, second)) {
            JsonNode chain = json(service.get("/api/v1/ledger/verification"));
            assertThat(chain.get("entries").asInt()).isEqualTo(2 * LOCKS);
            assertThat(chain.get("broken").isNull()).as(chain.toString()).isTrue();
        }
    }

    /** Rows of a small study by one service, their fit by the other. */
    private static String fit(ServiceProcess service) throws Exception {
        String study = location(service.post(STUDIES, "application/json", STUDY.formatted("rows")));
        assertThat(second.post(study + "/observations", "text/csv", LedgerSite.smallStudy())
                        .statusCode())
                .isEqualTo(201);
        return location(service.post(study + "/fits", "application/json", "{\"method\": \"mle\"}"));
    }

    /** Asks for the same studies as all other clients, each under its key, until each was answered. */
    private static Set<String> made(ServiceProcess service, String path, String body, String key) throws Exception {
        Set<String> made = new TreeSet<>();
        for (int i = 0; i < KEYS; i++) {
            HttpResponse<String> answer;
            do
                answer = service.post(
                        path, "application/json", body.formatted("under-key"), "Idempotency-Key", key + "-" + i);
            while (answer.statusCode() == 409 || answer.statusCode() == 503);
            made.add(location(answer));
        }
        return made;
    }

    /** Locks forecasts of plans of its own by a fit. */
    private static Set<String> locked(ServiceProcess service, String fit, int from) throws Exception {
        Set<String> locked = new TreeSet<>();
        for (int i = from; i < from + LOCKS; i++) {
            String draft = location(service.post(fit + "/forecasts", "application/json", PLAN.formatted(10 + i)));
            HttpResponse<String> answer;
            do answer = service.post(draft + "/lock", "application/json", LedgerSite.TERMS);
            while (answer.statusCode() == 503);
            locked.add(location(answer));
        }
        return locked;
    }

    private static Set<String> ids(ServiceProcess service, String prefix) throws Exception {
        Set<String> ids = new TreeSet<>();
        JsonNode page;
        String next = "";
        do {
            page = json(service.get(STUDIES + next));
            for (String id : page.findValuesAsText("id")) if (id.startsWith(prefix)) ids.add(id);
            next = "?cursor=" + page.get("next_cursor").asText();
        } while (!page.get("next_cursor").isNull());
        return ids;
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.mapper().readTree(answer.body());
    }

    @Test
    @Order(2)
    void aServerThatIsStoppedUnderLoadIsWaitedForAndThenAllIsWell() throws Exception {
        Map<String, String> kept = new ConcurrentHashMap<>();
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> clients = new ArrayList<>();
        for (ServiceProcess service : List.of(first, second))
            clients.add(CLIENT_THREADS.submit(() -> writeUntil(over, service, kept, statuses)));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> kept.size() >= 10);

        server.close();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> statuses.contains(503));
        assertThat(first.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(first.get("/readyz").statusCode()).isEqualTo(503);
        HttpResponse<String> refused = first.get("/api/v1/studies");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("does not answer");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        server = startServer();

        int before = kept.size();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> kept.size() >= before + 10);
        over.set(true);
        for (Future<?> client : clients) client.get();
        assertThat(statuses).as("nothing but made, and not now").containsOnly(201, 503);
        assertThat(ids(first, "in-storm")).as("all that was answered, once").isEqualTo(new TreeSet<>(kept.values()));
        assertThat(json(second.get("/api/v1/ledger/verification")).get("broken").isNull())
                .isTrue();
        assertThat(second.get("/readyz").statusCode()).isEqualTo(200);
    }

    /** Makes studies one after the other; what was refused is asked for again under its key. */
    private static Void writeUntil(
            AtomicBoolean over, ServiceProcess service, Map<String, String> kept, Set<Integer> statuses)
            throws Exception {
        for (int i = 0; !over.get(); i++) {
            String key = service.url() + i;
            HttpResponse<String> answer;
            do {
                answer = service.post(STUDIES, "application/json", STUDY.formatted("in-storm"), "Idempotency-Key", key);
                statuses.add(answer.statusCode());
            } while (answer.statusCode() == 503);
            kept.put(key, json(answer).get("id").asText());
        }
        return null;
    }

    @Test
    @Order(3)
    void aJobOfAKilledServiceIsFinishedByTheOtherWithTheSameBytes() throws Exception {
        String study = location(first.post(
                STUDIES,
                "application/json",
                "{\"id\": \"synthetic\", \"name\": \"n\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}"));
        first.post(study + "/observations", "text/csv", LedgerSite.fewerRows());
        String job = backtest(first, study);
        int done =
                await(job, state -> state.get("done").asInt() >= 2).get("done").asInt();
        first.kill();

        JsonNode finished = await(job, state -> state.get("state").asText().equals("done"));
        JsonNode whole = await(
                backtest(second, study), state -> state.get("state").asText().equals("done"));

        assertThat(done)
                .as("killed in the middle")
                .isLessThan(finished.get("total").asInt());
        assertThat(Json.mapper().writeValueAsString(finished.get("result")))
                .isEqualTo(Json.mapper().writeValueAsString(whole.get("result")));
    }

    private static String backtest(ServiceProcess service, String study) throws Exception {
        HttpResponse<String> asked = service.post(study + "/backtests", "application/json", "{}");
        return json(asked).get("id").asText();
    }

    private static JsonNode await(String job, Predicate<JsonNode> until) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> json(second.get("/api/v1/jobs/" + job)), until);
    }
}
