package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many tasks in one go, over HTTP. */
class SuiteApiTest {

    private static final String PLAN = "params=6.4B&tokens=128B";
    private static final String WAIT = "&wait=10";

    @TempDir
    static Path directory;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static RunningService.Answer make(String id, String rows) {
        return service.postCsv("/api/v1/suites/" + id + "/observations?name=Own&family=f", rows);
    }

    private static JsonNode whole(String address) {
        RunningService.Answer answer = service.get(address);
        for (int i = 0; answer.status() == 202 && i < 60; i++) answer = service.get(address);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void oneUploadMakesAStudyATaskWithWhatTheCatalogueKnows() {
        RunningService.Answer made = make("one", SuiteRows.of(List.of("mmlu_anatomy", "gsm8k", "own"), 5));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().get("rows").asInt()).isEqualTo(15);
        JsonNode studies = service.get("/api/v1/suites/one").json().get("studies");
        assertThat(studies).hasSize(3);
        assertThat(studies.findValuesAsText("task")).isNotEmpty();
        assertThat(service.get("/api/v1/studies/one-gsm8k")
                        .json()
                        .at("/task/trivial_accuracy")
                        .asDouble())
                .isZero();
        assertThat(service.get("/api/v1/studies/one-gsm8k")
                        .json()
                        .at("/task/metric")
                        .asText())
                .isEqualTo("exact_match");
        assertThat(service.get("/api/v1/studies/one-own")
                        .json()
                        .at("/task/trivial_accuracy")
                        .asDouble())
                .isEqualTo(0.2);
        assertThat(service.get("/api/v1/studies/one-own").json().get("family").asText())
                .isEqualTo("f");
        assertThat(service.get("/api/v1/suites").json().get("items")).isNotEmpty();
        assertThat(service.get("/api/v1/suites/one/observations.csv").body().lines())
                .hasSize(16);
    }

    @Test
    void faultsOfManyTasksAreToldOnceAndNothingIsKept() {
        String rows = SuiteRows.of(List.of("mmlu_anatomy", "own_a", "own_b"), 3).replaceAll("(?m),0\\.2$", ",");

        RunningService.Answer refused = make("none", rows);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors")).hasSize(1);
        assertThat(refused.json().at("/errors/0/value").asText()).isEqualTo("own_a, own_b");
        assertThat(refused.json().at("/errors/0/rule").asText()).contains("trivial_accuracy must be known");
        assertThat(service.get("/api/v1/suites/none").status()).isEqualTo(404);
        assertThat(service.get("/api/v1/studies/none-mmlu-anatomy").status()).isEqualTo(404);
    }

    @Test
    void anUploadExtendsASuiteAndPassesOverWhatIsThere() {
        make("more", SuiteRows.of(List.of("mmlu_anatomy"), 4));
        RunningService.Answer again = make("more", SuiteRows.of(List.of("mmlu_anatomy", "mmlu_virology"), 5));

        assertThat(again.status()).as(again.body()).isEqualTo(201);
        assertThat(again.json().at("/tasks/0/made").asBoolean()).isFalse();
        assertThat(again.json().at("/tasks/1/made").asBoolean()).isTrue();
        assertThat(service.get("/api/v1/studies/more-mmlu-anatomy/observations.csv")
                        .body()
                        .lines())
                .hasSize(6);
        RunningService.Answer changed =
                make("more", SuiteRows.of(List.of("mmlu_anatomy"), 4).replace(",1000,", ",999,"));
        assertThat(changed.status()).isEqualTo(422);
    }

