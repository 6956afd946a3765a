package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
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
        site.post("/examples/synthetic", Map.of());
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
        assertThat(page).contains("× 10²³", "<noscript>", "Data table");
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
        assertThat(site.get(STUDY).body()).contains("href=\"" + path + "\"");
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

        assertThat(site.post("/studies/" + id + "/delete", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(site.get("/studies/" + id).statusCode()).isEqualTo(404);
        assertThat(site.post("/studies/" + id + "/delete", Map.of()).statusCode())
                .isEqualTo(404);
    }
}
