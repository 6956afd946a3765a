package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Toy model, meta-analysis and metric comparison in a real browser: charts, both colour schemes, wide and narrow. */
class MetricPagesIT {

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
        browser = Chromium.open(directory.resolve("profile"), service.url());
    }

    @AfterAll
    static void stop() {
        browser.close();
        service.close();
    }

    @Test
    void aSliderMovesTheCurvesAndTheAddress() throws IOException {
        browser.go("/toy");
        browser.check("toy");
        String before = browser.find("#result table").getText();
        browser.run("const s = document.getElementById('answer_tokens'); s.value = 20;"
                + " s.dispatchEvent(new Event('input', {bubbles: true}));");
        Awaitility.await()
                .until(() ->
                        String.valueOf(browser.run("return location.search")).contains("answer_tokens=20"));
        assertThat(browser.find("#result table").getText()).isNotEqualTo(before);
        Awaitility.await().until(() -> browser.all("#plot-exact svg").size() == 1);
    }

    @Test
    void aChartLibraryThatDidNotComeIsSaidAndAskedForAgain() {
        String notice = ".plot + p[role=alert]";
        browser.block("*echarts*");
        browser.visit("/toy");
        Awaitility.await()
                .until(() -> browser.all(notice).size() == browser.all(".plot").size());
        assertThat(browser.find(notice).getText()).contains("The chart could not be loaded.", "Try again");
        assertThat(browser.barriers()).isEmpty();
        browser.choose(notice + " button");
        Awaitility.await().until(() -> browser.complaints().stream().anyMatch(line -> line.contains("did not come")));
        assertThat(browser.all(".plot svg")).isEmpty();

        browser.block();
        browser.choose(notice + " button");
        browser.reachForCharts();
        assertThat(browser.all(notice)).isEmpty();
        browser.complaints();
    }

    @Test
    void aPastedTableIsRanked() throws IOException {
        browser.go("/meta-analysis");
        browser.type(
                "#text",
                "task,metric,family,scale,value\na,exact_match,f,1,0\na,exact_match,f,2,0\na,exact_match,f,3,0\n"
                        + "a,exact_match,f,4,1\na,brier,f,1,0.9\na,brier,f,2,0.8\na,brier,f,3,0.7\n");
        browser.click("main form button");
        assertThat(browser.text()).contains("1 of 2 series", "exact_match");
        browser.check("meta-analysis");
    }

    @Test
    void aStudyShowsItsCheckpointsUnderEachMeasure() throws IOException {
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5,"
                        + " \"family\": \"f\"}");
        StringBuilder csv = new StringBuilder(
                "task,model,pretrain_loss_nats,regime,examples,accuracy,n_eval,brier,log_likelihood\n");
        for (int i = 0; i < 9; i++)
            csv.append("t,m%d,%.2f,few_shot,5,%.3f,1000,%.3f,%.3f\n"
                    .formatted(i, 3 - 0.1 * i, 0.25 + (i > 5 ? 0.1 * (i - 5) : 0), 0.75 - 0.05 * i, -1.4 + 0.08 * i));
        assertThat(service.postCsv("/api/v1/studies/s/observations", csv.toString())
                        .status())
                .isLessThan(300);
        browser.go("/studies/s/metrics");
        assertThat(browser.all("figure svg")).hasSize(3);
        browser.check("metrics");
    }

    @Test
    void aKnownModelIsForgotten() throws IOException {
        service.postCsv(
                "/api/v1/models",
                "model,revision,loss,params,tokens\nours/a,step1000,3.1,160M,2B\nours/b,,2.9,,300B\n");
        browser.go("/models");
        browser.check("models");
        browser.click("table form button");
        assertThat(browser.text()).contains("ours/b").doesNotContain("ours/a");
    }
}
