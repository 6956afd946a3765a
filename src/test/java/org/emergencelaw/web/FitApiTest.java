package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.StudyApiTest.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits, forecasts and comparisons over HTTP, on the synthetic study whose truth is known. */
class FitApiTest {

    private static final String STUDY = "/api/v1/studies/synthetic";

    @TempDir
    static Path directory;

    static RunningService service;
    /** A fit by the default method. */
    static JsonNode fit;

    static String fitPath = "";

    @BeforeAll
    static void fitOnce() throws IOException {
        service = RunningService.in(directory);
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"synthetic\", \"name\": \"n\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}");
        service.postCsv(STUDY + "/observations", Files.readString(Path.of("data/synthetic/observations.csv")));
        RunningService.Answer made = service.post(STUDY + "/fits", "application/json", "");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        fit = made.json();
        fitPath = made.header("Location");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aFitHasWhatTheContractPromises() {
        for (String field : new String[] {
            "/id",
            "/study_id",
            "/created_at",
            "/task",
            "/n_observations",
            "/law/name",
            "/law/k",
            "/law/alpha",
            "/law/c",
            "/law/slope",
            "/law/floor",
            "/law/few_shot_shift",
            "/emergence/loss_nats/mle",
            "/emergence/loss_nats/median",
            "/emergence/loss_nats/q05",
            "/emergence/loss_nats/q10",
            "/emergence/loss_nats/q25",
            "/emergence/loss_nats/q75",
            "/emergence/loss_nats/q90",
            "/emergence/loss_nats/q95",
            "/emergence/train_flops/median",
            "/verdict",
            "/summary",
            "/warnings",
            "/diagnostics",
            "/input_sha256",
            "/seed",
            "/version"
        }) assertThat(fit.at(field).isMissingNode()).as(field).isFalse();
        assertThat(fit.get("n_observations").asInt()).isEqualTo(110);
        assertThat(fit.get("verdict").asText()).isEqualTo("identified");
        assertThat(fit.at("/law/name").asText()).isEqualTo("log_power");
        // truth.json: 1.8374 nats
        assertThat(fit.at("/emergence/loss_nats/q05").asDouble()).isLessThan(1.8374);
        assertThat(fit.at("/emergence/loss_nats/q95").asDouble()).isGreaterThan(1.8374);
    }

    @Test
    void aFitIsKept() {
        assertThat(service.get(fitPath).json()).isEqualTo(fit);
        RunningService.Answer draws = service.get(fitPath + "/draws.csv");
        assertThat(draws.header("Content-Type")).startsWith("text/csv");
        assertThat(draws.body()).startsWith("k,alpha,c,slope,floor,few_shot_shift,run_noise,emergence_loss_nats,");
        assertThat(draws.body().lines())
                .hasSize(1 + fit.at("/diagnostics/trusted_draws").asInt());
    }

    @Test
    void drawsAreWholeRows() {
        String[] lines = service.get(fitPath + "/draws.csv").body().split("\n");
        String[] first = lines[1].split(",");
        assertThat(first).hasSameSizeAs(lines[0].split(","));
        double emergence = Double.parseDouble(first[7]);
        assertThat(emergence).isBetween(1.7, 2.0);
    }

