package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say of the combined forecast: named level, voices, what it rests on; with a law and of few-shot rows alone. */
class ForecastPageTest {

    private static final String STUDY = "/studies/example-synthetic";

    /** 6 N T of the largest visible checkpoint of {@link #fewShotOnly}. */
    private static final double LARGEST_FLOPS = 6 * 2.8e9 * 300e9;

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
        var saved = site.submit(
                "/studies/" + id + "/submit",
                List.of(
                        Site.Part.of("source", "paste"),
                        Site.Part.of("text", csv.toString()),
                        Site.Part.of("action", "save")));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        return id;
    }

    @Test
    void aForecastLeadsWithTheNamedLevelAndShowsItsVoices() throws Exception {
        var response = site.post(STUDY + "/forecasts", Map.of("params", "13B", "tokens", "1T", "level", "0.5"));
        String path = Site.location(response);
        var forecast = site.json(path + ".json").get("forecast");
        String page = site.get(path).body();
        String headline = "A run of 13B parameters on 1T tokens reaches an accuracy of 0.500 with probability "
                + DisplayNumbers.percent(forecast.get("p_reaches_level").asDouble()) + "; "
                + DisplayNumbers.percent(
                        forecast.at("/spread/least/p_reaches_level").asDouble()) + " ("
                + forecast.at("/spread/least/words").asText() + ") to "
                + DisplayNumbers.percent(
                        forecast.at("/spread/most/p_reaches_level").asDouble()) + " ("
                + forecast.at("/spread/most/words").asText()
                + ") under other assumptions";
        String scored = "scores that on 14,042 items with probability "
                + DisplayNumbers.percent(forecast.get("p_scores_level").asDouble());
        String second = "It beats guessing with probability "
                + DisplayNumbers.percent(forecast.get("p_exceeds_trivial").asDouble()) + ": one-sided exact test";

        assertThat(page)
                .containsSubsequence(
                        headline,
                        scored,
                        second,
                        "lies above that with probability "
                                + DisplayNumbers.percent(
                                        forecast.get("p_true_above_trivial").asDouble()),
                        "emergence law of the finetuned rows",
                        "Stays at its floor for ever",
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
        assertThat(site.get(STUDY + "/forecasts").body()).contains("<td>0.500</td>");
        assertThat(site.get(STUDY).body()).contains("name=\"level\" value=\"0.4\"");
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
                        "reaches an accuracy of 0.400 with probability",
                        "few-shot accuracies of the checkpoints alone",
                        "straight line",
                        "logistic curve",
                        "floor, elbow and rise",
                        "has none")
                .doesNotContain("by the law alone");
        assertThat(site.get(study + "/compare").body())
                .contains("of 1 held-out checkpoint scored", losses ? " nats" : " doublings of compute")
                .doesNotContain("No held-out few-shot row yet", "no prediction");
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
}
