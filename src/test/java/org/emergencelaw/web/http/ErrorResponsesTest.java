package org.emergencelaw.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.emergencelaw.web.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers when something is wrong, and what other sites may not do. */
class ErrorResponsesTest {

    @TempDir
    private static Path directory;

    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open(directory);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void peopleGetAPageAndProgramsAProblem() throws Exception {
        var page = site.get("/studies/nothing", "Accept", "text/html,*/*;q=0.8");
        var twin = site.get("/studies/nothing.json", "Accept", "text/html,*/*;q=0.8");
        var api = site.get("/api/v1/studies/nothing", "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("<h1>Not found</h1>", "there is no study with the id nothing");
        for (var problem : java.util.List.of(twin, api)) {
            assertThat(problem.statusCode()).isEqualTo(404);
            assertThat(problem.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
        }
    }

    @Test
    void anAddressThatIsNotThereIsAPageToo() throws Exception {
        var response = site.get("/no/such/page");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("<h1>Not found</h1>").doesNotContain("Exception", "\tat ");
    }

    @Test
    void headAnswersAsGetDoesWithoutABody() throws Exception {
        for (String path : java.util.List.of("/", "/studies/nothing", "/api/v1/studies/nothing", "/no/such/page")) {
            var get = site.get(path);
            var head = site.head(path);

            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
            assertThat(head.headers().firstValue("Content-Type"))
                    .as(path)
                    .isEqualTo(get.headers().firstValue("Content-Type"));
            assertThat(head.body()).as(path).isEmpty();
        }
    }

    @Test
    void formsOfOtherSitesAreRefused() throws Exception {
        Map<String, String> study = Map.of("name", "Forged", "task", "mmlu");

        assertThat(site.post("/studies", study, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(site.post("/studies", study, "Sec-Fetch-Site", "same-site").statusCode())
                .isEqualTo(403);
        assertThat(site.post("/studies", study, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.post("/studies", study, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(site.post("/api/v1/studies", study, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(site.json("/index.json").get("studies")).isEmpty();
    }

    @Test
    void formsOfThisSiteAndProgramsPass() throws Exception {
        assertThat(site.post("/studies/nothing/delete", Map.of(), "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(404);
        assertThat(site.post("/studies/nothing/delete", Map.of(), "Origin", site.address())
                        .statusCode())
                .isEqualTo(404);
        assertThat(site.post("/studies/nothing/delete", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void noPageMayRunForeignOrInlineCode() throws Exception {
        var policy =
                site.get("/").headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe");
        assertThat(site.get("/no/such/page").headers().firstValue("Content-Security-Policy"))
                .hasValue(policy);
        assertThat(site.get("/").body()).doesNotContain("style=\"", "onclick");
    }

    @Test
    void theChartLibraryIsServedForGood() throws Exception {
        var response = site.get(Pages.CHART_LIBRARY);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    }
}
