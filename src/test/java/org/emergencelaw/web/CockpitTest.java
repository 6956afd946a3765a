package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emergencelaw.format.DisplayNumbers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planned run that an address holds: its answer, its chart and its cost, with a browser that runs no script. */
class CockpitTest {

    private static final String STUDY = "/studies/example-synthetic";
    private static final String PLAN = "?params=34B&tokens=2T&level=0.5&eval_items=2000";

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
    void theAddressHoldsThePlanAndItsAnswerIsThatOfAKeptForecast() throws Exception {
        JsonNode cockpit = site.json(STUDY + ".json" + PLAN).get("cockpit");
        String page = site.get(STUDY + PLAN).body();
        String kept = Site.location(site.post(
                STUDY + "/forecasts", Map.of("params", "34B", "tokens", "2T", "level", "0.5", "eval_items", "2000")));
        JsonNode forecast = site.json(kept + ".json").get("forecast");

        for (String number : List.of("p_reaches_level", "accuracy", "emergence", "crossing", "voices", "planned_run"))
            assertThat(cockpit.at("/forecast/" + number)).as(number).isEqualTo(forecast.get(number));
        assertThat(cockpit.get("chart")).isEqualTo(site.json(kept + ".json").at("/cockpit/chart"));
        assertThat(page)
                .contains(
                        "A run of 34B parameters on 2T tokens reaches an accuracy of 0.500 with probability "
                                + DisplayNumbers.percent(
                                        forecast.get("p_reaches_level").asDouble()),
                        "value=\"34B\"",
                        "value=\"2T\"",
                        "value=\"0.5\"",
                        "value=\"2000\"",
                        "Numbers of the chart")
                .contains("<b>"
                        + DisplayNumbers.decimal3(
                                forecast.at("/accuracy/median").asDouble()) + "</b>");
        assertThat(site.get(kept).body()).contains("?eval_items=2000&amp;path=own_ratio&amp;params=34000000000");
    }

    @Test
    void theCockpitByItselfIsThatOfTheStudy() throws Exception {
        JsonNode alone = site.json(STUDY + "/cockpit.json" + PLAN);
        String page = site.get(STUDY + "/cockpit" + PLAN).body();

        assertThat(site.dataOf(page)).isEqualTo(alone);
        assertThat(alone.get("cockpit"))
                .isEqualTo(site.json(STUDY + ".json" + PLAN).get("cockpit"));
        assertThat(alone.get("headline"))
                .isEqualTo(site.json(STUDY + ".json" + PLAN).get("headline"));
    }

    @Test
    void costFollowsFromWhatAGpuDoesAndCosts() throws Exception {
        JsonNode cockpit = site.json(
                        STUDY + "/cockpit.json?train_flops=3.6e21&peak_flops_per_second=1e15&utilisation=0.5"
                                + "&price_per_hour=2")
                .get("cockpit");

        assertThat(cockpit.at("/cost/gpu_hours").asDouble()).isCloseTo(2000, withinPercentage(1e-6));
        assertThat(cockpit.at("/cost/money").asDouble()).isCloseTo(4000, withinPercentage(1e-6));
    }

    @Test
    void beforeAnybodyPlansARunStandsThere() throws Exception {
        JsonNode cockpit = site.json(STUDY + ".json").get("cockpit");

        assertThat(cockpit.get("assumed").asBoolean()).isTrue();
        assertThat(cockpit.at("/forecast/extrapolation_factor").asDouble()).isCloseTo(8, withinPercentage(5));
        // as many items as the rows of the study state
        assertThat(cockpit.at("/forecast/planned_run/eval_items").asInt()).isEqualTo(14042);
        assertThat(site.get(STUDY).body()).contains("To begin with: a run of");
    }

    @Test
    void everyModelHasItsPlaceWithinTheChart() throws Exception {
        JsonNode cockpit = site.json(STUDY + ".json" + PLAN).get("cockpit");
        JsonNode points = cockpit.at("/chart/points");
        double first = points.get(0).get("x").asDouble();
        double last = points.get(points.size() - 1).get("x").asDouble();

        assertThat(cockpit.get("marks")).hasSize(10 * 6 + 4);
        for (JsonNode mark : cockpit.get("marks"))
            assertThat(mark.get("x").asDouble()).isBetween(first, last);
        assertThat(cockpit.at("/chart/planned").asDouble()).isCloseTo(6 * 34e9 * 2e12, withinPercentage(0.1));
    }

    @Test
    void aFaultStandsAtItsFieldAndTheAddressIsRefusedToPrograms() throws Exception {
        String query = "?params=thirteen&tokens=1T&utilisation=3";
        var page = site.get(STUDY + query);

        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains("value=\"thirteen\"", "params must be a number such as 13B", "a field is at fault");
        assertThat(site.get(STUDY + ".json" + query).statusCode()).isEqualTo(422);
        assertThat(site.get(STUDY + "/cockpit.json" + query).body()).contains("params must be a number such as 13B");
        assertThat(site.get(STUDY + "/cockpit?level=0.1").body()).contains("level must be above the trivial accuracy");
    }

    @Test
    void theHeadlineIsNeverBetterThanItsWorstCheck() throws Exception {
        JsonNode headline = site.json(STUDY + ".json?params=400B&tokens=20T").get("headline");

        assertThat(headline.get("trust").asText()).isEqualTo("not_reliable");
        assertThat(headline.get("checks"))
                .anySatisfy(check -> {
                    assertThat(check.get("key").asText()).isEqualTo("reach");
                    assertThat(check.get("trust").asText()).isEqualTo("not_reliable");
                })
                .anySatisfy(check -> {
                    assertThat(check.get("key").asText()).isEqualTo("held_out");
                    assertThat(check.get("says").asText()).contains("of 4 held-out models");
                });
        String page = site.get(STUDY + "?params=400B&tokens=20T").body();
        for (JsonNode check : headline.get("checks"))
            assertThat(page).contains(">" + check.get("says").asText() + "</summary><p>");
    }
}
