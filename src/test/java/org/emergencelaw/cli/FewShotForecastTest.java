package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies of which only few-shot accuracies are known: with losses or without, with shots or without, by console and API. */
class FewShotForecastTest {

    private static final String HEADER =
            "task,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval,split\n";
    private static final List<String> MODELS = List.of(
            "own,a,100M,2B,3.31,few_shot,SHOTS,0.25,1000,fit",
            "own,b,200M,4B,2.96,few_shot,SHOTS,0.255,1000,fit",
            "own,c,400M,8B,2.70,few_shot,SHOTS,0.25,1000,fit",
            "own,d,800M,16B,2.50,few_shot,SHOTS,0.27,1000,fit",
            "own,e,1.6B,32B,2.35,few_shot,SHOTS,0.33,1000,fit",
            "own,f,3.2B,64B,2.24,few_shot,SHOTS,0.41,1000,fit");

    @TempDir
    Path directory;

    private static String rows(int models, int shots) {
        return HEADER + String.join("\n", MODELS.subList(0, models)).replace("SHOTS", Integer.toString(shots)) + "\n";
    }

    private static String withoutLosses(String rows) {
        return rows.replaceAll("(?m)^(own,.,[^,]*,[^,]*),[^,]*", "$1,");
    }

    private Ran run(String command, String rows, int shots, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("rows.csv"), rows);
        String[] usual = {command, file.toString(), "--trivial-accuracy", "0.25", "--shots", Integer.toString(shots)};
        String[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return Ran.of(all);
    }

    private JsonNode forecast(String rows, int shots, String... more) throws IOException {
        String[] all = Arrays.copyOf(more, more.length + 1);
        all[more.length] = "--json";
        Ran ran = run("forecast", rows, shots, all);
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.mapper().readTree(ran.out());
    }

    @Test
    void aForecastHasEveryFieldOfTheContract() throws IOException {
        JsonNode forecast = forecast(rows(6, 5), 5, "--params", "6.4B", "--tokens", "128B");

        assertThat(forecast.get("verdict").asText()).isEqualTo("no_finetuning");
        assertThat(forecast.get("basis").asText()).isEqualTo("few_shot");
        assertThat(forecast.get("level").asDouble()).isEqualTo(0.4);
        assertThat(forecast.get("p_reaches_level").asDouble()).isBetween(0.6, 1.0);
        assertThat(forecast.get("p_exceeds_trivial").asDouble()).isBetween(0.9, 1.0);
        assertThat(forecast.get("p_never").asDouble()).isBetween(0.0, 0.1);
        assertThat(forecast.at("/accuracy/q05").asDouble())
                .isLessThan(forecast.at("/accuracy/median").asDouble());
        for (String when : List.of("emergence", "crossing"))
            for (String unit : List.of("loss_nats", "train_flops", "doublings"))
                assertThat(forecast.at("/" + when + "/" + unit + "/median").isNumber())
                        .as(when + " " + unit)
                        .isTrue();
        assertThat(forecast.at("/planned_run/pretrain_loss_nats/median").asDouble())
                .isBetween(2.0, 2.24);
        assertThat(forecast.at("/planned_run/doublings").asDouble()).isCloseTo(2, within(0.5));
        assertThat(forecast.get("law_forecast").isNull()).isTrue();
        assertThat(forecast.at("/record/kind").asText()).isEqualTo("few_shot");
        assertThat(forecast.at("/record/horizon").asText()).isEqualTo("2 to 4");
        assertThat(forecast.at("/record/held").asInt())
                .isBetween(1, forecast.at("/record/of").asInt());
        assertThat(forecast.get("reason").isNull()).isTrue();
        assertThat(forecast.get("claim").asText())
                .startsWith("The run reaches the named level, 0.400 on own, with probability ")
                .contains("This rests on the few-shot accuracies of 6 checkpoints alone.");
    }

