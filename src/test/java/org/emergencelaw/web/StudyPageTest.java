package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.law.EmergenceLawForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of a study with rows: verdict, chart, forecast, comparison. */
class StudyPageTest {

    private static final String STUDY = "/studies/example-synthetic";

    @TempDir
    private static Path directory;

    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open(directory);
        site.example("synthetic");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void thePageAndItsTwinShowTheSameRecord() throws Exception {
        String page = site.get(STUDY).body();

        assertThat(site.dataOf(page)).isEqualTo(site.json(STUDY + ".json"));
    }

    @Test
    void theVerdictComesFirstAndTheNumbersAreReadable() throws Exception {
        var twin = site.json(STUDY + ".json");
        String page = site.get(STUDY).body();

        assertThat(page)
                .contains(
                        twin.at("/fit/summary").asText(),
                        twin.at("/curves/takeaway").asText());
        assertThat(page.indexOf(twin.at("/fit/summary").asText())).isLessThan(page.indexOf("id=\"plot\""));
        assertThat(page).contains("× 10²³", "class=\"picture phone\"", "Data table");
        assertThat(twin.at("/cockpit/marks").size()).isEqualTo(10 * 6 + 4);
        assertThat(twin.at("/curves/finetuned").size()).isEqualTo(5);
        assertThat(twin.at("/held_out").asInt()).isEqualTo(4);
    }

    @Test
    void fitOptionsMakeANewFit() throws Exception {
        var response = site.post(
                STUDY + "/fits", Map.of("law", "power", "method", "mle", "few_shot_shift", "on", "seed", "7"));

        assertThat(response.statusCode()).isEqualTo(303);
        var fit = site.json(STUDY + ".json").get("fit");
        assertThat(fit.get("form").asText()).isEqualTo("power");
        assertThat(fit.get("method").asText()).isEqualTo("mle");
        assertThat(fit.get("seed").asInt()).isEqualTo(7);
        assertThat(site.get(STUDY).body())
                .contains("<option value=\"power\" selected", "value=\"7\"", "the mle method gives a point");
    }

    @ParameterizedTest
    @EnumSource(EmergenceLawForm.class)
    void everyFormOfTheLawIsOfferedAndShown(EmergenceLawForm form) throws Exception {
        assertThat(site.get(STUDY).body()).contains("<option value=\"" + form.key() + "\"");

        var made = site.post(STUDY + "/fits", Map.of("law", form.key(), "method", "mle", "seed", "1"));

        assertThat(made.statusCode()).isEqualTo(303);
        var law = site.json(STUDY + ".json").at("/fit/law");
        assertThat(law.get("name").asText()).isEqualTo(form.key());
        for (String parameter : form.parameterNames())
            assertThat(law.get(parameter).isNumber()).as(parameter).isTrue();
        assertThat(site.get(STUDY).body())
                .contains(
                        "<option value=\"" + form.key() + "\" selected",
                        "<th scope=\"row\">" + form.symbol() + "</th>");
    }

