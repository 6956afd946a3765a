package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports, cards on another site, and the pages that no journey looks at, in a real browser. */
class SharePagesIT {

    @TempDir
    private static Path directory;

    private static HttpServer blog;
    private static RunningService service;
    private static Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        blog = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        int port = blog.getAddress().getPort();
        service = RunningService.in(
                directory,
                RunningService.SETTINGS.with("embed_origins", List.of("http://localhost:" + port)),
                Clock.systemUTC());
        blog.createContext("/", asked -> {
            byte[] page = ("<!DOCTYPE html><html lang=\"en\"><title>Blog</title><iframe title=\"card\" src=\""
                            + service.url() + asked.getRequestURI() + "\"></iframe>")
                    .getBytes(StandardCharsets.UTF_8);
            asked.getResponseHeaders().add("Content-Type", "text/html");
            asked.sendResponseHeaders(200, page.length);
            asked.getResponseBody().write(page);
            asked.close();
        });
        blog.start();
        LedgerSite.fit(service);
        service.postCsv(
                "/api/v1/suites/all/observations?name=All&family=f", SuiteRows.of(List.of("arc_easy", "own_task"), 6));
        browser = Chromium.open(directory.resolve("profile"), service.url());
    }

    @AfterAll
    static void stop() {
        browser.close();
        service.close();
        blog.stop(0);
    }

    @Test
    void aReportIsReadInABrowserWithoutAnyComplaint() throws IOException {
        browser.look("light", Chromium.WIDE);
        browser.go("/studies/synthetic/report.html");

        assertThat(browser.text()).contains("Where this report comes from", "Numbers of the chart");
        assertThat(browser.all("svg.picture path")).hasSizeGreaterThan(50);
        assertThat(
                        browser.run(
                                "return performance.getEntriesByType('resource').filter(r => !r.name.endsWith('/favicon.ico')).length"))
                .isEqualTo(0L);
        browser.check("report");
    }

    @Test
    void onlyTheSiteThatIsNamedShowsACard() {
        int port = blog.getAddress().getPort();

        assertThat(inFrame("http://localhost:" + port, "/embed/studies/synthetic"))
                .contains("emergence-law");
        assertThat(inFrame("http://127.0.0.1:" + port, "/embed/studies/synthetic"))
                .isEmpty();
        assertThat(inFrame("http://localhost:" + port, "/studies/synthetic")).doesNotContain("Verdict");
        // what the refused frames left in the console
        browser.complaints();
    }

    private static String inFrame(String site, String path) {
        return browser.framed(site + path);
    }

    @Test
    void everyChartAndEveryTableIsToBeHadAsCsv() {
        browser.look("light", Chromium.WIDE);
        for (String page : List.of("", "/compare", "/diagnostics", "/plans")) {
            browser.go("/studies/synthetic" + page);
            assertThat(
                            browser.run(
                                    "return [...document.querySelectorAll('.plot')].every(plot =>"
                                            + " [...plot.closest('figure').querySelectorAll('.take button')].some(b => b.textContent === 'CSV'))"))
                    .as(page)
                    .isEqualTo(true);
        }
        browser.go("/studies/synthetic/diagnostics");
        browser.run(
                "window.kept = []; URL.createObjectURL = blob => { blob.text().then(t => kept.push(t)); return '#'; }");
        browser.run(
                "document.querySelector('.plot').closest('figure').querySelectorAll('.take button')[2].click();"
                        + " [...document.querySelectorAll('.take button')].find(b => b.textContent.startsWith('Table as CSV')).click()");
        Awaitility.await().until(() -> browser.run("return kept.length").equals(2L));
        // the chart is asked for first and comes when it is drawn
        String chart = String.valueOf(browser.run("return kept.find(text => text.startsWith('series,'))"));
        assertThat(chart.lines().count()).as("points of the chart").isGreaterThan(20);
        assertThat(String.valueOf(browser.run("return kept.find(text => !text.startsWith('series,'))"))
                        .lines()
                        .count())
                .isGreaterThan(2);
    }

    @Test
    void pagesThatNoJourneyVisitsAreWithoutBarriers() throws IOException {
        for (String page : List.of(
                "studies/synthetic?tour=2",
                "studies/synthetic/data",
                "studies/synthetic/forecasts",
                "studies/synthetic/backtests",
                "studies/synthetic/exclusions",
                "studies/synthetic/settings",
                "studies/synthetic/loss?params=50B&tokens=1.6T",
                "studies/synthetic/cockpit",
                "suites",
                "suites/all",
                "suites/all/dependencies",
                "suites/all/watches",
                "ledger/verification",
                "docs",
                "docs/share",
                "docs/glossary",
                "docs/api",
                "sign-in",
                "embed/studies/synthetic")) {
            browser.go("/" + page);
            browser.check(page.replaceAll("[^a-z]+", "-"));
        }
    }
}
