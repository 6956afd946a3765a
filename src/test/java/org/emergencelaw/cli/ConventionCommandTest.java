package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file counts and where its losses come from, by the options that all commands on a file share. */
class ConventionCommandTest {

    private static final String NO_LOSS = "src/test/resources/convention/no-loss.csv";
    private static final String NO_FLOPS = "src/test/resources/convention/no-flops.csv";
    private static final String LAW = "besiroglu_2024";

    private static Ran run(String command, String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, file));
        arguments.addAll(List.of(more));
        arguments.add("--json");
        Ran ran = Ran.of(arguments.toArray(String[]::new));
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

    @Test
    void aPublishedLawThatNobodyKnowsIsRefused() {
        Ran ran = Ran.of("backtest", NO_LOSS, "--loss-law", "nobody_1999");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("loss_law must be one of hoffmann");
    }
}