    @Test
    void optionsOfAFitAreObeyed() {
        JsonNode other = service.postJson(
                        STUDY + "/fits",
                        "{\"law\": \"power\", \"method\": \"mle\", \"few_shot_shift\": false, \"seed\": 7}")
                .json();
        assertThat(other.at("/law/name").asText()).isEqualTo("power");
        assertThat(other.at("/law/beta").isNumber()).isTrue();
        assertThat(other.at("/law/alpha").isNull()).isTrue();
        assertThat(other.at("/law/few_shot_shift").asDouble()).isZero();
        assertThat(other.get("seed").asLong()).isEqualTo(7);
        assertThat(other.at("/emergence/loss_nats/median").isNull()).isTrue();
        assertThat(other.at("/emergence/loss_nats/reason").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'law': 'cubic'}          | 400 | law must be one of log_power, power",
                "{'law': 0}                | 400 | law",
                "{'method': 'LUCK'}        | 400 | method",
                "{'seed': 1.5}             | 400 | seed must be a whole number",
                "{'few_shot_shift': 'yes'} | 400 | few_shot_shift must be true or false",
                "{'sed': 1}                | 400 | there is no field sed",
                "{                         | 400 | end-of-input",
            })
    void aBadFitRequestIsRefused(String body, int status, String said) {
        JsonNode problem = problem(service.postJson(STUDY + "/fits", body.replace('\'', '"')), status);
        assertThat(problem.get("detail").asText().toLowerCase()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'params': '13B', 'tokens': '1T'}",
                "{'params': 13e9, 'tokens': 1e12}",
                "{'params': 13000000000, 'tokens': '1e12'}",
                "{'train_flops': 7.8e22}",
                "{'train_flops': '7.8e22', 'eval_items': 1000}",
            })
    void aPlannedRunIsForecast(String plan) {
        RunningService.Answer made = service.postJson(fitPath + "/forecasts", plan.replace('\'', '"'));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonNode forecast = made.json();
        for (String field : new String[] {
            "/id",
            "/fit_id",
            "/task",
            "/emergence/loss_nats/median",
            "/verdict",
            "/planned_run/params",
            "/planned_run/tokens",
            "/planned_run/train_flops",
            "/planned_run/pretrain_loss_nats/median",
            "/planned_run/pretrain_loss_nats/q05",
            "/planned_run/pretrain_loss_nats/q95",
            "/p_past_elbow",
            "/p_exceeds_trivial",
            "/accuracy/median",
            "/accuracy/q05",
            "/accuracy/q95",
            "/extrapolation_factor"
        }) assertThat(forecast.at(field).isMissingNode()).as(field).isFalse();
        assertThat(forecast.at("/planned_run/train_flops").asDouble()).isEqualTo(7.8e22);
        assertThat(forecast.get("p_past_elbow").asDouble()).isBetween(0.0, 1.0);
        assertThat(forecast.get("extrapolation_factor").asDouble()).isBetween(1.9, 2.0);
        // a name stands once: strict readers refuse it otherwise
        assertThat(made.body().split("\"warnings\":", -1)).hasSize(2);
        assertThat(service.get(made.header("Location")).json()).isEqualTo(forecast);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                     | 422 | params and tokens",
                "{'params': '13B'}                                      | 422 | params and tokens",
                "{'params': 'many', 'tokens': '1T'}                     | 422 | params must be a number",
                "{'params': '13B', 'tokens': '-1'}                      | 422 | tokens must be positive",
                "{'params': 0, 'tokens': 1e12}                          | 422 | params must be positive",
                "{'train_flops': 'NaN'}                                 | 422 | train_flops must be a number",
                "{'train_flops': '1e400'}                               | 422 | train_flops must be a number",
                "{'train_flops': 1e400}                                 | 422 | train_flops must be a number",
                "{'train_flops': Infinity}                              | 400 | Infinity",
                "{'params': 1e300, 'tokens': 1e300}                     | 422 | train_flops must be positive and finite",
                "{'pretrain_loss_nats': -1}                             | 422 | pretrain_loss_nats must be positive",
                "{'train_flops': 7.8e22, 'eval_items': 0}               | 422 | eval_items must be",
                "{'train_flops': 7.8e22, 'eval_items': '1000'}          | 400 | eval_items must be a whole number",
                "{'train_flops': true}                                  | 422 | train_flops must be a number",
                "{'train_flops': ['7.8e22']}                            | 400 | train_flops must be text or a number",
                "{'flops': 7.8e22}                                      | 400 | there is no field flops; fields are eval_items, level, params",
            })
    void aBadPlanIsRefused(String plan, int status, String said) {
        JsonNode problem = problem(service.postJson(fitPath + "/forecasts", plan.replace('\'', '"')), status);
        assertThat(problem.get("detail").asText()).contains(said);
    }

    @Test
    void predictionsAreComparedWithHeldOutModels() {
        JsonNode comparison = service.get(fitPath + "/comparison").json();
        assertThat(comparison.get("fit_id")).isEqualTo(fit.get("id"));
        assertThat(comparison.get("checkpoints")).hasSize(4);
        for (String field : new String[] {
            "model", "pretrain_loss_nats", "train_flops", "observed", "items", "wilson90", "predicted", "within"
        }) assertThat(comparison.at("/checkpoints/0").has(field)).as(field).isTrue();
        assertThat(comparison.at("/seen/loss_nats").asDouble()).isBetween(1.8, 1.9);
        assertThat(Math.abs(comparison.get("error_nats").asDouble())).isLessThan(0.1);
    }

    @Test
    void aFitOfNothingSaysSo() {
        service.postJson("/api/v1/studies", "{\"id\": \"empty\", \"name\": \"e\", \"task\": \"mmlu\"}");
        JsonNode empty = service.post("/api/v1/studies/empty/fits", "application/json", "")
                .json();
        assertThat(empty.get("verdict").asText()).isEqualTo("not_identified");
        assertThat(empty.at("/warnings/0/code").asText()).isEqualTo("no_observations");
        assertThat(empty.at("/emergence/loss_nats/median").isNull()).isTrue();
        String path = "/api/v1/fits/" + empty.get("id").asText();
        assertThat(service.get(path + "/draws.csv").status()).isEqualTo(200);
        assertThat(service.get(path + "/comparison").status()).isEqualTo(200);
        JsonNode forecast =
                service.postJson(path + "/forecasts", "{\"train_flops\": 1e22}").json();
        assertThat(forecast.get("p_past_elbow").isNull()).isTrue();
        assertThat(forecast.get("reason").asText()).isNotBlank();
    }

    /** Its draws have no loss law to keep. */
    @Test
    void aStudyWithoutComputeIsFitAndKept() throws IOException {
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"no-compute\", \"name\": \"n\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}");
        String rows = Files.readString(Path.of("data/synthetic/observations.csv"))
                .replaceFirst(",params,tokens,train_flops,", ",")
                .replaceAll("(?m)^(synthetic_four_choice,synthetic,[^,]*,)[^,]*,[^,]*,[^,]*,", "$1");
        RunningService.Answer saved = service.postCsv("/api/v1/studies/no-compute/observations", rows);
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        RunningService.Answer made = service.postJson("/api/v1/studies/no-compute/fits", "{}");
        String path = made.header("Location");
        assertThat(service.get(path).json()).isEqualTo(made.json());
        assertThat(made.json().at("/emergence/train_flops/median").isNull()).isTrue();
        assertThat(made.json().at("/emergence/train_flops/reason").asText()).contains("compute");
        assertThat(service.get(path + "/draws.csv").body().lines().findFirst().orElseThrow())
                .endsWith("emergence_loss_nats");
        JsonNode forecast = service.postJson(path + "/forecasts", "{\"pretrain_loss_nats\": 1.7}")
                .json();
        assertThat(forecast.at("/law_forecast/p_past_elbow").asDouble()).isGreaterThan(0.9);
        // without compute the combined forecast has the losses' own spread for a scale, and is less sure
        assertThat(forecast.get("p_past_elbow").asDouble()).isBetween(0.7, 0.95);
        assertThat(forecast.get("warnings").findValuesAsText("code")).contains("doublings_by_loss_spread");
        assertThat(problem(service.postJson(path + "/forecasts", "{\"train_flops\": 1e23}"), 422)
                        .get("detail")
                        .asText())
                .contains("pretrain_loss_nats");
    }

    /** A point is no interval: what is left is the noise of the run and of its items. */
    @Test
    void aForecastFromThePointAloneSaysSo() {
        String path = service.postJson(STUDY + "/fits", "{\"method\": \"mle\"}").header("Location");
        JsonNode forecast = service.postJson(path + "/forecasts", "{\"train_flops\": 7.8e22}")
                .json();
        assertThat(forecast.at("/accuracy/q95").asDouble())
                .isGreaterThan(forecast.at("/accuracy/q05").asDouble() + 0.01);
        assertThat(forecast.get("warnings").toString()).contains("point_law");
    }

    /** Steps from nothing to all, whose slope is open upwards: a problem that carries the estimate, and nothing is kept. */
    @Tag("slow")
    @Test
    void anUnconvergedChainIsAProblemWithItsEstimate() throws IOException {
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"steps\", \"name\": \"s\", \"task\": \"simulated\","
                        + " \"trivial_accuracy\": 0.2, \"shots\": 2, \"family\": \"simulated\"}");
        String rows = Files.readString(Path.of("src/test/resources/chains/unconverged.csv"));
        RunningService.Answer saved = service.postCsv("/api/v1/studies/steps/observations", rows);
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);

        JsonNode problem = problem(service.postJson("/api/v1/studies/steps/fits", "{\"method\": \"mcmc\"}"), 422);

        assertThat(problem.get("type").asText()).isEqualTo("unconverged_chain");
        assertThat(problem.get("detail").asText()).contains("did not converge", "R-hat");
        assertThat(problem.at("/estimate/method").asText()).isEqualTo("mcmc");
        assertThat(problem.at("/estimate/emergence/loss_nats/mle").isNumber()).isTrue();
        assertThat(problem.at("/estimate/diagnostics/sampling/chain/0/r_hat").asDouble())
                .isGreaterThan(1.01);
        RunningService.Answer page = service.post(
                "/studies/steps/fits",
                "application/x-www-form-urlencoded",
                "law=log_power&method=mcmc&seed=1&few_shot_shift=on");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("The chain did not converge", "Convergence of the chain");
        // the study still has its default fit
        assertThat(service.get("/studies/steps.json").json().at("/fit/method").asText())
                .isEqualTo("posterior");
    }

    @Test
    void aFitIsDiagnosed() {
        RunningService.Answer answer = service.get(fitPath + "/diagnostics");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode report = answer.json();
        assertThat(report.get("fit_id")).isEqualTo(fit.get("id"));
        assertThat(report.get("residuals")).hasSize(110);
        assertThat(report.at("/check/statistics")).hasSizeGreaterThan(4);
        assertThat(report.at("/profile/low").asDouble()).isBetween(1.80, 1.84);
        assertThat(report.at("/beliefs/0/parameter").asText()).isEqualTo("emergence_loss_nats");
        assertThat(report.at("/pairs/points")).hasSize(400);
        assertThat(report.at("/influence/0/unit").asText()).isEqualTo("checkpoint");
        assertThat(service.get(fitPath + "/diagnostics").body()).isEqualTo(answer.body());
        problem(service.get("/api/v1/fits/nothing/diagnostics"), 404);
    }

    /** An old fit answers for the rows it saw, or not at all. */
    @Test
    void aFitOfOtherRowsMakesNoForecast() throws IOException {
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"grown\", \"name\": \"g\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}");
        String rows = Files.readString(Path.of("data/synthetic/observations.csv"));
        int last = rows.lastIndexOf('\n', rows.length() - 2) + 1;
        service.postCsv("/api/v1/studies/grown/observations", rows.substring(0, last));
        String path = service.postJson("/api/v1/studies/grown/fits", "{\"method\": \"mle\"}")
                .header("Location");
        RunningService.Answer before = service.postJson(path + "/forecasts", "{\"train_flops\": 1e23}");
        assertThat(before.status()).isEqualTo(201);
        service.postCsv(
                "/api/v1/studies/grown/observations", rows.substring(0, rows.indexOf('\n') + 1) + rows.substring(last));

        assertThat(problem(service.postJson(path + "/forecasts", "{\"train_flops\": 1e23}"), 409)
                        .get("detail")
                        .asText())
                .contains("rows of study grown have changed", "fit again");
        problem(service.get(path + "/comparison"), 409);
        problem(service.get(path + "/diagnostics"), 409);
        // what was forecast stays
        assertThat(service.get(before.header("Location")).json()).isEqualTo(before.json());
    }

    /** Percentiles and the distribution function, whatever the method; a point has none and says why. */
    @ParameterizedTest
    @ValueSource(strings = {"posterior", "mcmc", "bootstrap", "bootstrap_groups", "bootstrap_residuals"})
    void everyMethodHasTheSameShape(String method) {
        RunningService.Answer made = service.postJson(STUDY + "/fits", "{\"method\": \"" + method + "\"}");
        JsonNode loss = made.json().at("/emergence/loss_nats"),
                cdf = made.json().at("/emergence/loss_nats_cdf");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(cdf).hasSize(39);
        for (String[] point : new String[][] {
            {"1", "q05"}, {"3", "q10"}, {"9", "q25"}, {"19", "median"}, {"29", "q75"}, {"35", "q90"}, {"37", "q95"}
        }) {
            JsonNode at = cdf.get(Integer.parseInt(point[0]));
            assertThat(at.get("loss_nats")).as(point[1]).isEqualTo(loss.get(point[1]));
        }
        assertThat(cdf.get(19).get("probability").asDouble()).isEqualTo(0.5);
        assertThat(service.get(made.header("Location")).json()).isEqualTo(made.json());
        JsonNode sampling = made.json().at("/diagnostics/sampling");
        assertThat(sampling.isNull()).isEqualTo(method.startsWith("bootstrap"));
        if (method.equals("mcmc"))
            assertThat(sampling.at("/chain/0/r_hat").asDouble()).isBetween(0.99, 1.01);
    }

    @Test
    void aDeletedStudyTakesItsFitsAlong() {
        service.postJson("/api/v1/studies", "{\"id\": \"gone\", \"name\": \"g\", \"task\": \"mmlu\"}");
        String path = service.post("/api/v1/studies/gone/fits", "application/json", "")
                .header("Location");
        assertThat(service.get(path).status()).isEqualTo(200);
        assertThat(service.delete("/api/v1/studies/gone").status()).isEqualTo(204);
        problem(service.get(path), 404);
    }
}
