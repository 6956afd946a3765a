package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        var first = site.post("/examples/synthetic", Map.of());
        var second = site.post("/examples/synthetic", Map.of());

        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(Site.location(first)).isEqualTo(Site.location(second)).isEqualTo("/studies/example-synthetic");
        assertThat(site.json("/index.json").get("studies")).hasSize(1);
        assertThat(site.rows("example-synthetic")).isEqualTo(114);
        assertThat(site.get("/").body()).contains("Example: synthetic", "114 rows");
    }

    /** The lab's table holds five tasks; the example is the first of them. */
    @Test
    void anExampleOfSeveralTasksOpensItsFirst() throws Exception {
        var opened = site.post("/examples/lab", Map.of());

        assertThat(Site.location(opened)).isEqualTo("/studies/example-lab");
        assertThat(site.rows("example-lab")).isEqualTo(1296);
        assertThat(site.get("/").body()).contains("Example: lab", "1,296 rows");
    }

    @Test
    void anExampleMayLieInGzip() throws Exception {
        assertThat(site.get("/").body())
                .contains("action=\"/examples/lab-early-own\"", "the format of the task is learned early");

        var opened = site.post("/examples/lab-early-own", Map.of());

        assertThat(Site.location(opened)).isEqualTo("/studies/example-lab-early-own");
        assertThat(site.rows("example-lab-early-own")).isEqualTo(1320);
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