    @Test
    void aFaultyFitOptionStandsAtItsField() throws Exception {
        var response = site.post(STUDY + "/fits", Map.of("law", "magic", "method", "mle", "seed", "x"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("law must be one of those offered, was magic", "seed must be a whole number");
    }

    @Test
    void aForecastIsMadeListedAndShown() throws Exception {
        var response = site.post(STUDY + "/forecasts", Map.of("params", "13B", "tokens", "1T", "eval_items", "14042"));

        assertThat(response.statusCode()).isEqualTo(303);
        String path = Site.location(response);
        String page = site.get(path).body();
        var twin = site.json(path + ".json");
        assertThat(site.dataOf(page)).isEqualTo(twin);
        assertThat(twin.at("/forecast/planned_run/train_flops").asDouble()).isEqualTo(7.8e22);
        assertThat(page).contains(twin.at("/forecast/claim").asText(), "13B parameters", "1T tokens");
        assertThat(site.get(STUDY + "/forecasts").body()).contains("href=\"" + path + "\"");
        assertThat(site.json(STUDY + "/forecasts.json").at("/forecasts/0/id").asText())
                .isEqualTo(path.replace("/forecasts/", ""));
    }

    @Test
    void theChartOfAForecastRises() throws Exception {
        var fit = site.post(STUDY + "/fits", Map.of("law", "log_power", "method", "bootstrap", "seed", "1"));
        assertThat(fit.statusCode()).isEqualTo(303);
        String path = Site.location(site.post(STUDY + "/forecasts", Map.of("train_flops", "1e24")));

        var points = site.json(path + ".json").at("/cockpit/chart/points");
        assertThat(points.get(points.size() - 1).get("p_reaches_level").asDouble())
                .isGreaterThan(0.5);
        assertThat(points.get(0).get("p_reaches_level").asDouble()).isLessThan(0.01);
    }

    @Test
    void aFaultyPlanKeepsWhatWasTyped() throws Exception {
        var response = site.post(STUDY + "/forecasts", Map.of("params", "13 billion", "tokens", "1T"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("value=\"13 billion\"", "value=\"1T\"", "params must be a number such as 13B");
    }

    @Test
    void aPlanThatSaysTooLittleSaysWhatIsMissing() throws Exception {
        var response = site.post(STUDY + "/forecasts", Map.of("params", "13B"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("a planned run needs params and tokens, or train flops");
    }

    @Test
    void theComparisonAndItsTwinShowTheSameRecord() throws Exception {
        String page = site.get(STUDY + "/compare").body();
        var twin = site.json(STUDY + "/compare.json");

        assertThat(site.dataOf(page)).isEqualTo(twin);
        assertThat(twin.at("/comparison/checkpoints").size()).isEqualTo(4);
        assertThat(page)
                .contains("sim-70b")
                .contains(twin.at("/comparison/covered").asInt() + " of 4 held-out");
    }

    @Test
    void diagnosticsAndMethodsShowTheSameRecordsAsTheirTwins() throws Exception {
        String page = site.get(STUDY + "/diagnostics").body();
        var twin = site.json(STUDY + "/diagnostics.json");
        assertThat(site.dataOf(page)).isEqualTo(twin);
        assertThat(page).contains("What stands out", "Predictive check", "Data table");

        site.ended(site.post(STUDY + "/methods", Map.of()));
        String methods = site.get(STUDY + "/methods").body();
        var all = site.json(STUDY + "/methods.json").get("methods");
        assertThat(site.dataOf(methods).get("methods")).isEqualTo(all);
        assertThat(all).hasSize(Method.values().length);
        all.forEach(one -> assertThat(one.at("/fit/emergence/loss_nats/mle"))
                .isEqualTo(all.get(0).at("/fit/emergence/loss_nats/mle")));
    }

    @Test
    void aStudyWithoutRowsSaysWhatToDo() throws Exception {
        String id = site.study("Empty");

        assertThat(site.get("/studies/" + id).body()).contains("No rows yet").doesNotContain("id=\"plot\"");
        assertThat(site.get("/studies/" + id + "/compare").body()).contains("No held-out few-shot row yet");
        assertThat(site.get("/studies/" + id + "/diagnostics").body()).contains("Nothing to diagnose");
        assertThat(site.get("/studies/" + id + "/methods").statusCode()).isEqualTo(200);
        var forecast = site.post("/studies/" + id + "/forecasts", Map.of("train_flops", "1e24"));
        assertThat(site.get(Site.location(forecast)).body()).contains("No forecast:");
    }

    @Test
    void deletingAStudyTakesItAway() throws Exception {
        String id = site.study("To delete");

        var nameless = site.post("/studies/" + id + "/delete", Map.of("name", "to delete"));
        assertThat(nameless.statusCode()).isEqualTo(422);
        assertThat(nameless.body()).contains("name must be that of the study, To delete, was to delete");
        assertThat(site.post("/studies/" + id + "/delete", Map.of("name", "To delete"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(site.get("/studies/" + id).statusCode()).isEqualTo(404);
        assertThat(site.post("/studies/" + id + "/delete", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theDataPageShowsWhoWasMeasuredAtWhatAndWhatIsMissing() throws Exception {
        var twin = site.json(STUDY + "/data.json");

        assertThat(twin.at("/coverage/amounts")).hasSize(5);
        assertThat(twin.at("/coverage/lines")).hasSize(14);
        var weakest = twin.at("/coverage/lines/0");
        assertThat(weakest.get("model").asText()).isEqualTo("sim-1.3b");
        assertThat(weakest.get("few_shot").asInt()).isEqualTo(1);
        assertThat(site.get(STUDY + "/data").body()).contains("Who was measured at what", "sim-70b", "held out");

        String id = site.study("Nothing yet");
        assertThat(site.get("/studies/" + id + "/data").body())
                .contains("Few-shot accuracies of at least 3 visible checkpoints; there are 0.", "Held-out models");
    }

    @Test
    void everyTabLeadsSomewhereAndTheAddressOfAFormToItsPage() throws Exception {
        String page = site.get(STUDY).body();

        for (String tab : new String[] {"/data", "/forecasts", "/plans", "/compare", "/backtests", "/metrics"}) {
            assertThat(page).contains("href=\"" + STUDY + tab + "\"");
            assertThat(site.get(STUDY + tab).body()).contains("href=\"" + STUDY + tab + "\" aria-current=\"page\"");
        }
        assertThat(page).contains("href=\"/ledger?task=synthetic_four_choice&amp;family=synthetic\"");
        var sent = site.get(STUDY + "/fits");
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(Site.location(sent)).isEqualTo(STUDY);
        assertThat(Site.location(site.get("/forecasts/any/lock"))).isEqualTo("/forecasts/any");
        assertThat(Site.location(site.get("/examples/synthetic"))).isEqualTo("/");
    }

    @Test
    void aStudyIsTakenAlongAsOneFileTheSameBytesTwice() throws Exception {
        byte[] first = site.bytes(STUDY + "/study.zip");

        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(first))) {
            for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry())
                files.put(file.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(files).containsOnlyKeys("README.txt", "fit.json", "forecasts.json", "metadata.json", "rows.csv");
        assertThat(files.get("rows.csv"))
                .isEqualTo(site.get("/api/v1" + STUDY + "/observations.csv").body());
        String sha256 = site.json(STUDY + ".json").at("/fit/input_sha256").asText();
        assertThat(files.get("metadata.json")).contains(sha256);
        assertThat(site.get(STUDY + "/data").body()).contains("rows SHA-256 " + sha256);
        assertThat(site.bytes(STUDY + "/study.zip")).isEqualTo(first);
    }
}
