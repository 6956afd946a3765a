package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.format.Json;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code fit}, {@code forecast} and {@code compare}: for people, for programs, and the same as the API. */
class FitCommandTest {

    private static final String SYNTHETIC = "data/synthetic/observations.csv";
    private static final String HEADER = "task,model,pretrain_loss_nats,regime,examples,accuracy,n_eval\n";

    @TempDir
    Path directory;

    private static JsonNode json(Ran ran) throws Exception {
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.mapper().readTree(ran.out());
    }

    private static JsonNode without(JsonNode node, String... fields) {
        ObjectNode copy = node.deepCopy();
        for (String field : fields) copy.remove(field);
        return copy;
    }

    @Test
    void theVerdictComesFirst() {
        Ran ran = Ran.of("fit", SYNTHETIC, "--method", "mle");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("weakly identified: ");
        assertThat(ran.out()).contains("Point of emergence", "1.846", "slope", "110 rows", "Next: ");
        assertThat(ran.err()).isEmpty();

        Ran next = Ran.of("forecast", SYNTHETIC, "--next");
        assertThat(Ran.of("fit", SYNTHETIC).out().lines().skip(1).findFirst())
                .isEqualTo(next.out().lines().findFirst());
    }

    @ParameterizedTest
    @EnumSource(EmergenceLawForm.class)
    void everyFormOfTheLawIsOfferedAndPrinted(EmergenceLawForm form) {
        assertThat(Ran.of("fit", "--help").out().replaceAll("\\s+", " "))
                .containsPattern("--law.*\\b" + form.key() + "\\b");

        Ran ran = Ran.of("fit", SYNTHETIC, "--method", "mle", "--law", form.key());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Emergence law by least squares, " + form.formula() + ": C ", ", " + form.parameter() + " ");
    }

    /** The estimate goes to stderr: nothing may take it for an answer. */
    @Test
    void anUnconvergedChainIsAFaultWithItsEstimate() throws Exception {
        String[] fit = {
            "fit",
            "src/test/resources/chains/unconverged.csv",
            "--trivial-accuracy",
            "0.2",
            "--shots",
            "2",
            "--method",
            "mcmc"
        };
        Ran ran = Ran.of(fit);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("did not converge in 16,384 steps", "bulk ESS", "emergence_loss_nats");

        String[] asJson = java.util.Arrays.copyOf(fit, fit.length + 1);
        asJson[fit.length] = "--json";
        JsonNode problem = Json.mapper().readTree(Ran.of(asJson).err());
        assertThat(problem.get("type").asText()).isEqualTo("unconverged_chain");
        assertThat(problem.at("/estimate/emergence/loss_nats/mle").isNumber()).isTrue();
    }

    @Test
    void everyMethodPrintsPercentilesAndTheDistribution() {
        Ran ran = Ran.of("fit", SYNTHETIC, "--method", "mcmc", "--cdf");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("5%", "95%", "R-hat", "autocorrelation time", "probability", "0.975");
        assertThat(ran.out().lines().filter(line -> line.matches("[0-9.]+ +0\\.[0-9]{3}")))
                .hasSize(39);
    }

    @Test
    void aForecastStartsWithTheAnswer() {
        Ran ran = Ran.of("forecast", SYNTHETIC, "--method", "mle", "--params", "13B", "--tokens", "1T");
        assertThat(ran.out())
                .startsWith(
                        "The law is weakly identified by these data; the run reaches the named level, 0.400 on synthetic_four_choice, with probability ");
        assertThat(ran.out())
                .contains(
                        "7.8 × 10²²",
                        "P(past the elbow)",
                        "P(exceeds trivial accuracy)",
                        "1.95×",
                        "point_law",
                        "Next: ");
    }

    @Test
    void aPlanMayBeComputeOrLoss() throws Exception {
        JsonNode compute = json(Ran.of("forecast", SYNTHETIC, "--method", "mle", "--json", "--train-flops", "8.4e23"));
        assertThat(compute.at("/planned_run/train_flops").asDouble()).isEqualTo(8.4e23);
        JsonNode loss = json(Ran.of("forecast", SYNTHETIC, "--method", "mle", "--json", "--loss", "1.7"));
        assertThat(loss.at("/planned_run/train_flops").isNull()).isTrue();
        assertThat(loss.at("/law_forecast/p_past_elbow").asDouble()).isEqualTo(1);
        assertThat(Ran.of("forecast", SYNTHETIC, "--method", "mle", "--loss", "1.7")
                        .out())
                .contains("above 99%");
    }

    @Test
    void aComparisonStartsWithWhatWasSeen() {
        Ran ran = Ran.of("compare", SYNTHETIC, "--method", "mle");
        assertThat(ran.out()).startsWith("The few-shot elbow was observed at 1.85");
        assertThat(ran.out()).contains("sim-70b", "Held out", "covered");
    }