    @Test
    void oneRunIsForecastOfAllTasksAndKept() {
        make("run", SuiteRows.of(List.of("mmlu_anatomy", "mmlu_virology", "own"), 5));

        JsonNode forecast = whole("/api/v1/suites/run/forecasts?" + PLAN + WAIT);

        assertThat(forecast.get("answer").asText())
                .matches("At 6\\.4B and 128B tokens, [0-3] of 3 tasks (is|are) likely to appear that no submitted model"
                        + " has; [0-3] cannot be told\\.");
        assertThat(forecast.at("/counts/tasks").asInt()).isEqualTo(3);
        double before = 1;
        for (JsonNode task : forecast.get("items")) {
            double p = task.get("p_reaches_level").asDouble();
            assertThat(p).isBetween(0.0, before);
            before = p;
            assertThat(task.get("outlook").asText())
                    .isEqualTo(p >= 0.8 ? "likely" : p <= 0.2 ? "unlikely" : "cannot_tell");
            // the study's own forecast says the same
            JsonNode own = service.postJson(
                            "/api/v1/fits/" + task.get("fit_id").asText() + "/forecasts",
                            "{\"params\": \"6.4B\", \"tokens\": \"128B\"}")
                    .json();
            assertThat(own.get("p_reaches_level").asDouble()).isEqualTo(p);
        }
        assertThat(service.get("/api/v1/suites/run/forecasts?" + PLAN).status()).isEqualTo(200);
        String csv = service.get("/api/v1/suites/run/forecasts.csv?sort=task&" + PLAN)
                .body();
        assertThat(csv.lines()).hasSize(4);
        assertThat(csv.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("mmlu_anatomy", "mmlu_virology", "own");
        assertThat(service.get("/api/v1/suites/run/forecasts?name=VIRO&" + PLAN)
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void aPlanThatIsNoneIsRefused() {
        make("plan", SuiteRows.of(List.of("mmlu_anatomy"), 3));

        assertThat(service.get("/api/v1/suites/plan/forecasts").body()).contains("a planned run needs params");
        assertThat(service.get("/api/v1/suites/plan/forecasts?sort=luck&" + PLAN)
                        .status())
                .isEqualTo(422);
        assertThat(service.get("/suites/plan?params=7B").status()).isEqualTo(422);
    }

    @Test
    void aSuiteGoesWithItsStudies() {
        make("gone", SuiteRows.of(List.of("mmlu_anatomy"), 3));

        assertThat(service.delete("/api/v1/suites/gone").status()).isEqualTo(204);

        assertThat(service.get("/api/v1/suites/gone").status()).isEqualTo(404);
        assertThat(service.get("/api/v1/studies/gone-mmlu-anatomy").status()).isEqualTo(404);
    }

    @Test
    void thePageSaysTheSameWithoutAScript() {
        make("page", SuiteRows.of(List.of("mmlu_anatomy", "mmlu_virology"), 5));
        JsonNode forecast = whole("/api/v1/suites/page/forecasts?" + PLAN + WAIT);

        String page = service.get("/suites/page?" + PLAN).body();

        assertThat(page).contains(forecast.get("answer").asText()).contains("<svg class=\"forest\"");
        assertThat(page).contains("/suites/page.csv?params=6.4B&amp;tokens=128B");
        assertThat(service.get("/suites/page.json?" + PLAN).json().at("/forecast/answer"))
                .isEqualTo(forecast.get("answer"));
        assertThat(service.get("/suites").body()).contains("/suites/page");
    }

    @Test
    void aWatchTellsOfWhatPassedItsThresholdWhenRowsCame() {
        make("watched", SuiteRows.of(List.of("mmlu_anatomy"), 4));
        String body = "{\"threshold\": 0.9, \"plan\": {\"params\": \"6.4B\", \"tokens\": \"128B\"}}";
        assertThat(service.postJson("/api/v1/suites/watched/watches", body).status())
                .isEqualTo(201);
        whole("/api/v1/suites/watched/forecasts?" + PLAN + WAIT);

        make("watched", SuiteRows.of(List.of("mmlu_anatomy"), 8));
        whole("/api/v1/suites/watched/forecasts?" + PLAN + WAIT);

        JsonNode watches = service.get("/api/v1/suites/watched/watches").json();
        assertThat(watches.get("readings")).hasSize(1);
        assertThat(watches.at("/readings/0/position").asInt()).isEqualTo(1);
        assertThat(watches.get("crossings")).hasSize(1);
        assertThat(watches.at("/crossings/0/crossed").asText()).isEqualTo("rose");
        String id = watches.at("/watches/0/id").asText();
        assertThat(service.delete("/api/v1/suites/watched/watches/" + id).status())
                .isEqualTo(204);
        assertThat(service.postJson("/api/v1/suites/watched/watches", body.replace("0.9", "1.5"))
                        .status())
                .isEqualTo(422);
    }
}
