package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.EmergenceLawForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a study with rows: verdict, chart, forecast, comparison. */
class StudyPageTest {

    private static final String STUDY = "/studies/example-synthetic";

    @TempDir
    private static Path directory;

    /** 6 N T of the largest visible checkpoint of {@link #fewShotOnly}. */
    private static final double LARGEST_FLOPS = 6 * 2.8e9 * 300e9;

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

    /** Six visible checkpoints that begin to rise and one held out; their tokens are the same. */
    private static String fewShotOnly(String name, boolean losses) throws Exception {
        String id = site.study(name);
        double[] billions = {0.07, 0.16, 0.41, 1, 1.4, 2.8, 6.9};
        double[] accuracies = {0.25, 0.255, 0.26, 0.27, 0.29, 0.32, 0.37};
        StringBuilder csv = new StringBuilder(
                "task,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval,split\n");
        for (int i = 0; i < billions.length; i++)
            csv.append("synthetic_four_choice,m%d,%.2fB,300B,%s,few_shot,5,%.3f,1000,%s%n"
                    .formatted(
                            i,
                            billions[i],
                            losses ? Double.toString(3 - 0.15 * i) : "",
                            accuracies[i],
                            i == 6 ? "held_out" : "fit"));
        var saved = site.submit("/studies/" + id + "/submit", List.of(Site.Part.of("text", csv.toString())));
        assertThat(saved.statusCode()).as(saved.body()).isLessThan(400);
        return id;
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
        assertThat(twin.at("/points").size()).isEqualTo(10 * 6 + 4);
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
        assertThat(site.get(STUDY).body()).contains("<option value=\"power\" selected", "value=\"7\"", "no interval");
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
    void aForecastLeadsWithTheNamedLevelAndShowsItsVoices() throws Exception {
        var response = site.post(STUDY + "/forecasts", Map.of("params", "13B", "tokens", "1T", "level", "0.5"));
        String path = Site.location(response);
        var forecast = site.json(path + ".json").get("forecast");
        String page = site.get(path).body();
        String headline = "The run reaches an accuracy of 0.500 with probability "
                + DisplayNumbers.percent(forecast.get("p_reaches_level").asDouble()) + ".";
        String second = "It beats guessing with probability "
                + DisplayNumbers.percent(forecast.get("p_exceeds_trivial").asDouble()) + ": one-sided exact test";

        assertThat(page)
                .containsSubsequence(
                        headline,
                        second,
                        "emergence law of the finetuned rows",
                        "Never leaves its floor",
                        "percentage points apart",
                        "The emergence law by itself",
                        "by the law alone");
        assertThat(forecast.get("voices")).isNotEmpty();
        for (var voice : forecast.get("voices"))
            assertThat(page)
                    .contains("<th scope=\"row\">"
                            + DisplayNames.label(voice.get("key").asText()) + "</th><td>"
                            + DisplayNumbers.percent(voice.get("weight").asDouble()) + "</td><td class=\"strong\">"
                            + DisplayNumbers.percent(
                                    voice.get("p_reaches_level").asDouble()) + "</td>");
        assertThat(page).doesNotContain("has none");
        assertThat(site.get(STUDY).body()).contains("<td>0.500</td>", "from guessing to 1, 0.400.");
    }

    @Test
    void theVoicesElbowAndCrossingLieInComputeWhereTheirDoublingsSay() throws Exception {
        String id = fewShotOnly("Few-shot in compute", false);
        String path =
                Site.location(site.post("/studies/" + id + "/forecasts", Map.of("params", "12B", "tokens", "300B")));
        var forecast = site.json(path + ".json").get("forecast");

        for (var voice : forecast.get("voices"))
            assertThat(voice.at("/crossing_flops/median").asDouble())
                    .isCloseTo(
                            LARGEST_FLOPS
                                    * Math.pow(2, voice.at("/crossing/median").asDouble()),
                            Percentage.withPercentage(10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fewShotRowsAloneAreExplainedForecastAndCompared(boolean losses) throws Exception {
        String id = fewShotOnly("Few-shot only " + losses, losses);
        String study = "/studies/" + id;

        assertThat(site.get(study).body())
                .contains("no finetuning", Verdict.FEW_SHOT_ONLY, "action=\"" + study + "/forecasts\"")
                .doesNotContain("least squares</th>");
        String path = Site.location(site.post(study + "/forecasts", Map.of("params", "12B", "tokens", "300B")));
        assertThat(site.get(path).body())
                .contains(
                        "The run reaches an accuracy of 0.400 with probability",
                        "few-shot accuracies of the checkpoints alone",
                        "straight line",
                        "logistic curve",
                        "floor, elbow and rise",
                        "has none")
                .doesNotContain("by the law alone");
        assertThat(site.get(study + "/compare").body())
                .contains(losses ? "1 held-out checkpoint" : "1 held-out few-shot row without a pretraining loss")
                .doesNotContain("No held-out few-shot row yet");
        assertThat(site.get(study + "/diagnostics").statusCode()).isEqualTo(200);
    }

    @Test
    void plansAreAskedForALevel() throws Exception {
        String plans = STUDY + "/plans";
        assertThat(site.get(plans).body()).contains("name=\"level\"", "placeholder=\"0.400\"");

        String table = site.submit(
                        plans,
                        List.of(
                                Site.Part.of("plans", "name,params,tokens\nsmall,1B,20B\nlarge,70B,2T\n"),
                                Site.Part.of("level", "0.6"),
                                Site.Part.of("p", "0.8")))
                .body();
        assertThat(table)
                .contains("P(reaches the level)", "<td>0.600</td>", "few-shot and finetuned rows", "value=\"0.6\"");

        var faulty = site.submit(
                plans, List.of(Site.Part.of("plans", "params,tokens\n1B,20B\n"), Site.Part.of("level", "0.2")));
        assertThat(faulty.statusCode()).isEqualTo(422);
        assertThat(faulty.body()).contains("level must be above the trivial accuracy, 0.25");
    }

    @Test
    void theCurvesOfAForecastRiseToOne() throws Exception {
        var fit = site.post(STUDY + "/fits", Map.of("law", "log_power", "method", "bootstrap", "seed", "1"));
        assertThat(fit.statusCode()).isEqualTo(303);
        String path = Site.location(site.post(STUDY + "/forecasts", Map.of("train_flops", "1e24")));

        for (String line : List.of("emergence_loss_nats", "emergence_flops", "exceeds_trivial")) {
            var points = site.json(path + ".json").at("/curves/" + line);
            assertThat(points.get(points.size() - 1).get("y").asDouble())
                    .as(line)
                    .isGreaterThan(0.9);
            assertThat(points.get(0).get("y").asDouble()).as(line).isLessThan(0.2);
        }
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
