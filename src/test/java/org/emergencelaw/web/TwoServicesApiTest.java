package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.StudyApiTest.problem;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two services of one database of a server. */
@EnabledIfSystemProperty(
        named = "emergencelaw.database",
        matches = "postgresql",
        disabledReason = "a file has one service")
class TwoServicesApiTest {

    private static final String STUDIES = "/api/v1/studies";

    @TempDir
    static Path directory;

    private static RunningService one;
    private static RunningService other;

    @BeforeAll
    static void start() {
        one = RunningService.in(directory);
        other = RunningService.in(directory);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    /** What both say of the same question at once. */
    private static List<RunningService.Answer> both(Function<RunningService, RunningService.Answer> question) {
        return List.of(one, other).stream()
                .map(service ->
                        CompletableFuture.supplyAsync(() -> question.apply(service), task -> new Thread(task).start()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void theSameKeyAtBothAtOnceIsOneWrite() {
        for (int i = 0; i < 10; i++) {
            String key = "both-" + i;
            List<RunningService.Answer> answers = both(service -> service.postJson(
                    STUDIES, "{\"name\": \"both\", \"task\": \"mmlu\", \"family\": \"f\"}", "Idempotency-Key", key));

            assertThat(answers).extracting(RunningService.Answer::status).containsOnly(201);
            assertThat(answers.get(0).body()).isEqualTo(answers.get(1).body());
            assertThat(answers.stream()
                            .filter(answer ->
                                    answer.header("Idempotency-Replayed").equals("true")))
                    .hasSize(1);
        }
        assertThat(one.get(STUDIES).json().findValuesAsText("id").stream().filter(id -> id.startsWith("both")))
                .hasSize(10);
    }

    @Test
    void theSameKeyAtBothWithAnotherRequestIsRefusedByOne() {
        List<RunningService.Answer> answers = both(service -> service.postJson(
                STUDIES,
                "{\"name\": \"" + (service == one ? "a" : "b") + "\", \"task\": \"mmlu\", \"family\": \"f\"}",
                "Idempotency-Key",
                "another"));

        assertThat(answers).extracting(RunningService.Answer::status).containsExactlyInAnyOrder(201, 422);
    }

    @Test
    void aFitThatOneShowedTheOtherForecastsFrom() {
        String study = one.newStudy();
        one.postCsv(study + "/observations", LedgerSite.smallStudy());
        String shown = one.get(study.replace("/api/v1", "") + ".json")
                .json()
                .at("/fit/id")
                .asText();

        assertThat(other.get("/api/v1/fits/" + shown).status()).isEqualTo(200);
        String draft = LedgerSite.draft(other, "/api/v1/fits/" + shown);
        assertThat(one.get(draft).json().at("/fit_id").asText()).isEqualTo(shown);
        problem(other.get("/api/v1/fits/00000000-0000-3000-8000-000000000000"), 404);
    }

    @Test
    void anExampleThatBothOpenIsOneStudy() {
        assertThat(both(service -> service.post("/examples/synthetic", "application/x-www-form-urlencoded", "")))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(303))
                .extracting(answer -> answer.header("Location").replaceFirst("^https?://[^/]+", ""))
                .containsOnly("/studies/example-synthetic");
        one.settled("example-synthetic");
        assertThat(other.get("/api/v1/jobs?study=example-synthetic").json().get("items"))
                .hasSize(1);
        assertThat(other.get("/api/v1/studies/example-synthetic/observations.json")
                        .json())
                .hasSize(114);
    }

    @Test
    void aTextThatTheServerCannotKeepIsBadInput() {
        problem(one.postJson(STUDIES, "{\"name\": \"n\\u0000n\", \"task\": \"mmlu\", \"family\": \"f\"}"), 422);
    }
}
