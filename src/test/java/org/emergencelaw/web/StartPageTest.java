package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.job.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartPageTest {

    @TempDir
    private Path directory;

    private Site site;

    @BeforeEach
    void open() throws Exception {
        site = Site.open(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void offersTheExamplesThatAreObservationsOfAKnownTask() throws Exception {
        var response = site.get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(response.body())
                .contains("action=\"/examples/synthetic\"", "action=\"/examples/lab-exploration\"")
                .doesNotContain("snell2024", "/examples/reference-fits");
    }

    @Test
    void oneClickOpensAnExampleAndASecondOpensTheSame() throws Exception {
        String first = site.example("synthetic");
        String second = site.example("synthetic");

        assertThat(first).isEqualTo(second).isEqualTo("/studies/example-synthetic");
        assertThat(site.json("/api/v1/jobs?study=example-synthetic").get("items"))
                .as("one job for all who ask")
                .hasSize(1);
        assertThat(site.json("/index.json").get("studies")).hasSize(1);
        assertThat(site.rows("example-synthetic")).isEqualTo(114);
        assertThat(site.get("/").body()).contains("Example: A simulated study whose answer is known", "114 rows");
    }

    /** The lab's table holds five tasks; the example is the first of them. */
    @Test
    void anExampleOfSeveralTasksOpensItsFirst() throws Exception {
        String opened = site.example("lab");

        assertThat(opened).isEqualTo("/studies/example-lab");
        assertThat(site.rows("example-lab")).isEqualTo(1296);
        assertThat(site.get("/").body()).contains("Example: A control that never rises", "1,296 rows");
    }

    /** Another service of the same database is at work on it, and nobody waits for it without a page. */
    @Test
    void anExampleThatIsBeingOpenedShowsHowFarItIs() throws Exception {
        String study = "example-synthetic";
        site.post(
                "/studies",
                Map.of("name", "Example synthetic", "task", "synthetic_four_choice", "family", "synthetic"));
        Job job = atWorkElsewhere(study);

        String opened = Site.location(site.post("/examples/synthetic", Map.of("tour", "1")));
        assertThat(opened).isEqualTo("/studies/" + study + "?tour=1");
        String progress = Site.location(site.get(opened));
        assertThat(progress).isEqualTo("/jobs/" + job.id() + "?tour=1");
        assertThat(site.get(progress).body())
                .contains("An example is opened", "0 of 1 part", "href=\"/studies/" + study + "?tour=1\"");

        site.post("/jobs/" + job.id() + "/cancel", Map.of());
        assertThat(site.get(progress).body()).contains("Cancelled", "action=\"/examples/synthetic\"");
        assertThat(site.example("synthetic")).isEqualTo("/studies/" + study);
        assertThat(site.rows(study)).isPositive();
        assertThat(site.get("/studies/" + study).statusCode()).isEqualTo(200);
        assertThat(Site.location(site.get(progress)))
                .as("whoever comes when it is done")
                .isEqualTo("/studies/" + study + "?tour=1");
    }

    private Job atWorkElsewhere(String study) {
        Job job = Job.ofStudy(
                Job.idOf(Job.Kind.EXAMPLE, Version.CURRENT, study),
                study,
                Job.Kind.EXAMPLE,
                1,
                "0".repeat(64),
                1,
                Instant.now());
        return site.database().atomically(() -> {
            site.database().jobs().add(job, Optional.of("synthetic"));
            site.database()
                    .jobs()
                    .start(
                            job.id(),
                            "another service",
                            Instant.now(),
                            Instant.now().plusSeconds(600));
            return job;
        });
    }

    @Test
    void anExampleMayLieInGzip() throws Exception {
        assertThat(site.get("/").body())
                .contains("action=\"/examples/lab-early-own\"", "the format of the task is learned early");

        String opened = site.example("lab-early-own");

        assertThat(opened).isEqualTo("/studies/example-lab-early-own");
        assertThat(site.rows("example-lab-early-own")).isEqualTo(1320);
    }

    @Test
    void oneExampleForEachVerdictThoseOfTrainedModelsFirst() throws Exception {
        var examples = site.json("/index.json").get("examples");
        List<String> verdicts = new ArrayList<>();
        List<Boolean> simulated = new ArrayList<>();
        for (var example : examples) {
            if (example.get("verdict").isNull()) continue;
            verdicts.add(example.get("verdict").asText());
            simulated.add(example.get("simulated").asBoolean());
        }

        assertThat(verdicts)
                .containsAll(
                        Arrays.stream(Verdict.values()).map(DisplayNames::key).toList());
        assertThat(simulated).isSorted();
        assertThat(examples.get(0).get("start").asBoolean()).isTrue();
    }

    /** Each example is what it is shown for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab-exploration",
                "lab-strong",
                "lab-clear",
                "lab",
                "lab-exploration-picl020",
                "lab-few-shot",
                "simulated-falls-again",
                "simulated-below-chance",
                "synthetic"
            })
    void anExampleHasTheVerdictThatItIsShownFor(String id) throws Exception {
        String study = site.example(id);

        // what was kept when it was opened; of few rows nothing is before its page is asked for
        JsonNode kept = site.json("/api/v1/fits?study=example-" + id).get("items");
        JsonNode fit = kept.isEmpty() ? site.json(study + ".json").get("fit") : kept.get(0);
        String verdict = fit.get("verdict").asText();

        for (var example : site.json("/index.json").get("examples"))
            if (example.get("id").asText().equals(id))
                assertThat(example.get("verdict").asText()).isEqualTo(verdict);
        assertThat(study).isEqualTo("/studies/example-" + id);
    }

    @Test
    void anExampleHasAPicture() throws Exception {
        var picture = site.get("/examples/lab-exploration/thumbnail.svg");

        assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(picture.body())
                .startsWith("<svg xmlns=")
                .contains("<path d=\"M")
                .hasSizeLessThan(40_000);
        assertThat(site.get("/").body()).contains("src=\"/examples/lab-exploration/thumbnail.svg\"");
        assertThat(site.get("/examples/nothing/thumbnail.svg").statusCode()).isEqualTo(404);
    }

    @Test
    void theGuidedPathLeadsFromTheVerdictToTheLock() throws Exception {
        var begun = site.example("synthetic", Map.of("tour", "1"));
        assertThat(begun).isEqualTo("/studies/example-synthetic?tour=1");
        String verdict = site.get(begun).body();
        assertThat(verdict)
                .contains("aria-label=\"Guided path\"", "Next: Cockpit", "/studies/example-synthetic?tour=2#cockpit")
                .contains("<input type=\"hidden\" name=\"tour\"");

        String kept = Site.location(site.post(
                "/studies/example-synthetic/forecasts", Map.of("params", "50B", "tokens", "1.6T", "tour", "2")));
        assertThat(kept).matches("/forecasts/([0-9a-f-]{36})\\?tour=3&kept=\\1");
        String id = kept.substring(kept.length() - 36);
        String compared =
                site.get("/studies/example-synthetic/compare?tour=4&kept=" + id).body();
        assertThat(compared).contains("Next: Lock", "/forecasts/" + id + "?tour=5&amp;kept=" + id + "#lock");
        assertThat(site.get("/forecasts/" + id + "?tour=5&kept=" + id).body())
                .contains("aria-current=\"step\"", "Lock this forecast")
                .doesNotContain("Next: ");

        assertThat(site.get("/studies/example-synthetic").body()).doesNotContain("Guided path");
        assertThat(site.get("/studies/example-synthetic?tour=6").body()).contains("tour must be from 1 to 5, was 6");
        assertThat(site.get("/studies/example-synthetic?tour=6").statusCode()).isEqualTo(422);
    }

    @Test
    void anExampleThatIsNotThereIsNotFound() throws Exception {
        assertThat(site.post("/examples/nothing", Map.of()).statusCode()).isEqualTo(404);
        assertThat(site.post("/examples/..%2F..%2Fconfigs", Map.of()).statusCode())
                .isBetween(400, 404);
    }

    @Test
    void aTaskOfTheCatalogueBringsItsNumbers() throws Exception {
        var response = site.post(
                "/studies", Map.of("name", "MMLU, our way", "task", "mmlu", "trivial_accuracy", "", "shots", ""));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(Site.location(response)).isEqualTo("/studies/mmlu-our-way/submit");
        var task = site.json("/studies/mmlu-our-way.json").at("/study/task");
        assertThat(task.get("trivial_accuracy").asDouble()).isEqualTo(0.25);
        assertThat(task.get("shots").asInt()).isEqualTo(5);
    }

    @Test
    void anErrorStandsAtItsFieldAndTypedValuesSurvive() throws Exception {
        var response = site.post(
                "/studies",
                Map.of("name", "Kept name", "task", "own task", "trivial_accuracy", "25%", "shots", "five"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("value=\"Kept name\"", "value=\"own task\"", "value=\"25%\"", "value=\"five\"")
                .contains("trivial accuracy must be a number", "shots must be a whole number from 0 to 100000");
        assertThat(site.json("/index.json").get("studies")).isEmpty();
    }

    @Test
    void aRuleOfTheDomainStandsAtItsFieldToo() throws Exception {
        var response =
                site.post("/studies", Map.of("name", "", "task", "own", "trivial_accuracy", "0.5", "shots", "3"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body().replaceAll("\\s+", " "))
                .contains("id=\"study-name-note\"> <strong class=\"fault\">name must have 1 to 200 characters");
    }

    @Test
    void anUnknownTaskAsksForItsNumbers() throws Exception {
        var response = site.post("/studies", Map.of("name", "n", "task", "never heard of"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("is not in the catalogue: give trivial accuracy and shots");
    }

    @Test
    void namesAreTextAndNeverMarkup() throws Exception {
        String name = "<script>alert(1)</script> \"quoted\" & =HYPERLINK(\"x\")";
        site.post("/studies", Map.of("name", name, "task", "mmlu"));

        assertThat(site.get("/").body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void theTwinHasWhatThePageShows() throws Exception {
        var twin = site.json("/index.json");

        assertThat(twin.get("examples")).isNotEmpty();
        assertThat(twin.get("tasks")).hasSizeGreaterThan(10);
    }
}
