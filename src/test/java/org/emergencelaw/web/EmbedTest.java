package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.emergencelaw.config.ServiceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cards for frames of the sites that the settings name, and of no others. */
class EmbedTest {

    private static final String BLOG = "https://blog.example.org";

    @TempDir
    Path directory;

    private RunningService service;

    private void open(List<String> origins) throws Exception {
        service =
                RunningService.in(directory, RunningService.SETTINGS.with("embed_origins", origins), Clock.systemUTC());
        LedgerSite.fit(service);
    }

    @AfterEach
    void close() {
        if (service != null) service.close();
    }

    /** As a browser asks for what a page of another site has in a frame. */
    private RunningService.Answer framed(String path) {
        return service.send(HttpRequest.newBuilder(URI.create(service.url() + path))
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "iframe")
                .GET());
    }

    @Test
    void nothingMayBeFramedByDefault() throws Exception {
        open(List.of());

        assertThat(framed("/embed/studies/synthetic").status()).isEqualTo(403);
        assertThat(service.get("/embed/studies/synthetic").header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'");
        assertThat(service.get("/studies/synthetic").body()).doesNotContain("Show it on another site");
    }

    @Test
    void aSiteThatIsNamedMayFrameCardsAndNothingElse() throws Exception {
        open(List.of(BLOG, "http://localhost:4000"));
        String forecast = LedgerSite.draft(
                service, service.postJson(LedgerSite.STUDY + "/fits", "{}").header("Location"));
        LedgerSite.lock(service, forecast);
        String id = LedgerSite.id(forecast);

        for (String card : List.of("/embed/studies/synthetic", "/embed/forecasts/" + id, "/embed/ledger/" + id)) {
            RunningService.Answer shown = framed(card);
            assertThat(shown.status()).as(card).isEqualTo(200);
            assertThat(shown.header("Content-Security-Policy"))
                    .as(card)
                    .endsWith("frame-ancestors " + BLOG + " http://localhost:4000")
                    .startsWith("default-src 'none'; style-src 'self'")
                    .doesNotContain("script-src");
            assertThat(shown.body()).doesNotContain("<script", "<form");
        }
        for (String page : List.of("/", "/studies/synthetic", "/forecasts/" + id, "/studies/synthetic/report.html")) {
            assertThat(framed(page).status()).as(page).isEqualTo(403);
            assertThat(service.get(page).header("Content-Security-Policy"))
                    .as(page)
                    .contains("frame-ancestors 'none'");
        }
        assertThat(service.get("/studies/synthetic").body())
                .contains("&lt;iframe src=\"" + service.url() + "/embed/studies/synthetic\"");
    }

    @Test
    void aCardShowsWhatThePageSays() throws Exception {
        open(List.of(BLOG));
        String run = "?params=50B&tokens=1.6T&level=0.5";

        String both = service.get("/embed/studies/synthetic" + run).body();
        assertThat(both).contains("class=\"chip trust", "<svg class=\"picture\"", "level 0.500</text>");
        assertThat(service.get("/studies/synthetic" + run).body())
                .contains(both.replaceAll("(?s).*<p class=\"lead\">(.*?)</p>.*", "$1"));
        assertThat(service.get("/embed/studies/synthetic" + run + "&show=headline")
                        .body())
                .contains("class=\"lead\"")
                .doesNotContain("<svg class=\"picture\"");
        assertThat(service.get("/embed/studies/synthetic" + run + "&show=chart").body())
                .contains("<svg class=\"picture\"")
                .doesNotContain("class=\"lead\"");
        assertThat(service.get("/embed/studies/synthetic?show=all_of_it").status())
                .isEqualTo(422);
        assertThat(service.get("/embed/studies/nothing").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blog.example.org", "https://blog.example.org/", "https://*", "*", "https://a b", "'self'"})
    void whatIsNoOriginIsRefused(String origin) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> ServiceConfig.DEFAULT.with("embed_origins", List.of(origin))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embed_origins must be like https://blog.example.org, without a path, was " + origin);
    }

    @Test
    void theEnvironmentNamesSeveral() {
        assertThat(ServiceConfig.DEFAULT
                        .with(Map.of("EMERGENCE_LAW_EMBED_ORIGINS", BLOG + ", http://localhost:4000"))
                        .framedBy())
                .containsExactly(BLOG, "http://localhost:4000");
    }
}