    /** The contract's fields, and what the API says of the same rows. */
    @Test
    void jsonIsTheSameAsTheApis() throws Exception {
        JsonNode fit = json(Ran.of("fit", SYNTHETIC, "--json", "--law", "power", "--seed", "3"));
        JsonNode forecast = json(Ran.of(
                "forecast", SYNTHETIC, "--json", "--law", "power", "--seed", "3", "--params", "13B", "--tokens", "1T"));
        JsonNode comparison = json(Ran.of("compare", SYNTHETIC, "--json", "--law", "power", "--seed", "3"));
        try (RunningService service = RunningService.in(directory)) {
            String study = "/api/v1/studies/s";
            service.postJson(
                    "/api/v1/studies",
                    "{\"id\": \"s\", \"name\": \"n\", \"task\": \"synthetic_four_choice\", \"family\": \"synthetic\"}");
            service.postCsv(study + "/observations", Files.readString(Path.of(SYNTHETIC)));
            RunningService.Answer made = service.postJson(study + "/fits", "{\"law\": \"power\", \"seed\": 3}");
            assertThat(fit).isEqualTo(without(made.json(), "id", "study_id", "created_at"));
            String path = made.header("Location");
            JsonNode there = service.postJson(path + "/forecasts", "{\"params\": \"13B\", \"tokens\": \"1T\"}")
                    .json();
            assertThat(forecast).isEqualTo(without(there, "id", "fit_id", "created_at"));
            assertThat(comparison)
                    .isEqualTo(without(service.get(path + "/comparison").json(), "fit_id"));
        }
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        Ran first = Ran.of("fit", SYNTHETIC, "--json");
        assertThat(first.out()).contains("\"verdict\" : \"identified\"");
        assertThat(Ran.of("fit", SYNTHETIC, "--json")).isEqualTo(first);
        assertThat(Ran.of("fit", SYNTHETIC, "--json", "--seed", "2").out()).isNotEqualTo(first.out());
    }

    @Test
    void aDashReadsStdinWhateverItsForm() throws Exception {
        String csv = Files.readString(Path.of(SYNTHETIC));
        Ran fromFile = Ran.of("fit", SYNTHETIC, "--json", "--method", "mle");
        assertThat(Ran.withInput(csv, "fit", "-", "--json", "--method", "mle")).isEqualTo(fromFile);
        Path database = directory.resolve("x.db");
        assertThat(Ran.of("import", SYNTHETIC, "--study", "s", "--database", database.toString())
                        .status())
                .isZero();
        Ran exported = Ran.of("export", "--study", "s", "--database", database.toString(), "--json");
        assertThat(Ran.withInput("\uFEFF " + exported.out(), "fit", "-", "--json", "--method", "mle"))
                .isEqualTo(fromFile);
    }

    @Test
    void theTrivialAccuracyMustBeKnown() throws Exception {
        Path file = Files.writeString(
                directory.resolve("own.csv"),
                HEADER + "own,m,2.5,few_shot,8,0.25,100\nown,n,2.4,few_shot,8,0.25,100\n");
        Ran unknown = Ran.of("fit", file.toString());
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("trivial accuracy of own is not known", "--trivial-accuracy 0.25");
        Ran shots = Ran.of("fit", file.toString(), "--trivial-accuracy", "0.25");
        assertThat(shots.status()).isEqualTo(2);
        assertThat(shots.err()).contains("--shots 8");
        Ran percent = Ran.of("fit", file.toString(), "--trivial-accuracy", "25", "--shots", "8");
        assertThat(percent.status()).isEqualTo(2);
        assertThat(percent.err()).contains("trivial_accuracy must be from 0 to below 1");
        // a fit that says "cannot tell" is a result, not an error
        Ran fit = Ran.of("fit", file.toString(), "--trivial-accuracy", "0.25", "--shots", "8");
        assertThat(fit.status()).isZero();
        assertThat(fit.out()).startsWith("no finetuning: There is no finetuned row");
    }

    @Test
    void aFileOfSeveralTasksNeedsOne() throws Exception {
        Path file = Files.writeString(
                directory.resolve("two.csv"),
                HEADER + "csqa,m,2.5,few_shot,6,0.2,100\nboolq,m,2.5,few_shot,5,0.6,100\n");
        Ran several = Ran.of("fit", file.toString());
        assertThat(several.status()).isEqualTo(2);
        assertThat(several.err()).contains("boolq, csqa", "--task");
        // by the name or any alias of the catalogue
        for (String name : new String[] {"csqa", "commonsense_qa"}) {
            Ran one = Ran.of("fit", file.toString(), "--task", name, "--json");
            assertThat(one.out()).contains("\"task\" : \"csqa\"", "\"n_observations\" : 1", "\"shots\" : 6");
        }
        Ran none = Ran.of("fit", file.toString(), "--task", "mmlu");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("no row has that task", "boolq, csqa");
    }

    @Test
    void everyFaultyRowIsPrinted() throws Exception {
        String rows = HEADER + "t,m,2.5,few_shot,5,74.2,100\nt,m,-1,zero_shot,5,0.2,100\n";
        Ran ran = Ran.withInput(rows, "fit", "-");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("standard input: 3 errors in 2 rows")
                .contains("line 2, column accuracy: accuracy must be a number from 0 to 1, was \"74.2\";"
                        + " did you mean 0.742?")
                .contains("line 3, column regime:")
                .contains("line 3, column pretrain_loss_nats:");
        JsonNode problem =
                Json.mapper().readTree(Ran.withInput(rows, "fit", "-", "--json").err());
        assertThat(problem.get("errors")).hasSize(3);
        assertThat(problem.at("/errors/0/column").asText()).isEqualTo("accuracy");
    }

    @ParameterizedTest
    @CsvSource({"'',must not be empty", "<html>,looks like HTML", "[,valid JSON", "x y z,first line"})
    void whatIsNoTableIsBadInput(String input, String said) {
        Ran ran = Ran.withInput(input, "fit", "-");
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(said).doesNotContain("\tat ");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        Ran ran = Ran.withInput(HEADER + "t,\u001b[31mred,2.5,few_shot,5,0.2,100\n", "fit", "-");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).doesNotContain("\u001b").contains("\\u001b");
    }

    @Test
    void whatAnImportWouldWarnOfIsSaidOnStderr() {
        Ran ran = Ran.withInput(HEADER.replace(",n_eval", "") + "mmlu,m,2.5,few_shot,5,0.2\n", "fit", "-", "--json");
        assertThat(ran.status()).isZero();
        assertThat(ran.err()).startsWith("warning: n_eval is missing in 1 row");
    }
}
