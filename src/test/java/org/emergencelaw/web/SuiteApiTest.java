package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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

    @Test
    void theHistorySaysHowForecastsMovedAsCheckpointsArrived() throws Exception {
        make("moved", SuiteRows.of(List.of("mmlu_anatomy", "mmlu_virology"), 4));
        // another run: that of the history is forecast of the earlier rows from the fits that were kept
        whole("/api/v1/suites/moved/forecasts?params=3B&tokens=60B" + WAIT);
        make("moved", SuiteRows.of(List.of("mmlu_anatomy", "mmlu_virology"), 6));
        whole("/api/v1/suites/moved/forecasts?" + PLAN + WAIT);

        JsonNode history = whole("/api/v1/suites/moved/history?" + PLAN + WAIT);

        assertThat(history.get("unreadable").asInt()).isZero();
        assertThat(history.get("items")).hasSize(2);
        for (JsonNode task : history.get("items")) {
            assertThat(task.get("points")).hasSize(2);
            assertThat(task.at("/points/0/checkpoints").asInt()).isEqualTo(4);
            assertThat(task.at("/points/1/checkpoints").asInt()).isEqualTo(6);
            assertThat(task.get("moved").asDouble())
                    .isEqualTo(task.at("/points/1/p_reaches_level").asDouble()
                            - task.at("/points/0/p_reaches_level").asDouble());
        }
        assertThat(service.get("/suites/moved/history?" + PLAN).body()).contains("polyline");
    }

    @Test
    void watchesHaveAPageAndAFeed() {
        make("fed", SuiteRows.of(List.of("mmlu_anatomy"), 4));
        service.postJson(
                "/api/v1/suites/fed/watches",
                "{\"threshold\": 0.9, \"plan\": {\"params\": \"6.4B\", \"tokens\": \"128B\"}}");
        whole("/api/v1/suites/fed/forecasts?" + PLAN + WAIT);
        make("fed", SuiteRows.of(List.of("mmlu_anatomy"), 8));
        whole("/api/v1/suites/fed/forecasts?" + PLAN + WAIT);

        RunningService.Answer feed = service.get("/suites/fed/watches.atom");

        assertThat(feed.header("Content-Type")).startsWith("application/atom+xml");
        assertThat(feed.body())
                .contains("<title>P(mmlu_anatomy reaches its level at 6.4B and 128B tokens) rose above 90%")
                .contains(service.url() + "/suites/fed/watches");
        assertThat(service.get("/suites/fed/watches").body())
                .contains("rose above 90%")
                .contains("1 of 1 task above");
    }

    @Test
    void aWholeSuiteIsLockedResolvedAndScoredInOneGo() {
        List<String> tasks = List.of("mmlu_anatomy", "mmlu_virology");
        make("locked", SuiteRows.of(tasks, 4));
        String terms = "{\"deadline\": \"2027-06-01T00:00:00Z\", \"seen\": \"nothing_run\","
                + " \"assumptions\": \"same recipe\"}";
        String body = "{\"plan\": {\"params\": \"6.4B\", \"tokens\": \"128B\"}, \"terms\": " + terms + "}";

        for (String faulty : List.of(body.replace("same recipe", " "), body.replace("2027-06-01", "2025-06-01"))) {
            RunningService.Answer refused = service.postJson("/api/v1/suites/locked/lock", faulty);
            assertThat(refused.status()).as("at once, and not by the job").isEqualTo(422);
            assertThat(refused.json().get("field").asText()).isIn("assumptions", "deadline");
        }
        assertThat(service.postJson("/api/v1/suites/locked/lock", body).status())
                .isEqualTo(202);
        JsonNode locks = service.get("/api/v1/suites/locked/locks?wait=10").json();
        for (int i = 0; locks.at("/lock/state").asText().equals("running") && i < 60; i++)
            locks = service.get("/api/v1/suites/locked/locks?wait=10").json();

        assertThat(locks.at("/lock/state").asText()).as(locks.toString()).isEqualTo("written");
        assertThat(locks.get("items")).hasSize(2);
        String results = SuiteRows.of(tasks, 7)
                        .lines()
                        .filter(line -> !line.matches(".*,m[0-5],.*"))
                        .map(line -> line.replace(",m6,6400000000,128000000000,", ",big,6400000000,128000000000,"))
                        .collect(Collectors.joining("\n"))
                + "\n";
        assertThat(service.postCsv("/api/v1/suites/locked/outcome", results.replace(",128000000000,", ",1e9,"))
                        .body())
                .contains("decide no open lock");
        RunningService.Answer resolved = service.postCsv("/api/v1/suites/locked/outcome", results);

        assertThat(resolved.status()).as(resolved.body()).isEqualTo(201);
        assertThat(resolved.json().findValuesAsText("state"))
                .containsOnly("emerged")
                .hasSize(2);
        JsonNode scores = service.get("/api/v1/scores").json();
        assertThat(scores.at("/by_suite/prospective/0/name").asText()).isEqualTo("locked");
        assertThat(scores.at("/by_suite/prospective/0/resolved").asInt()).isEqualTo(2);
        // tasks of one family share everything: no interval
        assertThat(scores.at("/by_suite/prospective/0/brier/q05").isNull()).isTrue();
        assertThat(scores.at("/by_family/prospective/0/name").asText()).isEqualTo("f");
        assertThat(service.get("/api/v1/ledger/verification")
                        .json()
                        .get("broken")
                        .isNull())
                .isTrue();
        assertThat(service.get("/scores").body()).contains("Foresight by suite");
        assertThat(service.get("/suites/locked/lock").body()).contains("2 locked forecasts");
    }
}
