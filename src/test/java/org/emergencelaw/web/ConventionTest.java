package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.format.Json;
import org.emergencelaw.law.ParamTokenLaw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.workspace.ForecastLedger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a study counts, and where its losses come from, holds wherever the study is looked at. Two pairs of studies over HTTP:
 *
 * <ul>
 *   <li>{@code borrowed} has no losses and names a published law; {@code written} is the same with the losses of that law in its rows.
 *   <li>{@code twelve} states no compute and counts 12 FLOPs per param and token; {@code six} has the same rows and counts as is
 *       usual. What is said in nats does not depend on it, and every compute is twice as much.
 * </ul>
 */
class ConventionTest {

    private static final String LAW = "besiroglu_2024";
    private static final Percentage EXACT = Percentage.withPercentage(1e-9);
    private static final Offset<Double> NEARLY = within(2e-3);

    @TempDir
    static Path directory;

    static RunningService service;

    /** Warnings of the import, by study. */
    private static final Map<String, String> IMPORTED = new HashMap<>();

    /** Ids of the forecasts, by study. */
    private static final Map<String, String> FORECAST = new HashMap<>();

    @BeforeAll
    static void makeStudies() throws IOException {
        service = RunningService.in(directory);
        study(
                "borrowed",
                ", \"loss_law\": \"" + LAW + "\"",
                text("no-loss"),
                "\"params\": \"200B\", \"tokens\": \"5T\"");
        study("written", "", withLosses(), "\"params\": \"200B\", \"tokens\": \"5T\"");
        study(
                "twelve",
                ", \"flops_per_param_token\": 12",
                text("no-flops"),
                "\"params\": \"50B\", \"tokens\": \"1.6T\"");
        study("six", "", text("no-flops"), "\"params\": \"50B\", \"tokens\": \"1.6T\"");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String text(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/convention/" + name + ".csv"));
    }

    private static String withLosses() throws IOException {
        ParamTokenLaw law = PublishedLossLaws.read(Path.of("configs/loss-laws.yaml"))
                .require(LAW)
                .law();
        List<String> lines = text("no-loss").lines().toList();
        List<String> names = Arrays.asList(lines.get(0).split(","));
        return lines.get(0) + "\n"
                + lines.stream()
                        .skip(1)
                        .map(line -> {
                            String[] cells = line.split(",", -1);
                            RunSize size = new RunSize(
                                    Double.parseDouble(cells[names.indexOf("params")]),
                                    Double.parseDouble(cells[names.indexOf("tokens")]),
                                    Double.parseDouble(cells[names.indexOf("train_flops")]));
                            cells[names.indexOf("pretrain_loss_nats")] = Double.toString(law.lossNats(size));
                            return String.join(",", cells);
                        })
                        .collect(Collectors.joining("\n"));
    }

    private static void study(String id, String convention, String csv, String plan) {
        created(service.postJson(
                "/api/v1/studies",
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"" + convention + "}"));
        IMPORTED.put(
                id,
                created(service.postCsv("/api/v1/studies/" + id + "/observations", csv))
                        .at("/warnings")
                        .toString());
        String fit = created(service.postJson("/api/v1/studies/" + id + "/fits", "{}"))
                .get("id")
                .asText();
        FORECAST.put(
                id,
                created(service.postJson("/api/v1/fits/" + fit + "/forecasts", "{" + plan + "}"))
                        .get("id")
                        .asText());
    }

    private static JsonNode created(RunningService.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(201, 202);
        return answer.json();
    }

    private static JsonNode json(String path) {
        RunningService.Answer answer = service.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode forecast(String study) {
        return json("/api/v1/forecasts/" + FORECAST.get(study));
    }

    private static JsonNode backtest(String study) {
        String id = created(service.postJson("/api/v1/studies/" + study + "/backtests", "{}"))
                .get("id")
                .asText();
        JsonNode ended = Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> json("/api/v1/jobs/" + id),
                        job -> !List.of("queued", "running")
                                .contains(job.get("state").asText()));
        assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("done");
        return ended.get("result");
    }

    private static JsonNode next(String study) {
        return json("/studies/" + study + "/plans.json").at("/next/candidates");
    }

    private static JsonNode methods(String study) {
        RunningService.Answer begun = service.postJson("/api/v1/studies/" + study + "/methods", "");
        return service.ended(begun.header("Location")).get("methods");
    }

    private static JsonNode tornado(String study) {
        return json("/api/v1/forecasts/" + FORECAST.get(study) + "/tornado");
    }

    private static JsonNode lock(String study) {
        return created(service.postJson("/api/v1/forecasts/" + FORECAST.get(study) + "/lock", LedgerSite.TERMS))
                .get("lock");
    }

    /** The values of a field, one an item; null as a missing node has it. */
    private static List<JsonNode> all(JsonNode items, String pointer) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.at(pointer))
                .toList();
    }

    private static void assertTwice(List<JsonNode> twelve, List<JsonNode> six) {
        assertThat(twelve).hasSameSizeAs(six).isNotEmpty();
        for (int i = 0; i < six.size(); i++) {
            assertThat(twelve.get(i).isNumber()).isEqualTo(six.get(i).isNumber());
            if (six.get(i).isNumber())
                assertThat(twelve.get(i).asDouble())
                        .isCloseTo(2 * six.get(i).asDouble(), Percentage.withPercentage(0.5));
        }
    }

    private static void assertNearly(List<JsonNode> ones, List<JsonNode> others) {
        assertThat(ones).hasSameSizeAs(others).isNotEmpty();
        for (int i = 0; i < ones.size(); i++) {
            assertThat(ones.get(i).isNumber()).isEqualTo(others.get(i).isNumber());
            if (ones.get(i).isNumber())
                assertThat(ones.get(i).asDouble()).isCloseTo(others.get(i).asDouble(), NEARLY);
        }
    }

    @Test
    void thePagesOfAStudyShowTheLossesOfItsPublishedLaw() {
        JsonNode borrowed = json("/studies/borrowed.json"), written = json("/studies/written.json");

        assertThat(borrowed.at("/fit/loss_law/published").asText()).isEqualTo(LAW);
        assertThat(borrowed.at("/fit/n_observations")).isEqualTo(written.at("/fit/n_observations"));
        assertThat(borrowed.at("/fit/emergence/loss_nats")).isEqualTo(written.at("/fit/emergence/loss_nats"));
        // 1.8172 + 482.01 N^-0.3478 + 2085.43 T^-0.3658 of the smallest checkpoint
        assertThat(borrowed.at("/cockpit/marks/0/point/pretrain_loss_nats").asDouble())
                .isCloseTo(1.8172 + 482.01 * Math.pow(1.3e9, -0.3478) + 2085.43 * Math.pow(1.3e10, -0.3658), EXACT);
        assertThat(all(borrowed.at("/cockpit/marks"), "/point")).isEqualTo(all(written.at("/cockpit/marks"), "/point"));
        assertThat(borrowed.get("curves")).isEqualTo(written.get("curves"));
        assertThat(all(next("borrowed"), "/key")).containsExactlyInAnyOrderElementsOf(all(next("written"), "/key"));
        // the combined forecast places models by the published law itself, and of losses that are written by a fitted
        // one
        for (String same : List.of("/model", "/pretrain_loss_nats", "/observed", "/wilson90", "/by_law"))
            assertThat(all(json("/studies/borrowed/compare.json").at("/comparison/checkpoints"), same))
                    .as(same)
                    .isNotEmpty()
                    .isEqualTo(all(json("/studies/written/compare.json").at("/comparison/checkpoints"), same));
        assertThat(json("/studies/borrowed/diagnostics.json").get("diagnostics"))
                .isEqualTo(json("/studies/written/diagnostics.json").get("diagnostics"));
        assertThat(all(json("/studies/borrowed/metrics.json").at("/series/points"), "/checkpoint"))
                .isEqualTo(all(json("/studies/written/metrics.json").at("/series/points"), "/checkpoint"));
    }

    @Test
    void everyMethodFitsTheRowsOfThePublishedLaw() {
        JsonNode borrowed = methods("borrowed");
        JsonNode written = methods("written");

        assertThat(borrowed).hasSize(6);
        for (String same : List.of("/method", "/fit/n_observations", "/fit/verdict", "/fit/emergence/loss_nats"))
            assertThat(all(borrowed, same)).as(same).isEqualTo(all(written, same));
        assertThat(all(borrowed, "/fit/loss_law/published"))
                .allMatch(name -> name.asText().equals(LAW));
    }

    @Test
    void forecastTornadoAndPlansOfThePublishedLawAgree() {
        JsonNode forecast = forecast("borrowed");
        JsonNode tornado = tornado("borrowed");
        JsonNode written = tornado("written");

        assertThat(tornado.at("/law/base/p_exceeds_trivial")).isEqualTo(forecast.at("/law_forecast/p_exceeds_trivial"));
        // a published law is a point: its irreducible loss is not varied
        assertThat(keys(tornado.at("/bars"))).contains("last_checkpoint");
        TreeSet<String> more = keys(written.at("/law/bars"));
        more.remove("irreducible_loss");
        assertThat(keys(tornado.at("/law/bars"))).isEqualTo(more);

        RunningService.Answer plans = service.postJson(
                "/api/v1/fits/" + forecast.get("fit_id").asText() + "/plans",
                "{\"plans\": [{\"params\": \"200B\", \"tokens\": \"5T\"}]}");
        assertThat(plans.json().at("/plans/0/p_exceeds_trivial"))
                .as(plans.body())
                .isEqualTo(forecast.get("p_exceeds_trivial"));
    }

    private static TreeSet<String> keys(JsonNode items) {
        return all(items, "/key").stream().map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void rivalsOfALockSeeThePublishedLaw() {
        JsonNode borrowed = lock("borrowed"), written = lock("written");

        assertThat(abstaining(borrowed.get("rivals"))).isEqualTo(abstaining(written.get("rivals")));
        assertThat(abstaining(borrowed.get("rivals"))).doesNotContain("emergence_law", "free_few_shot_slope");
        // made by the same options and seed, so it says the same
        assertThat(borrowed.at("/rivals/0/key").asText()).isEqualTo("combined_forecast");
        assertThat(borrowed.at("/rivals/0/probability")).isEqualTo(borrowed.at("/forecast/probability"));
        assertThat(borrowed.at("/rivals/0/emergence_loss_nats"))
                .isEqualTo(borrowed.at("/forecast/emergence_loss_nats"));
        for (String rival : List.of("elbow_line", "crossing_line", "few_shot_relu", "largest_model_seen"))
            assertThat(of(borrowed, rival).get("emergence_loss_nats"))
                    .as(rival)
                    .isEqualTo(of(written, rival).get("emergence_loss_nats"));
        // a grid of probabilities around the loss that the law expects of the run
        assertThat(borrowed.at("/run/pretrain_loss_nats/median").asDouble())
                .isCloseTo(1.8172 + 482.01 * Math.pow(2e11, -0.3478) + 2085.43 * Math.pow(5e12, -0.3658), EXACT);
    }

    private static TreeSet<String> abstaining(JsonNode rivals) {
        TreeSet<String> keys = new TreeSet<>();
        for (JsonNode rival : rivals)
            if (!rival.get("abstention").isNull()) keys.add(rival.get("key").asText());
        return keys;
    }

    private static JsonNode of(JsonNode lock, String rival) {
        for (JsonNode one : lock.get("rivals")) if (one.get("key").asText().equals(rival)) return one;
        throw new AssertionError("no rival " + rival);
    }

    /** A lock is never changed, so its page has to say what is wrong with it. */
    @Test
    void locksOfTheVersionThatHidConventionsFromRivalsSaySo() throws Exception {
        locked("0.1.0", "borrowed", "old-borrowed");
        locked("0.1.0", "twelve", "old-twelve");
        locked("0.1.0", "six", "old-six");
        locked("0.2.0", "borrowed", "new-borrowed");

        assertThat(json("/ledger/old-borrowed.json").get("rivals_caveat").asText())
                .startsWith("Version 0.1.0 did not show its rivals the losses of the published law besiroglu_2024");
        assertThat(service.get("/ledger/old-borrowed").body())
                .contains("did not show its rivals the losses of the published law besiroglu_2024");
        assertThat(json("/ledger/old-twelve.json").get("rivals_caveat").asText())
                .startsWith("Version 0.1.0 counted the compute of its rivals as 6 N T, where the study counts 12 N T.");
        for (String fine : List.of("old-six", "new-borrowed")) {
            assertThat(json("/ledger/" + fine + ".json").has("rivals_caveat"))
                    .as(fine)
                    .isFalse();
            assertThat(service.get("/ledger/" + fine).body()).doesNotContain("no measure of the forecast");
            assertThat(console(fine)).doesNotContain("no measure of the forecast");
        }
        assertThat(console("old-twelve")).contains("Version 0.1.0 counted the compute of its rivals as 6 N T");
        assertThat(json("/api/v1/ledger/old-borrowed").get("rivals_caveat"))
                .isEqualTo(json("/ledger/old-borrowed.json").get("rivals_caveat"));
    }

    /** What {@code ledger show} prints of it. */
    private static String console(String id) throws Exception {
        return LedgerText.of(Json.mapper().treeToValue(json("/ledger/" + id + ".json"), ForecastLedger.Entry.class));
    }

    /** Writes a lock of a study into the ledger as this version would have written it. */
    private static void locked(String version, String study, String id) {
        String forecast = created(service.postJson(
                        "/api/v1/fits/" + forecast(study).get("fit_id").asText() + "/forecasts",
                        "{\"params\": \"60B\", \"tokens\": \"2T\"}"))
                .get("id")
                .asText();
        ObjectNode lock =
                (ObjectNode) created(service.postJson("/api/v1/forecasts/" + forecast + "/lock", LedgerSite.TERMS))
                        .get("lock");
        lock.put("version", version);
        service.database()
                .ledger()
                .append(LedgerEntry.Kind.LOCK, id, RunningService.NOW, Optional.empty(), lock, Optional.empty());
    }

    @Test
    void aBacktestReplaysTheRowsOfThePublishedLaw() {
        JsonNode borrowed = backtest("borrowed"), written = backtest("written");

        for (String same : List.of("/train_flops", "/least_loss_nats", "/checkpoints", "/observations"))
            assertThat(all(borrowed.get("trials"), same)).as(same).isEqualTo(all(written.get("trials"), same));
        for (int i = 0; i < borrowed.get("trials").size(); i++)
            assertThat(all(borrowed.get("trials").get(i).get("said"), "/abstention"))
                    .isEqualTo(all(written.get("trials").get(i).get("said"), "/abstention"));
        assertThat(all(borrowed.get("outcomes"), "/truth")).isEqualTo(all(written.get("outcomes"), "/truth"));
        for (String same : List.of("/key", "/observations", "/verdict", "/loss_nats"))
            assertThat(all(borrowed.get("ablations"), same)).as(same).isEqualTo(all(written.get("ablations"), same));
    }

    @Test
    void everyComputeOfAStudyIsCountedAsItCounts() {
        JsonNode twelve = json("/studies/twelve.json"), six = json("/studies/six.json");

        assertThat(IMPORTED.get("twelve"))
                .contains("12 x params x tokens is used")
                .doesNotContain("6 x params");
        assertThat(IMPORTED.get("six")).contains("6 x params x tokens is used");
        assertThat(twelve.at("/cockpit/marks/0/point/train_flops").asDouble()).isCloseTo(12 * 1.3e9 * 1.3e10, EXACT);
        assertTwice(
                all(twelve.at("/cockpit/marks"), "/point/train_flops"),
                all(six.at("/cockpit/marks"), "/point/train_flops"));
        assertTwice(
                all(json("/studies/twelve/compare.json").at("/comparison/checkpoints"), "/train_flops"),
                all(json("/studies/six/compare.json").at("/comparison/checkpoints"), "/train_flops"));
        assertTwice(
                all(methods("twelve"), "/fit/emergence/train_flops/median"),
                all(methods("six"), "/fit/emergence/train_flops/median"));
        assertNearly(all(next("twelve"), "/expected_width_nats"), all(next("six"), "/expected_width_nats"));
    }

    @Test
    void forecastTornadoAndPlansCountAsTheStudyDoes() {
        JsonNode twelve = forecast("twelve"), six = forecast("six");

        assertThat(twelve.at("/planned_run/train_flops").asDouble()).isCloseTo(12 * 50e9 * 1.6e12, EXACT);
        assertNearly(List.of(twelve.get("p_exceeds_trivial")), List.of(six.get("p_exceeds_trivial")));
        assertThat(twelve.get("extrapolation_factor").asDouble())
                .isCloseTo(six.get("extrapolation_factor").asDouble(), EXACT);
        JsonNode bars = tornado("twelve").at("/bars");
        JsonNode usual = tornado("six").at("/bars");
        assertThat(keys(bars)).isEqualTo(keys(usual));
        List<JsonNode> flops = new ArrayList<>(), usualFlops = new ArrayList<>();
        for (String key : keys(bars)) {
            flops.addAll(all(bar(bars, key).get("cases"), "/emergence_flops"));
            usualFlops.addAll(all(bar(usual, key).get("cases"), "/emergence_flops"));
        }
        assertTwice(flops, usualFlops);
        RunningService.Answer plans = service.postCsv(
                "/api/v1/fits/" + twelve.get("fit_id").asText() + "/plans?p=0.5", "params,tokens\n50B,1.6T\n");
        assertThat(plans.body()).contains("9.600000e+23");
    }

    private static JsonNode bar(JsonNode bars, String key) {
        for (JsonNode bar : bars) if (bar.get("key").asText().equals(key)) return bar;
        throw new AssertionError("no bar " + key);
    }

    @Test
    void rivalsOfALockCountAsTheStudyDoes() {
        JsonNode twelve = lock("twelve"), six = lock("six");

        assertThat(twelve.at("/run/flops_per_param_token").asDouble()).isEqualTo(12);
        assertThat(twelve.at("/rivals/0/probability")).isEqualTo(twelve.at("/forecast/probability"));
        assertThat(abstaining(twelve.get("rivals"))).isEqualTo(abstaining(six.get("rivals")));
        assertNearly(all(twelve.get("rivals"), "/probability"), all(six.get("rivals"), "/probability"));
        assertNearly(all(twelve.get("rivals"), "/accuracy/median"), all(six.get("rivals"), "/accuracy/median"));
        assertNearly(
                all(twelve.get("rivals"), "/emergence_loss_nats/median"),
                all(six.get("rivals"), "/emergence_loss_nats/median"));
    }

    @Test
    void aBacktestCountsAsTheStudyDoes() {
        JsonNode twelve = backtest("twelve"), six = backtest("six");

        assertTwice(all(twelve.get("trials"), "/train_flops"), all(six.get("trials"), "/train_flops"));
        assertTwice(
                all(twelve.get("outcomes"), "/truth/earliest_flops"),
                all(six.get("outcomes"), "/truth/earliest_flops"));
        assertThat(all(twelve.get("sizes"), "/params")).isEqualTo(all(six.get("sizes"), "/params"));
        assertTwice(all(twelve.get("sizes"), "/train_flops"), all(six.get("sizes"), "/train_flops"));
        for (int i = 0; i < six.get("trials").size(); i++)
            assertNearly(
                    medians(twelve.get("trials").get(i)),
                    medians(six.get("trials").get(i)));
    }

    private static List<JsonNode> medians(JsonNode trial) {
        List<JsonNode> medians = new ArrayList<>();
        for (JsonNode said : trial.get("said")) {
            medians.addAll(all(said.get("scores"), "/median_nats"));
            medians.addAll(all(said.get("scores"), "/doublings"));
        }
        return medians;
    }
}
