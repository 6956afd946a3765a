package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Toy model and meta-analysis, as a browser without JavaScript and as a program see them. */
class MetricPagesTest {

    private static final String TABLE = """
        task,metric,family,scale,value
        add,exact_match,ours,1,0
        add,exact_match,ours,2,0
        add,exact_match,ours,3,0
        add,exact_match,ours,4,0.6
        add,brier,ours,1,0.9
        add,brier,ours,2,0.8
        add,brier,ours,3,0.7
        """;

    private static Site site;

    @BeforeAll
    static void open(@TempDir Path directory) {
        site = Site.open(directory);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void theToyModelIsAFormWhoseAddressHoldsItsSettings() throws Exception {
        HttpResponse<String> page = site.get("/toy?alpha=-0.5&answer_tokens=3&c=1B");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("value=\"-0.5\"", "value=\"3\"", "Emergence scores", "/toy.json?alpha=-0.5");

        JsonNode twin = site.json("/toy.json?alpha=-0.5&answer_tokens=3&c=1B");
        assertThat(site.dataOf(page.body())).isEqualTo(twin);
        assertThat(site.json("/api/v1/toy?alpha=-0.5&answer_tokens=3&c=1B")).isEqualTo(twin);
        // 1e11 parameters: (1e11 / 1e9)^-0.5 = 0.1 nats a token, exp(-0.3) for three
        JsonNode large = twin.at("/points/16");
        assertThat(large.get("params").asDouble()).isCloseTo(1e11, within(1e3));
        assertThat(large.get("exact_match").asDouble()).isCloseTo(0.7408182206817179, within(1e-9));
    }

    @Test
    void zeroShotRowsHaveAPageThoughNoFitTakesThem() throws Exception {
        String study = site.study("Zero shots");
        StringBuilder csv = new StringBuilder("task,model,pretrain_loss_nats,regime,examples,accuracy,n_eval\n");
        for (int i = 0; i < 9; i++)
            csv.append(
                    "synthetic_four_choice,m%d,%.2f,few_shot,0,%.3f,1000\n".formatted(i, 3 - 0.1 * i, 0.25 + 0.01 * i));
        site.post("/studies/" + study + "/submit", Map.of("source", "paste", "text", csv.toString(), "action", "save"));
        assertThat(site.rows(study)).isEqualTo(9);

        assertThat(site.get("/studies/" + study).body()).contains("stay out of the fit; the metrics page shows them");
        assertThat(site.get("/studies/" + study + "/metrics").body())
                .contains("No 5-shot row yet", "/metrics?shots=0\">0-shot</a>");
        HttpResponse<String> page = site.get("/studies/" + study + "/metrics?shots=0");
        assertThat(page.body()).contains("Zero-shot rows enter no fit", "Each checkpoint", "m8");
        JsonNode twin = site.json("/studies/" + study + "/metrics.json?shots=0");
        assertThat(site.dataOf(page.body())).isEqualTo(twin);
        assertThat(twin.at("/series/points")).hasSize(9);
        assertThat(site.get("/studies/" + study + "/metrics?shots=few").body())
                .contains("shots must be a whole number from 0 to 999999, was few");
    }

    @Test
    void aSettingThatCannotBeIsNamed() throws Exception {
        HttpResponse<String> page = site.get("/toy?alpha=2&answer_tokens=x");
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("answer tokens must be a whole number from 1 to 1000, was x");
        HttpResponse<String> twin = site.get("/toy.json?alpha=2");
        assertThat(twin.statusCode()).isEqualTo(422);
        assertThat(twin.body()).contains("alpha must be from -10 to below 0, was 2.0");
    }

    @Test
    void aTableIsAnalysedAndNotKept() throws Exception {
        HttpResponse<String> page = site.submit(
                "/meta-analysis",
                List.of(
                        Site.Part.of("high", "25"),
                        new Site.Part("file", "scores.csv", TABLE.getBytes(StandardCharsets.UTF_8))));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("1 of 2 series", "unbounded", "100%");

        JsonNode twin = site.json("/meta-analysis.json");
        assertThat(twin.get("analysis").isNull()).isTrue();
    }

    @Test
    void aFaultyTableIsRefusedWithEveryFault() throws Exception {
        HttpResponse<String> page =
                site.submit("/meta-analysis", List.of(Site.Part.of("text", TABLE + "add,brier,ours,x,0.7\n")));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("1 error", "line 9: scale must be a number");
        assertThat(site.submit("/meta-analysis", List.of(Site.Part.of("text", "")))
                        .statusCode())
                .isEqualTo(400);
    }
}
