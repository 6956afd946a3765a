package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file counts and where its losses come from, by the options that all commands on a file share. */
class ConventionCommandTest {

    private static final String NO_LOSS = "src/test/resources/convention/no-loss.csv";
    private static final String NO_FLOPS = "src/test/resources/convention/no-flops.csv";
    private static final String LAW = "besiroglu_2024";

    @TempDir
    private Path folder;

    /** By their arguments: what several tests ask of the same file is computed once. */
    private static final Map<List<String>, Ran> RUNS = new HashMap<>();

    private static Ran run(String command, String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, file));
        arguments.addAll(List.of(more));
        arguments.add("--json");
        Ran ran = RUNS.computeIfAbsent(arguments, asked -> Ran.of(asked.toArray(String[]::new)));
        assertThat(ran.status()).as(ran.err()).isZero();
        return ran;
    }

    private static JsonNode json(Ran ran) throws Exception {
        return Json.mapper().readTree(ran.out());
    }

    @Test
    void thePublishedLawStandsInForEveryCommand() throws Exception {
        JsonNode fit = json(run("fit", NO_LOSS, "--loss-law", LAW));
        assertThat(fit.at("/loss_law/published").asText()).isEqualTo(LAW);
        int rows = fit.get("n_observations").asInt();
        assertThat(rows).isPositive();

        JsonNode forecast = json(run("forecast", NO_LOSS, "--params", "200B", "--tokens", "5T", "--loss-law", LAW));
        assertThat(forecast.get("n_observations").asInt()).isEqualTo(rows);
        JsonNode tornado =
                json(run("forecast", NO_LOSS, "--params", "200B", "--tokens", "5T", "--loss-law", LAW, "--tornado"));
        assertThat(tornado.at("/law/base/p_exceeds_trivial")).isEqualTo(forecast.at("/law_forecast/p_exceeds_trivial"));
        assertThat(tornado.get("bars").findValuesAsText("key")).contains("last_checkpoint");

        JsonNode compared = json(run("compare", NO_LOSS, "--loss-law", LAW));
        assertThat(compared.at("/law/predicted")).isEqualTo(fit.at("/emergence/loss_nats"));
        assertThat(compared.get("checkpoints")).isNotEmpty();

        JsonNode backtest = json(run("backtest", NO_LOSS, "--loss-law", LAW));
        JsonNode last = backtest.get("trials").get(backtest.get("trials").size() - 1);
        assertThat(last.get("observations").asInt()).isEqualTo(rows);
        assertThat(last.at("/said/0/abstention").isNull()).isTrue();
        assertThat(backtest.at("/ablations/0/loss_nats")).isEqualTo(fit.at("/emergence/loss_nats"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fit", "compare", "backtest"})
    void everyCommandSaysHowItCounted(String command) {
        assertThat(run(command, NO_FLOPS, "--flops-per-param-token", "12").err())
                .contains("12 x params x tokens is used");
        assertThat(run(command, NO_FLOPS).err()).contains("6 x params x tokens is used");
    }

    @Test
    void aBacktestCountsAsItIsTold() throws Exception {
        JsonNode usual = json(run("backtest", NO_FLOPS));
        JsonNode twice = json(run("backtest", NO_FLOPS, "--flops-per-param-token", "12"));

        for (int i = 0; i < usual.get("trials").size(); i++)
            assertThat(twice.get("trials").get(i).get("train_flops").asDouble())
                    .isEqualTo(2 * usual.get("trials").get(i).get("train_flops").asDouble());
        JsonNode compared = json(run("compare", NO_FLOPS, "--flops-per-param-token", "12"));
        assertThat(compared.at("/checkpoints/0/train_flops").asDouble()).isEqualTo(12 * 1.3e10 * 1e12);
    }

    /** Ten sizes without losses: few-shot rows that rise, finetuned ones that rise earlier, the last two held out. */
    private String withoutLosses() throws IOException {
        StringBuilder csv = new StringBuilder(
                "task,family,model,params,tokens,train_flops,regime,examples,seed,accuracy,n_eval,split,brier\n");
        for (int i = 0; i < 10; i++)
            for (int examples : new int[] {5, 100, 1_000}) {
                double rise = Math.max(0, i - (examples == 5 ? 4 : examples == 100 ? 3 : 2));
                double params = 1e8 * Math.pow(2, i);
                csv.append(String.format(
                        Locale.ROOT,
                        "quiz,f,m%d,%.6e,%.6e,%.6e,%s,%d,0,%.3f,1000,%s,%.4f%n",
                        i,
                        params,
                        20 * params,
                        120 * params * params,
                        examples == 5 ? "few_shot" : "finetuned",
                        examples,
                        0.25 + 0.05 * rise,
                        i > 7 ? "held_out" : "fit",
                        0.75 - 0.05 * i));
            }
        Files.writeString(
                folder.resolve("manifest.json"),
                "[{\"id\": \"here/quiz\", \"source\": \"here\", \"file\": \"rows.csv\", \"task\": \"quiz\", \"family\": \"f\","
                        + " \"trivial\": 0.25, \"shots\": 5, \"loss_kind\": \"published\", \"event\": true,"
                        + " \"finetuned\": true, \"note\": \"\"}]");
        return Files.writeString(folder.resolve("rows.csv"), csv).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    fit                | --trivial-accuracy 0.25 --shots 5                             | /emergence/loss_nats/mle
                    forecast           | --trivial-accuracy 0.25 --shots 5 --params 200B --tokens 4T   | /planned_run/pretrain_loss_nats/median
                    compare            | --trivial-accuracy 0.25 --shots 5                             | /checkpoints/0/pretrain_loss_nats
                    backtest           | --trivial-accuracy 0.25 --shots 5                             | /trials/0/least_loss_nats
                    loss               | --params 200B --tokens 4T                                     | /loss_nats/median
                    metrics mirage     | --trivial-accuracy 0.25                                       | /0/mirage/contests/0/elbow_nats
                    metrics toy        | --trivial-accuracy 0.25 --scale pretrain_loss_nats            | /0/curve/points/0/scale
                    metrics surrogate  | --trivial-accuracy 0.25 --shots 5                             | /trials/0/rows/0/pretrain_loss_nats
                    benchmark          |                                                               | /targets/0/doublings
                    """)
    void aFileWithoutLossesIsPlacedByThePublishedLaw(String command, String options, String loss) throws Exception {
        String file = withoutLosses();
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add(command.equals("benchmark") ? folder.toString() : file);
        if (options != null) arguments.addAll(List.of(options.split(" ")));
        arguments.addAll(List.of("--json", "--loss-law", LAW));
        Ran ran = Ran.of(arguments.toArray(String[]::new));

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(json(ran).at(loss).isNumber()).as(loss + " of " + ran.out()).isTrue();
        assertThat(ran.out() + ran.err()).contains(LAW);
    }

    @Test
    void aLockKeepsWhereTheLossesComeFrom() throws Exception {
        List<String> lock = List.of(
                ("--params 200B --tokens 5T --lock --study own --deadline 2099-06-30 --seen nothing_run --assumptions same"
                                + " --database " + folder.resolve("studies.db"))
                        .split(" "));
        List<String> named = new ArrayList<>(lock);
        named.addAll(List.of("--loss-law", LAW));
        JsonNode entry = json(run("forecast", NO_LOSS, named.toArray(String[]::new)));
        JsonNode forecast = json(run("forecast", NO_LOSS, "--params", "200B", "--tokens", "5T", "--loss-law", LAW));

        assertThat(entry.at("/lock/forecast_numbers/planned_run/pretrain_loss_nats"))
                .isEqualTo(forecast.at("/planned_run/pretrain_loss_nats"));
        named.add(0, NO_LOSS);
        named.add(0, "forecast");
        Ran again = Ran.of(named.toArray(String[]::new));
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("study own exists", "leave loss_law out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"score", "resolution"})
    void whatNeedsAnOrderOnlyTakesTheSameOptions(String command) throws Exception {
        Ran ran = Ran.of("metrics", command, withoutLosses(), "--trivial-accuracy", "0.25", "--loss-law", LAW);

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("the published law " + LAW);
    }

    @Test
    void aBenchmarkWithoutLossesSaysWhatToDo() throws Exception {
        withoutLosses();
        Ran ran = Ran.of("benchmark", folder.toString());

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("pretrain_loss_nats must be stated by every hidden model", "--loss-law");
    }

    @Test
    void aPublishedLawThatNobodyKnowsIsRefused() {
        Ran ran = Ran.of("backtest", NO_LOSS, "--loss-law", "nobody_1999");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("loss_law must be one of hoffmann");
    }
}