    @Test
    void theVoicesAddUpToTheForecast() throws IOException {
        JsonNode forecast = forecast(rows(6, 5), 5, "--params", "6.4B", "--tokens", "128B");

        double weights = 0, reaches = 0;
        for (JsonNode voice : forecast.get("voices")) {
            weights += voice.get("weight").asDouble();
            reaches += voice.get("weight").asDouble()
                    * voice.get("p_reaches_level").asDouble();
            assertThat(voice.at("/accuracy/median").isNumber()).isTrue();
            assertThat(voice.at("/crossing/median").isNumber()).isTrue();
        }
        assertThat(forecast.get("voices").findValuesAsText("key"))
                .containsExactly("hinge", "line", "logistic", "hinge_in_loss", "line_in_loss", "logistic_in_loss");
        assertThat(weights).isCloseTo(1, within(1e-12));
        assertThat(reaches).isCloseTo(forecast.get("p_reaches_level").asDouble(), within(1e-9));
    }

    @Test
    void zeroShotRowsAndRowsWithoutLossesAreNotRefused() throws IOException {
        JsonNode fewShot = forecast(rows(6, 5), 5, "--loss", "2.1"), zero = forecast(rows(6, 0), 0, "--loss", "2.1");
        assertThat(zero.get("p_reaches_level")).isEqualTo(fewShot.get("p_reaches_level"));

        JsonNode noLoss = forecast(withoutLosses(rows(6, 5)), 5, "--params", "6.4B", "--tokens", "128B");
        assertThat(noLoss.get("basis").asText()).isEqualTo("few_shot");
        assertThat(noLoss.at("/planned_run/doublings").asDouble()).isCloseTo(2, within(1e-9));
        assertThat(noLoss.at("/crossing/loss_nats/median").isNull()).isTrue();
        assertThat(noLoss.at("/crossing/train_flops/median").isNumber()).isTrue();
        assertThat(noLoss.get("warnings").findValuesAsText("code")).contains("doublings_by_compute");
        Ran byLoss = run("forecast", withoutLosses(rows(6, 5)), 5, "--loss", "2.1");
        assertThat(byLoss.status()).isEqualTo(2);
        assertThat(byLoss.err()).contains("give params and tokens, or train_flops");
    }

    @ParameterizedTest
    @CsvSource({"1,reference", "2,reference", "3,few_shot"})
    void withFewCheckpointsItSaysWhatItRestsOn(int models, String basis) throws IOException {
        JsonNode forecast = forecast(rows(models, 5), 5, "--params", "800M", "--tokens", "16B");

        assertThat(forecast.get("basis").asText()).isEqualTo(basis);
        assertThat(forecast.at("/accuracy/q95").asDouble()
                        - forecast.at("/accuracy/q05").asDouble())
                .isGreaterThan(0.03);
    }

    @Test
    void withoutAnyCheckpointAtTheShotsThereIsNone() throws IOException {
        JsonNode forecast = forecast(rows(6, 3), 5, "--loss", "2.1");

        assertThat(forecast.get("reason").asText()).startsWith("No visible row is few-shot with 5 shots");
        assertThat(forecast.get("claim").asText()).startsWith("No forecast: ");
        assertThat(forecast.get("p_reaches_level").isNull()).isTrue();
    }

    @Test
    void aHigherLevelIsReachedLaterAndLessLikely() throws IOException {
        JsonNode usual = forecast(rows(6, 5), 5, "--loss", "2.1");
        JsonNode high = forecast(rows(6, 5), 5, "--loss", "2.1", "--level", "0.7");

        assertThat(high.get("level").asDouble()).isEqualTo(0.7);
        assertThat(high.get("p_reaches_level").asDouble())
                .isLessThan(usual.get("p_reaches_level").asDouble());
        assertThat(high.at("/crossing/doublings/median").asDouble())
                .isGreaterThan(usual.at("/crossing/doublings/median").asDouble());
        Ran low = run("forecast", rows(6, 5), 5, "--loss", "2.1", "--level", "0.2");
        assertThat(low.status()).isEqualTo(2);
        assertThat(low.err()).contains("level must be above the trivial accuracy, 0.25, and at most 1, was 0.2");
    }

