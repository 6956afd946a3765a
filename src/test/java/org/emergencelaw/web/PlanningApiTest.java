package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.loss.LossForecast;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.Json;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths, lists of plans, tornado, next measurement, two families and published loss laws over HTTP and on pages. */
class PlanningApiTest {

    @TempDir
    static Path directory;

    static RunningService service;
    static String fit = "";

    @BeforeAll
    static void fitOnce() throws IOException {
        service = RunningService.in(directory);
        create("synthetic", "");
        service.postCsv("/api/v1/studies/synthetic/observations", rows());
        fit = service.post("/api/v1/studies/synthetic/fits", "application/json", "")
                .header("Location");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static RunningService.Answer create(String id, String more) {
        return service.postJson(
                "/api/v1/studies",
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"" + more + "}");
    }

    private static String rows() throws IOException {
        return Files.readString(Path.of("data/synthetic/observations.csv"));
    }

    /** The rows without their losses. */
    private static String rowsWithoutLoss() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("data/synthetic/observations.csv"));
        int loss = Arrays.asList(lines.get(0).split(",")).indexOf("pretrain_loss_nats");
        return lines.get(0) + "\n"
                + lines.stream()
                        .skip(1)
                        .map(line -> {
                            String[] cells = line.split(",", -1);
                            cells[loss] = "";
                            return String.join(",", cells);
                        })
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void aForecastNamesItsPathAndHasATornado() {
        JsonNode forecast = service.postJson(
                        fit + "/forecasts", "{\"params\": \"34B\", \"train_flops\": \"3.06e23\", \"path\": \"params\"}")
                .json();

        assertThat(forecast.at("/planned_run/tokens").asDouble()).isEqualTo(1.5e12);
        assertThat(forecast.at("/emergence_on_path/path/kind").asText()).isEqualTo("params");
        assertThat(forecast.at("/emergence_on_path/along").asText()).isEqualTo("34B parameters, trained longer");
        assertThat(forecast.at("/loss_law/form").asText()).isEqualTo("chinchilla");
        String id = forecast.get("id").asText();
        JsonNode tornado = service.get("/api/v1/forecasts/" + id + "/tornado").json();
        assertThat(tornado.at("/bars")).hasSize(8);
        assertThat(tornado.at("/base/p_reaches_level")).isEqualTo(forecast.get("p_reaches_level"));
        assertThat(tornado.at("/law/bars")).hasSize(7);
        assertThat(tornado.at("/law/base/p_exceeds_trivial")).isEqualTo(forecast.at("/law_forecast/p_exceeds_trivial"));
        assertThat(service.get("/forecasts/" + id + "/tornado").body())
                .contains("Which assumption matters most to this forecast?")
                .contains("D₀ = 50, ten times the shots");
    }

    @Test
    void anUnknownPathIsRefused() {
        RunningService.Answer refused =
                service.postJson(fit + "/forecasts", "{\"train_flops\": \"1e23\", \"path\": \"sideways\"}");
        assertThat(refused.status()).isBetween(400, 422);
        assertThat(refused.body()).contains("path").contains("own_ratio");
    }

