package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metrics score | resolution | toy | mirage | meta}: for people, for programs, and the same as the API. */
class MetricsCommandTest {

    @TempDir
    Path directory;

    private String file = "";

    /** Exact match of a token law over compute, the strongest two held out, and the Brier score of its tokens. */
    @BeforeEach
    void write() throws Exception {
        StringBuilder csv = new StringBuilder(
                "task,model,family,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval,split,brier\n");
        for (int i = 0; i < 10; i++) {
            double params = 1e8 * Math.pow(2, i), p = Math.exp(-Math.pow(params / 1e9, -0.4));
            csv.append("add,m%d,f,%.0f,1e10,%.4f,few_shot,4,%.3f,1000,%s,%.4f\n"
                    .formatted(
                            i, params, 3.2 - 0.1 * i, Math.pow(p, 3), i > 7 ? "held_out" : "fit", (1 - p) * (1 - p)));
        }
        file = Files.writeString(directory.resolve("rows.csv"), csv).toString();
    }

    private static JsonNode json(Ran ran) throws Exception {
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.mapper().readTree(ran.out());
    }

    @Test
    void scoresOfAccuracyAndOfEveryMeasure() throws Exception {
        JsonNode scores = json(Ran.of("metrics", "score", file, "--json")).at("/0/scores");

        assertThat(scores.findValuesAsText("measure")).containsExactly("accuracy", "brier");
        assertThat(scores.at("/1/smooth").asBoolean()).isTrue();
        assertThat(scores.at("/1/score/rising").asBoolean()).isTrue();
        assertThat(Ran.of("metrics", "score", file).out()).contains("accuracy", "Brier score", "usual step");
    }

    @Test
    void resolutionOfRowsAndOfAPlan() throws Exception {
        Ran rows = Ran.of("metrics", "resolution", file, "--trivial-accuracy", "0.25");
        assertThat(rows.out()).contains("indistinguishable from chance", "above chance", "of 10 readings");
        JsonNode plan = json(Ran.of(
                "metrics",
                "resolution",
                "--trivial-accuracy",
                "0.25",
                "--items",
                "100",
                "--accuracy",
                "0.35",
                "--json"));
        assertThat(plan.at("/resolution/least_right").asInt()).isEqualTo(33);
        assertThat(plan.at("/items_needed").asInt()).isEqualTo(141);
        Ran unknown = Ran.of("metrics", "resolution", file);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("trivial accuracy of add is not known");
    }

    @Test
    void theToyModelBothWays() throws Exception {
        assertThat(Ran.of("metrics", "toy", "--answer-tokens", "5").out()).contains("exact match", "Emergence score");
        JsonNode back = json(Ran.of(
                "metrics",
                "toy",
                file,
                "--trivial-accuracy",
                "0",
                "--answer-tokens",
                "3",
                "--scale",
                "params",
                "--json"));
        assertThat(back.at("/0/curve/whole/law/alpha").asDouble()).isCloseTo(-0.4, within(0.01));
        assertThat(back.at("/0/curve/held_out").size()).isEqualTo(2);
        assertThat(back.at("/0/curve/held_out_error").asDouble()).isLessThan(0.01);
        assertThat(back.at("/0/words").asText()).contains("explains the whole series within binomial noise");
        assertThat(Ran.of("metrics", "toy", "--alpha", "1").err()).contains("alpha must be from -10 to below 0");
    }

    @Test
    void theMirageCheckIsTheSameAsTheApis() throws Exception {
        JsonNode checked = json(Ran.of("metrics", "mirage", file, "--trivial-accuracy", "0", "--json"));
        assertThat(checked.at("/0/mirage/contests").size()).isEqualTo(2);
        assertThat(Ran.of("metrics", "mirage", file, "--trivial-accuracy", "0").out())
                .contains("add, 4 shots: ", "for the smooth law, nats");
        try (RunningService service = RunningService.in(directory)) {
            service.postJson(
                    "/api/v1/studies",
                    "{\"id\": \"s\", \"name\": \"n\", \"task\": \"add\", \"trivial_accuracy\": 0, \"shots\": 4,"
                            + " \"family\": \"f\"}");
            service.postCsv("/api/v1/studies/s/observations", Files.readString(Path.of(file)));
            JsonNode page = service.get("/api/v1/studies/s/metrics").json();
            assertThat(page.get("mirage")).isEqualTo(checked.at("/0/mirage"));
            assertThat(page.at("/series/points/0/measures/brier").isNumber()).isTrue();
            assertThat(page).isEqualTo(service.get("/studies/s/metrics.json").json());
            assertThat(service.get("/studies/s/metrics").body())
                    .contains("Each measure over pretraining loss", "Elbow against smooth law", "brier");
            assertThat(service.get("/studies/s").body()).contains("/studies/s/metrics");
        }
    }

    @Test
    void aStudyWithoutFewShotRowsSaysWhatToSubmit() {
        try (RunningService service = RunningService.in(directory)) {
            service.postJson(
                    "/api/v1/studies",
                    "{\"id\": \"s\", \"name\": \"n\", \"task\": \"add\", \"trivial_accuracy\": 0, \"shots\": 4,"
                            + " \"family\": \"f\"}");
            assertThat(service.get("/studies/s/metrics").body()).contains("No 4-shot row yet");
            assertThat(service.get("/studies/s/metrics.json")
                            .json()
                            .get("mirage")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void theMetaAnalysisIsTheSameAsTheApis() throws Exception {
        String table = "task,metric,family,scale,value\na,m,f,1,0\na,m,f,2,0\na,m,f,3,0\na,m,f,4,1\n";
        JsonNode analysis = json(Ran.withInput(table, "metrics", "meta", "-", "--json"));
        assertThat(analysis.get("high").asInt()).isEqualTo(1);
        Ran faulty = Ran.withInput(table + "a,m,f,5,x\n", "metrics", "meta", "-");
        assertThat(faulty.status()).isEqualTo(2);
        assertThat(faulty.err()).contains("line 6", "value must be a number");
        try (RunningService service = RunningService.in(directory)) {
            assertThat(service.postCsv("/api/v1/meta-analyses", table).json().get("analysis"))
                    .isEqualTo(analysis);
        }
    }

    @Test
    void heldOutAccuraciesArePredictedByTheSurrogateAndByAHinge() throws Exception {
        Ran ran = Ran.of("metrics", "surrogate", file, "--trivial-accuracy", "0", "--shots", "4", "--json");
        JsonNode trials = json(ran).get("trials");
        assertThat(trials.findValuesAsText("rival")).containsExactlyInAnyOrder("few_shot_relu", "smooth_surrogate");
        for (JsonNode trial : trials) {
            assertThat(trial.get("rows").size()).isEqualTo(2);
            assertThat(trial.get("mean_error").asDouble()).isLessThan(0.2);
        }
        Path noneHeldOut = Files.writeString(
                directory.resolve("fit.csv"), Files.readString(Path.of(file)).replace("held_out", "fit"));
        assertThat(Ran.of("metrics", "surrogate", noneHeldOut.toString(), "--trivial-accuracy", "0", "--shots", "4")
                        .err())
                .contains("has split = held_out, so there is nothing to predict");
    }

    @Test
    void aCommandOfMetricsIsWanted() {
        Ran ran = Ran.of("metrics");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("a command of metrics is missing");
    }
}
