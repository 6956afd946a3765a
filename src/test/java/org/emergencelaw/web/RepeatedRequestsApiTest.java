package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.ObservationApiTest.HEADER;
import static org.emergencelaw.web.ObservationApiTest.ROW;
import static org.emergencelaw.web.StudyApiTest.problem;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.emergencelaw.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request twice, one after the other and at once. */
class RepeatedRequestsApiTest {

    private static final String STUDIES = "/api/v1/studies";

    @TempDir
    static Path directory;

    static RunningService service;
    static String fit = "";

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String body(String name) {
        return "{\"name\": \"" + name + "\", \"task\": \"mmlu\", \"family\": \"f\"}";
    }

    private static long studies(String prefix) {
        return service.get(STUDIES).json().findValuesAsText("id").stream()
                .filter(id -> id.startsWith(prefix))
                .count();
    }

    /** Starts all requests at the same moment. */
    private static List<RunningService.Answer> atOnce(int times, Supplier<RunningService.Answer> request)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<RunningService.Answer>> running = new ArrayList<>();
            for (int i = 0; i < times; i++)
                running.add(threads.submit(() -> {
                    start.await();
                    return request.get();
                }));
            start.countDown();
            List<RunningService.Answer> answers = new ArrayList<>();
            for (Future<RunningService.Answer> answer : running) answers.add(answer.get());
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whoever came while the first was at work is told so at once; all others got its answer. */
    private static void isMadeOnce(List<RunningService.Answer> answers) {
        assertThat(answers)
                .extracting(RunningService.Answer::status)
                .isSubsetOf(201, 409)
                .contains(201);
        List<RunningService.Answer> made =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(made.stream().map(RunningService.Answer::body).distinct()).hasSize(1);
        assertThat(made.stream()
                        .filter(answer -> answer.header("Idempotency-Replayed").isEmpty()))
                .as("answers that were no repetition")
                .hasSize(1);
    }

    /** One fit that takes its time, and many repetitions of it meanwhile, more than there are threads. */
    @Test
    void repetitionsInFlightAreAnsweredAtOnceAndHoldNobodyUp() throws Exception {
        String study = service.newStudy();
        service.postCsv(study + "/observations", LedgerSite.slowStudy());
        List<RunningService.Answer> answers = atOnce(
                70, () -> service.postJson(study + "/fits", "{\"method\": \"bootstrap\"}", "Idempotency-Key", "slow"));
        isMadeOnce(answers);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSizeGreaterThan(60);
    }

    @Test
    void aFieldOfAFormBelongsToTheRequest() throws Exception {
        String study = service.newStudy();
        assertThat(upload(study, "one").status()).isEqualTo(201);
        assertThat(upload(study, "one").header("Idempotency-Replayed")).isEqualTo("true");
        problem(upload(study, "two"), 422);
    }

