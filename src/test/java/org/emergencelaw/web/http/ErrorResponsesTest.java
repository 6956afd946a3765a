package org.emergencelaw.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.emergencelaw.web.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** As a browser would send it, with what it says of itself. */
    private static String raw(String request) throws Exception {
        java.net.URI address = java.net.URI.create(site.address());
        try (java.net.Socket socket = new java.net.Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write((request.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:8080, 200",
        "127.0.0.1:1234, 200",
        "law.example.org, 200",
        "[::1]:99, 200",
        "evil.example, 421",
        "evil.example:8080, 421",
        "localhost.evil.example, 421",
        "10.1.2.3, 421"
    })
    void onlyRequestsForThisServiceAreTaken(String host, int status) throws Exception {
        for (String path : java.util.List.of("/", "/api/v1/studies", "/healthz", "/no/such/page")) {
            String answer = raw("GET " + path + " HTTP/1.1\nHost: " + host);
            int expected = status == 200 && path.equals("/no/such/page") ? 404 : status;
            assertThat(answer).as(path).startsWith("HTTP/1.1 " + expected + " ");
            if (status == 421) assertThat(answer).doesNotContain("Study", "evil.example");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site, no-cors, image, 403",
        "cross-site, navigate, iframe, 403",
        "same-site, cors, empty, 403",
        "cross-site, navigate, document, 200",
        "same-origin, cors, empty, 200",
        "none, navigate, document, 200"
    })
    void otherSitesMayLinkHereAndNothingElse(String from, String mode, String destination, int status)
            throws Exception {
        String answer = raw("GET /ledger HTTP/1.1\nHost: localhost\nSec-Fetch-Site: " + from + "\nSec-Fetch-Mode: "
                + mode + "\nSec-Fetch-Dest: " + destination);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void dataAreNotKeptByBrowsers() throws Exception {
        for (String path : java.util.List.of("/", "/index.json", "/api/v1/studies", "/ledger.csv", "/no/such/page"))
            assertThat(site.get(path).headers().firstValue("Cache-Control"))
                    .as(path)
                    .hasValue("no-store");
        assertThat(site.get("/static/style.css").headers().firstValue("ETag")).isPresent();
    }
}
