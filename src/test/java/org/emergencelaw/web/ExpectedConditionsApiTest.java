package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.StudyApiTest.problem;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.emergencelaw.SettableClock;
import org.emergencelaw.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to any service some day: nothing of it is an internal error. */
class ExpectedConditionsApiTest {

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(RunningService.NOW);
    private RunningService service;
    private String study = "";

    @BeforeEach
    void aStudyWithRows() {
        service = RunningService.in(directory, 20, clock);
        study = service.newStudy();
        assertThat(service.postCsv(study + "/observations", LedgerSite.smallStudy())
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Connection otherProgram() throws SQLException {
        return TestDatabase.connect(directory.resolve("studies.db"));
    }

    private void sql(String text) throws SQLException {
        try (Connection other = otherProgram();
                Statement statement = other.createStatement()) {
            statement.execute(text);
        }
    }

    private String page() {
        return study.replace("/api/v1", "");
    }

    @Test
    void whoeverLooksWritesNothing() throws Exception {
        String fit = service.postJson(study + "/fits", "{\"method\": \"mle\"}").header("Location");
        String draft = LedgerSite.draft(service, fit);
        LedgerSite.lock(service, draft);
        String other = service.newStudy();
        service.postCsv(other + "/observations", LedgerSite.smallStudy("f", 1.8));
        String locked = LedgerSite.id(draft);
        List<String> addresses = new ArrayList<>(List.of(
                "/",
                "/index.json",
                "/ledger",
                "/ledger.csv",
                "/ledger.jsonl",
                "/ledger/verification",
                "/ledger/" + locked,
                "/scores",
                "/models",
                "/toy",
                "/meta-analysis",
                "/readyz",
                "/forecasts/" + locked,
                fit,
                draft));
        for (String path : List.of(study, other))
            for (String inner : List.of("", "/submit", "/submit?edit=saved", "/compare", "/plans", "/metrics"))
                addresses.add(path.replace("/api/v1", "") + inner);
        addresses.add(study + "/observations.csv");
        addresses.add(page() + "/against/" + LedgerSite.id(other));
        try (Connection watching = otherProgram();
                Statement statement = watching.createStatement()) {
            long before = TestDatabase.version(statement);
            for (String address : addresses) {
                assertThat(service.get(address).status()).as(address).isEqualTo(200);
                assertThat(TestDatabase.version(statement))
                        .as("written by GET " + address)
                        .isEqualTo(before);
            }
        }
    }

    @Test
    void aFitThatWasOnlyShownIsKeptWhenAForecastRestsOnIt() {
        String fit = "/api/v1/fits/"
                + service.get(page() + ".json").json().at("/fit/id").asText();
        assertThat(service.get(fit).status()).isEqualTo(200);

        String draft = LedgerSite.draft(service, fit);
        service.close();
        service = RunningService.in(directory, 20, clock);

        assertThat(service.get(fit).status()).isEqualTo(200);
        assertThat(service.get(draft).json().at("/fit_id").asText()).isEqualTo(LedgerSite.id(fit));
    }

    @Test
    void aFitThatCannotBeReadIsSaidSoAndNothingElseSuffers() throws Exception {
        String fit = service.postJson(study + "/fits", "{\"method\": \"mle\"}").header("Location");
        sql("update fit set fit = substr(fit, 1, 50)");

        assertThat(service.get("/").body()).contains("The newest fit cannot be read as it is kept");
        assertThat(service.get(page()).status()).isEqualTo(200);
        assertThat(problem(service.get(fit), 409).get("detail").asText()).contains("fit its study again");
    }

    @Test
    void aStudyThatIsDeletedWhileItIsFittedIsNotThere() throws Exception {
        String slow = service.newStudy();
        assertThat(service.postCsv(slow + "/observations", LedgerSite.smallStudy("f", 1.75, 40))
                        .status())
                .isEqualTo(201);
        CompletableFuture<RunningService.Answer> fit;
        try (Connection other = otherProgram();
                Statement statement = other.createStatement()) {
            // no fit can be kept while this is held, however soon it is made
            TestDatabase.beginWriting(statement);
            fit = CompletableFuture.supplyAsync(() -> service.postJson(slow + "/fits", "{\"method\": \"bootstrap\"}"));
            Thread.sleep(1000);
            assertThat(fit.isDone()).isFalse();
            statement.execute("delete from study where id = '" + LedgerSite.id(slow) + "'");
            statement.execute("commit");
        }

        problem(fit.get(), 404);
    }

    @Test
    void aFileThatAnotherProgramHoldsIsWaitedForAndThenRefusedWhileReadersGoOn() throws Exception {
        service.get("/");
        List<CompletableFuture<RunningService.Answer>> writers = new ArrayList<>();
        try (Connection other = otherProgram();
                Statement statement = other.createStatement()) {
            TestDatabase.beginWriting(statement);
            for (int i = 0; i < 8; i++) {
                String body = "{\"name\": \"w" + i + "\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5}";
                writers.add(CompletableFuture.supplyAsync(
                        () -> service.postJson("/api/v1/studies", body), task -> new Thread(task).start()));
            }
            Thread.sleep(200);
            for (String path : List.of("/healthz", "/", study, "/api/v1/studies", "/ledger")) {
                long from = System.nanoTime();
                assertThat(service.get(path).status()).as(path).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - from)).as(path).isLessThan(Duration.ofSeconds(1));
            }
            RunningService.Answer first = writers.get(0).get();
            assertThat(problem(first, 503).get("detail").asText()).contains("nothing was saved");
            assertThat(first.header("Retry-After")).isNotEmpty();
            for (CompletableFuture<RunningService.Answer> writer : writers)
                assertThat(writer.get().status()).isEqualTo(503);
            statement.execute("rollback");
        }
        assertThat(service.newStudy()).isNotEmpty();
    }

    @Test
    void aClockThatRunsBackwardsHidesNoFitAndBringsNoDeadlineBack() throws Exception {
        service.postJson(study + "/fits", "{\"method\": \"mle\"}");
        clock.set(RunningService.NOW.minus(Duration.ofDays(2)));
        String newest = service.postJson(study + "/fits", "{\"method\": \"mle\", \"seed\": 7}")
                .header("Location");
        assertThat(service.get(page() + ".json").json().at("/fit/id").asText()).isEqualTo(LedgerSite.id(newest));

        clock.set(Instant.parse(LedgerSite.DEADLINE).minusSeconds(10));
        LedgerSite.lock(service, LedgerSite.draft(service, newest));
        clock.set(RunningService.NOW);
        String early = LedgerSite.TERMS.replace(LedgerSite.DEADLINE, "2026-12-01T00:00:00Z");
        assertThat(service.postJson(LedgerSite.draft(service, newest) + "/lock", early)
                        .status())
                .as("its deadline is before the last entry")
                .isEqualTo(422);
    }
}