    private static RunningService.Answer upload(String study, String field) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n" + field
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\n" + HEADER + ROW
                + "\r\n--b--\r\n";
        return service.post(
                study + "/observations", "multipart/form-data; boundary=b", body, "Idempotency-Key", "form");
    }

    @Test
    void theSameKeyTwiceIsOneStudy() {
        RunningService.Answer first = service.postJson(STUDIES, body("once"), "Idempotency-Key", "k1");
        RunningService.Answer second = service.postJson(STUDIES, body("once"), "Idempotency-Key", "k1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(studies("once")).isEqualTo(1);
    }

    @Test
    void theSameKeyAtOnceIsOneStudy() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "at-once-" + round, key = "k2-" + round;
            List<RunningService.Answer> answers =
                    atOnce(8, () -> service.postJson(STUDIES, body(name), "Idempotency-Key", key));
            isMadeOnce(answers);
            assertThat(studies(name)).isEqualTo(1);
        }
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() {
        service.postJson(STUDIES, body("first"), "Idempotency-Key", "k3");
        assertThat(problem(service.postJson(STUDIES, body("second"), "Idempotency-Key", "k3"), 422)
                        .get("detail")
                        .asText())
                .contains("k3");
        assertThat(studies("second")).isZero();
        problem(service.delete(STUDIES + "/first", "Idempotency-Key", "k3"), 422);
        assertThat(studies("first")).isEqualTo(1);
    }

    @Test
    void aRefusedRequestMayBeMendedUnderItsKey() {
        problem(service.postJson(STUDIES, "{\"name\": \"mended\"}", "Idempotency-Key", "k4"), 400);
        assertThat(service.postJson(STUDIES, body("mended"), "Idempotency-Key", "k4")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theSameKeyTwiceDeletesOnce() {
        service.postJson(STUDIES, body("doomed"));
        assertThat(service.delete(STUDIES + "/doomed", "Idempotency-Key", "k5").status())
                .isEqualTo(204);
        assertThat(service.delete(STUDIES + "/doomed", "Idempotency-Key", "k5").status())
                .isEqualTo(204);
        problem(service.delete(STUDIES + "/doomed"), 404);
    }

    @Test
    void aKeyOfNoUseIsRefused() {
        problem(service.postJson(STUDIES, body("x"), "Idempotency-Key", "k".repeat(201)), 422);
    }

    @Test
    void theSameRowsAtOnceGoInOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String study = service.newStudy();
            List<RunningService.Answer> answers =
                    atOnce(2, () -> service.postCsv(study + "/observations", HEADER + ROW));
            assertThat(answers).extracting(RunningService.Answer::status).containsOnly(201);
            assertThat(answers)
                    .as("one saves the row, the other says that it is there")
                    .extracting(answer -> answer.json().get("rows").asInt())
                    .containsExactlyInAnyOrder(1, 0);
            assertThat(service.get(study + "/observations.csv").body().lines()).hasSize(2);
        }
    }

    @Test
    void aRepeatedImportWithItsKeyGoesInOnce() throws Exception {
        String study = service.newStudy();
        List<RunningService.Answer> answers =
                atOnce(4, () -> service.postCsv(study + "/observations", HEADER + ROW, "Idempotency-Key", "rows"));
        isMadeOnce(answers);
        assertThat(service.get(study + "/observations.csv").body().lines()).hasSize(2);
    }

    @Test
    void writersAndReadersAtOnceAllGetAnswers() throws Exception {
        String study = service.newStudy();
        AtomicInteger next = new AtomicInteger();
        List<RunningService.Answer> answers = atOnce(12, () -> {
            int i = next.incrementAndGet();
            return i % 3 == 0
                    ? service.get(study + "/observations.json")
                    : service.postCsv(study + "/observations", ObservationApiTest.rows(200, "w" + i + "-"));
        });
        assertThat(answers).extracting(RunningService.Answer::status).allMatch(status -> status < 300);
        assertThat(Stream.of(service.get(study + "/observations.csv").body().split("\n")))
                .hasSize(1 + 8 * 200);
    }

    /** As if the process died between a write and the answer to it: the answer cannot be kept. */
    @Test
    void aWriteWhoseAnswerCannotBeKeptIsNotMade() throws Exception {
        String study = service.newStudy(), ready = service.newStudy();
        service.postCsv(ready + "/observations", LedgerSite.smallStudy());
        String kept = draft();
        Map<String, Supplier<RunningService.Answer>> writes = Map.of(
                "torn-study", () -> service.postJson(STUDIES, body("torn"), "Idempotency-Key", "torn-study"),
                "torn-rows",
                        () -> service.postCsv(study + "/observations", HEADER + ROW, "Idempotency-Key", "torn-rows"),
                "torn-model",
                        () -> service.postCsv(
                                "/api/v1/models", "model,params\ntorn-model,1B\n", "Idempotency-Key", "torn-model"),
                "torn-fit",
                        () -> service.postJson(ready + "/fits", "{\"method\": \"mle\"}", "Idempotency-Key", "torn-fit"),
                "torn-forecast",
                        () -> service.postJson(
                                fit + "/forecasts",
                                "{\"params\": \"4B\", \"tokens\": \"1T\"}",
                                "Idempotency-Key",
                                "torn-forecast"),
                "torn-backtest", () -> service.postJson(ready + "/backtests", "{}", "Idempotency-Key", "torn-backtest"),
                "torn-lock", () -> LedgerSite.lock(service, kept, "Idempotency-Key", "torn-lock"));
        Map<String, Integer> before = counts();
        try (Connection database = database();
                Statement sql = database.createStatement()) {
            sql.execute(
                    TestDatabase.isOfServer()
                            ? "alter table idempotency add constraint torn check (idempotency_key not like 'torn-%')"
                            : "create trigger torn before insert on idempotency when new.idempotency_key like 'torn-%'"
                                    + " begin select raise(abort, 'no answer is kept'); end");
            writes.forEach(
                    (key, write) -> assertThat(write.get().status()).as(key).isEqualTo(500));
            assertThat(counts()).isEqualTo(before);
            sql.execute(
                    TestDatabase.isOfServer() ? "alter table idempotency drop constraint torn" : "drop trigger torn");
        }
        for (int i = 0; i < 2; i++)
            writes.forEach(
                    (key, write) -> assertThat(write.get().status()).as(key).isIn(201, 202));
        assertThat(counts())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isEqualTo(before.get(table) + 1));
        service.delete(ready); // and the backtest with it
    }

    private static Connection database() throws SQLException {
        return TestDatabase.connect(directory.resolve("studies.db"));
    }

    /** How many rows each table has. */
    private static Map<String, Integer> counts() throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        try (Connection database = database();
                Statement sql = database.createStatement()) {
            for (String table : List.of("study", "observation", "model", "fit", "forecast", "job", "ledger"))
                try (ResultSet count = sql.executeQuery("select count(*) from " + table)) {
                    count.next();
                    counts.put(table, count.getInt(1));
                }
        }
        return counts;
    }

    /** A draft of the small study, made once. */
    private static String draft() throws Exception {
        if (fit.isEmpty()) {
            String study = service.newStudy();
            assertThat(service.postCsv(study + "/observations", LedgerSite.smallStudy())
                            .status())
                    .isEqualTo(201);
            fit = service.postJson(study + "/fits", "{\"method\": \"mle\"}").header("Location");
        }
        return service.postJson(fit + "/forecasts", "{\"params\": \"4B\", \"tokens\": \"1T\"}")
                .header("Location");
    }

    private static List<Integer> statuses(List<RunningService.Answer> answers) {
        return answers.stream().map(RunningService.Answer::status).sorted().toList();
    }

    private static String results(double accuracy) {
        return "task,model,params,tokens,regime,examples,accuracy,n_eval\nt,big,4B,1T,few_shot,5," + accuracy
                + ",1000\n";
    }

    @Test
    void twoClientsThatLockOrResolveAtOnceHaveOneWinner() throws Exception {
        for (int round = 0; round < 3; round++) {
            String draft = draft();
            assertThat(statuses(atOnce(4, () -> LedgerSite.lock(service, draft))))
                    .containsExactly(201, 409, 409, 409);
            assertThat(statuses(atOnce(4, () -> service.postCsv(draft + "/outcome", results(0.3)))))
                    .containsExactly(201, 409, 409, 409);
            assertThat(statuses(atOnce(3, () -> service.postJson(draft + "/dispute", "{\"reason\": \"r\"}"))))
                    .containsExactly(201, 409, 409);
            assertThat(service.get("/ledger/" + LedgerSite.id(draft) + ".jsonl")
                            .body()
                            .lines())
                    .hasSize(3);
        }
        String open = draft();
        LedgerSite.lock(service, open);
        AtomicInteger turn = new AtomicInteger();
        List<RunningService.Answer> either = atOnce(
                2,
                () -> turn.incrementAndGet() == 1
                        ? service.postCsv(open + "/outcome", results(0.3))
                        : service.postJson(open + "/withdrawal", "{\"reason\": \"r\"}"));
        assertThat(statuses(either)).containsExactly(201, 409);
        assertThat(service.get("/api/v1/ledger/verification")
                        .json()
                        .get("broken")
                        .isNull())
                .isTrue();
    }

    @Test
    void aLockUnderAKeyIsMadeOnce() throws Exception {
        String draft = draft();
        List<RunningService.Answer> answers =
                atOnce(4, () -> LedgerSite.lock(service, draft, "Idempotency-Key", "lock-1"));
        isMadeOnce(answers);
        assertThat(service.get("/ledger/" + LedgerSite.id(draft) + ".jsonl")
                        .body()
                        .lines())
                .hasSize(1);
        problem(
                service.postJson(
                        draft + "/lock", LedgerSite.TERMS.replace("same", "another"), "Idempotency-Key", "lock-1"),
                422);
        problem(LedgerSite.lock(service, draft, "Idempotency-Key", "lock-2"), 409);
    }

    @Test
    void anOutcomeAndAWithdrawalUnderAKeyAreMadeOnce() throws Exception {
        String resolved = draft(), withdrawn = draft();
        LedgerSite.lock(service, resolved);
        LedgerSite.lock(service, withdrawn);
        for (int i = 0; i < 2; i++) {
            assertThat(service.postCsv(resolved + "/outcome", results(0.3), "Idempotency-Key", "outcome-1")
                            .status())
                    .isEqualTo(201);
            assertThat(service.postJson(
                                    withdrawn + "/withdrawal", "{\"reason\": \"r\"}", "Idempotency-Key", "withdrawal-1")
                            .status())
                    .isEqualTo(201);
        }
        problem(service.postCsv(resolved + "/outcome", results(0.9), "Idempotency-Key", "outcome-1"), 422);
        assertThat(service.get("/ledger/" + LedgerSite.id(resolved) + ".jsonl")
                        .body()
                        .lines())
                .hasSize(2);
        assertThat(service.get("/ledger/" + LedgerSite.id(withdrawn) + ".jsonl")
                        .body()
                        .lines())
                .hasSize(2);
    }
}