    @Test
    void guessingIsNoNewsWhereEveryVisibleModelBeatsItOrOneRightAnswerSuffices() throws IOException {
        String all = rows(6, 5).replaceAll(",0\\.2[57]5?,1000", ",0.300,1000");
        assertThat(forecast(rows(6, 5), 5, "--loss", "2.1").get("claim").asText())
                .contains("It beats guessing");
        assertThat(forecast(all, 5, "--loss", "2.1").get("claim").asText()).doesNotContain("guessing");
        assertThat(forecast(all, 5, "--loss", "2.1").get("exceeding_is_news").asBoolean())
                .isFalse();
        Path file = Files.writeString(directory.resolve("zero.csv"), rows(6, 5));
        assertThat(Ran.of("forecast", file.toString(), "--trivial-accuracy", "0", "--shots", "5", "--loss", "2.1")
                        .out())
                .doesNotContain("It beats guessing");
    }

    @Test
    void plansComeOutWithTheirLevelAndBasis() throws IOException {
        Path plans = Files.writeString(
                directory.resolve("plans.csv"), "name,pretrain_loss_nats,eval_items\nt0,2.1,1000\nt1,2.0,1000\n");
        Ran ran = run("forecast", rows(6, 5), 5, "--plans", plans.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        List<String> lines = ran.out().lines().toList();
        assertThat(lines.get(0)).endsWith(",level,p_reaches_level,basis");
        assertThat(lines.get(1)).startsWith("t0,").endsWith(",few_shot");
        assertThat(ran.err()).contains("of reaching the named level");
    }

    @Test
    void aListOfOnePlanSaysWhatAForecastSays() throws IOException {
        Path plans = Files.writeString(directory.resolve("plans.csv"), "name,pretrain_loss_nats\nt0,2.1\n");
        String[] options = {"--eval-items", "7", "--level", "0.5", "--path", "tokens_per_param"};
        Ran alone = run("forecast", rows(6, 5), 5, with(options, "--loss", "2.1", "--json"));
        Ran list = run("forecast", rows(6, 5), 5, with(options, "--plans", plans.toString(), "--json"));

        assertThat(alone.status()).as(alone.err()).isZero();
        assertThat(list.status()).as(list.err()).isZero();
        JsonNode forecast = Json.mapper().readTree(alone.out()),
                table = Json.mapper().readTree(list.out());
        assertThat(table.get("verdict")).isEqualTo(forecast.get("verdict"));
        JsonNode row = table.at("/plans/0");
        row.fieldNames().forEachRemaining(field -> {
            if (forecast.has(field)) assertThat(row.get(field)).as(field).isEqualTo(forecast.get(field));
        });
        assertThat(row.findValuesAsText("code")).contains("few_eval_items");
        assertThat(list.err()).contains("warning: few_eval_items: The run is to be evaluated on 7 items");
        assertThat(run("forecast", rows(6, 5), 5, with(options, "--plans", plans.toString()))
                        .out())
                .contains(",p_past_elbow,p_exceeds_trivial,")
                .doesNotContain("few_eval_items");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void rowsThatComputePlacesAreNotSaidToStayOut() throws IOException {
        Ran ran = run("fit", withoutLosses(rows(6, 5)), 5, "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("placed_by_compute").doesNotContain("loss_missing", "stay out");
    }

    @Test
    void theApiSaysTheSame() throws IOException {
        try (RunningService service = RunningService.in(directory)) {
            service.postJson(
                    "/api/v1/studies",
                    "{\"id\": \"own\", \"name\": \"own\", \"task\": \"own\", \"trivial_accuracy\": 0.25, \"shots\": 0}");
            service.postCsv("/api/v1/studies/own/observations", rows(6, 0));
            RunningService.Answer fit = service.postJson("/api/v1/studies/own/fits", "{}");
            assertThat(fit.json().get("verdict").asText()).isEqualTo("no_finetuning");
            JsonNode made = service.postJson(
                            fit.header("Location") + "/forecasts", "{\"pretrain_loss_nats\": 2.1, \"level\": 0.5}")
                    .json();
            JsonNode byConsole = forecast(rows(6, 0), 0, "--loss", "2.1", "--level", "0.5");

            for (String field : List.of("level", "p_reaches_level", "basis", "voices", "crossing", "accuracy"))
                assertThat(made.get(field)).as(field).isEqualTo(byConsole.get(field));
            String id = made.get("id").asText();
            assertThat(service.get("/forecasts/" + id).status()).isEqualTo(200);
            assertThat(service.get("/studies/own").status()).isEqualTo(200);
            assertThat(service.get("/studies/own/plans").status()).isEqualTo(200);
        }
    }
}