    @Test
    void plansGoInAndComeOutAsCsv() {
        RunningService.Answer answer =
                service.post(fit + "/plans?p=0.5", "text/csv", "name,params,tokens\n,13B|70B,2T\nbig,200B,4T\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .startsWith("name,params,tokens,train_flops,")
                .endsWith(",enough,cheapest,level,p_reaches_level,basis");
        assertThat(lines.get(3)).startsWith("big,2.000000e+11,4.000000e+12,4.800000e+24,");
        assertThat(lines.stream().filter(line -> line.contains(",true,true,0.400000,") && line.endsWith(",law")))
                .hasSize(1);
    }

    @Test
    void plansAsJsonAndFaultyOnes() {
        JsonNode table = service.postJson(
                        fit + "/plans", "{\"plans\": [{\"params\": \"7B\", \"tokens\": \"1T\"}], \"p\": 0.9}")
                .json();
        assertThat(table.at("/wanted").asDouble()).isEqualTo(0.9);
        assertThat(table.at("/cheapest").isNull()).isTrue();
        assertThat(table.at("/answer").asText()).startsWith("None of the plans has");

        RunningService.Answer faulty = service.post(fit + "/plans", "text/csv", "params,tokens\n1B,many\n2B,1,1\n");
        assertThat(faulty.status()).isEqualTo(422);
        assertThat(faulty.body()).contains("line 2: tokens must be a number").contains("line 3: a row must have 2");
        assertThat(service.post(fit + "/plans?p=2", "text/csv", "params,tokens\n1B,1T\n")
                        .body())
                .contains("p must be above 0 and below 1, was 2.0");
        assertThat(service.post(fit + "/plans", "text/plain", "x").status()).isEqualTo(415);
    }

    @Test
    void theNextMeasurementStandsBesideThePlans() {
        JsonNode next = service.get(fit + "/next-measurement").json();
        assertThat(next.at("/candidates").size()).isGreaterThanOrEqualTo(4);
        assertThat(service.get("/studies/synthetic/plans").body())
                .contains("What to measure next")
                .contains(next.at("/candidates/0/what").asText());
        // the page of the study leads there, and its report has it
        assertThat(service.get("/studies/synthetic").body())
                .contains("What to measure next", "/studies/synthetic/plans#next")
                .doesNotContain(next.at("/answer").asText());
        assertThat(service.get("/studies/synthetic/report.html").body())
                .contains(next.at("/answer").asText());
    }

    @Test
    void theLossOfARunByItself() throws IOException {
        String plan = "?params=70B&tokens=1.4T";
        JsonNode loss = service.get("/api/v1/studies/synthetic/loss" + plan).json();
        LossForecast direct = LossForecast.of(
                TidyCsv.read("data/synthetic/observations.csv").stream()
                        .filter(row -> row.split() == Split.FIT)
                        .map(Observation::checkpoint)
                        .toList(),
                LossSource.DEFAULT,
                new RunSize(70e9, 1.4e12, 6 * 70e9 * 1.4e12),
                1);

        assertThat(loss).isEqualTo(Json.mapper().readTree(Json.write(direct)));
        double median = loss.at("/loss_nats/median").asDouble();
        assertThat(median)
                .isBetween(
                        loss.at("/loss_nats/q05").asDouble(),
                        loss.at("/loss_nats/q95").asDouble());
        assertThat(service.get("/studies/synthetic/loss.json" + plan).json().get("loss"))
                .isEqualTo(loss);
        assertThat(service.get("/studies/synthetic/loss" + plan).body())
                .contains("is expected to have a pretraining loss of", "value=\"70B\"");
        assertThat(service.get("/studies/synthetic/forecasts").body()).contains("/studies/synthetic/loss");
        assertThat(service.get("/studies/synthetic/loss").body()).doesNotContain("is expected to have");
    }

    @Test
    void whatIsWrongWithALossIsNamed() throws IOException {
        RunningService.Answer half = service.get("/api/v1/studies/synthetic/loss?params=70B");
        assertThat(half.status()).isEqualTo(422);
        assertThat(half.body()).contains("a planned run needs params and tokens, or train_flops");
        RunningService.Answer odd = service.get("/studies/synthetic/loss?params=many&tokens=1T");
        assertThat(odd.status()).isEqualTo(422);
        assertThat(odd.body()).contains("params must be a number", "value=\"many\"");
        assertThat(service.get("/api/v1/studies/nobody/loss?train_flops=1e22").status())
                .isEqualTo(404);
        create("lossless", "");
        service.postCsv("/api/v1/studies/lossless/observations", rowsWithoutLoss());
        assertThat(service.get("/api/v1/studies/lossless/loss?train_flops=1e22").body())
                .contains("a loss law needs at least two checkpoints");
    }

    @Test
    void twoFamiliesOfOneTask() throws IOException {
        create("twin", "");
        service.postCsv("/api/v1/studies/twin/observations", rows());
        JsonNode race = service.get("/api/v1/studies/synthetic/against/twin").json();

        assertThat(race.at("/in_loss/p_a").asDouble()).isBetween(0.49, 0.51);
        assertThat(service.get("/studies/synthetic/against/twin").body()).contains("Two families, one task");
        assertThat(service.get("/studies/synthetic/plans").body()).contains("/studies/synthetic/against/twin");
        assertThat(service.get("/api/v1/studies/synthetic/against/nobody").status())
                .isEqualTo(404);
    }

    @Test
    void aStudyWithoutLossesMayNameAPublishedLawAndThenAlwaysSaysSo() throws IOException {
        RunningService.Answer created = create("borrowed", ", \"loss_law\": \"besiroglu_2024\"");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        service.postCsv("/api/v1/studies/borrowed/observations", rowsWithoutLoss());
        JsonNode fitted = service.post("/api/v1/studies/borrowed/fits", "application/json", "")
                .json();

        assertThat(fitted.at("/loss_law/published").asText()).isEqualTo("besiroglu_2024");
        assertThat(fitted.at("/warnings/0/code").asText()).isEqualTo("published_loss_law");
        JsonNode forecast = service.postJson(
                        "/api/v1/fits/" + fitted.get("id").asText() + "/forecasts", "{\"train_flops\": \"1e23\"}")
                .json();
        assertThat(forecast.at("/claim").asText())
                .contains("Losses are those of the published law besiroglu_2024, not measured.");
        assertThat(service.get("/studies/borrowed").body()).contains("published_loss_law");
        assertThat(service.get("/forecasts/" + forecast.get("id").asText()).body())
                .contains("not measured");
    }

    @Test
    void conventionsOfAStudyAreCheckedAndUsed() throws IOException {
        assertThat(create("x", ", \"loss_law\": \"nobody_1999\"").body()).contains("loss_law must be one of hoffmann");
        assertThat(create("x", ", \"loss_law\": \"kaplan_2020\", \"param_count\": \"embedding\"")
                        .body())
                .contains("param_count must be that of the loss law kaplan_2020, non_embedding, was embedding");
        assertThat(create("x", ", \"flops_per_param_token\": 0").body())
                .contains("flops_per_param_token must be from 1 to 100");

        create("eight", ", \"flops_per_param_token\": 8");
        service.postCsv("/api/v1/studies/eight/observations", rows());
        JsonNode fitted = service.post("/api/v1/studies/eight/fits", "application/json", "")
                .json();
        JsonNode forecast = service.postJson(
                        "/api/v1/fits/" + fitted.get("id").asText() + "/forecasts",
                        "{\"params\": \"10B\", \"tokens\": \"1T\"}")
                .json();
        assertThat(forecast.at("/planned_run/train_flops").asDouble()).isEqualTo(8e22);
    }
}
