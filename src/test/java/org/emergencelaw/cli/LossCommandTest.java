package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses from losses: {@code emergence-law loss}. */
class LossCommandTest {

    @TempDir
    private Path folder;

    /** Epoch AI's refit of the Chinchilla law. */
    private static double loss(double params, double tokens) {
        return 1.8172 + 482.01 / Math.pow(params, 0.3478) + 2085.43 / Math.pow(tokens, 0.3658);
    }

    private String models(double... ratios) throws IOException {
        StringBuilder text = new StringBuilder("family,model,params,tokens,pretrain_loss_nats\n");
        for (double params : new double[] {70e6, 160e6, 410e6, 1e9, 2.8e9})
            for (double ratio : ratios)
                text.append("tern,m%.0f@%.0f,%.0f,%.0f,%.5f%n"
                        .formatted(params, ratio, params, params * ratio, loss(params, params * ratio)));
        return Files.writeString(folder.resolve("models.csv"), text).toString();
    }

    private static JsonNode answer(String... args) throws IOException {
        Ran ran = Ran.of(args);
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.mapper().readTree(ran.out());
    }

    @Test
    void aTableOfModelsForecastsTheLossOfALargerOne() throws IOException {
        JsonNode forecast = answer("loss", models(20), "--params", "13B", "--tokens", "260B", "--json");

        double truth = loss(13e9, 260e9);
        assertThat(forecast.at("/loss_nats/median").asDouble()).isCloseTo(truth, within(0.05));
        assertThat(forecast.at("/loss_nats/q05").asDouble()).isLessThan(truth);
        assertThat(forecast.at("/loss_nats/q95").asDouble()).isGreaterThan(truth);
        assertThat(forecast.get("checkpoints").asInt()).isEqualTo(5);
        assertThat(forecast.get("warnings")).isEmpty();
        assertThat(Ran.of("loss", models(20), "--params", "13B", "--tokens", "260B")
                        .out())
                .startsWith("A run of 13B parameters on 260B tokens, 2.0 × 10²² FLOPs, is expected to have a");
    }

    @Test
    void observationsServeToo() throws IOException {
        JsonNode forecast = answer(
                "loss", "src/test/resources/imports/n00_base.csv", "--params", "70B", "--tokens", "1.4T", "--json");

        assertThat(forecast.at("/loss_nats/median").asDouble()).isCloseTo(1.937, within(0.06));
    }

    @Test
    void heldOutRowsAreLeftAlone() throws IOException {
        StringBuilder rows = new StringBuilder(
                "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval,split\n");
        for (double params : new double[] {70e6, 160e6, 410e6, 1e9, 2.8e9})
            rows.append("quiz,f,m%.0f,%.0f,%.0f,%.5f,few_shot,5,0.25,1000,fit%n"
                    .formatted(params, params, 20 * params, loss(params, 20 * params)));
        String[] visible = {"--params", "13B", "--tokens", "260B", "--json"};
        Path shown = Files.writeString(folder.resolve("shown.csv"), rows);
        Path all = Files.writeString(
                folder.resolve("all.csv"), rows + "quiz,f,large,7e9,1.4e11,1.2,few_shot,5,0.25,1000,held_out\n");

        assertThat(Ran.of(with("loss", all.toString(), visible)).out())
                .isEqualTo(Ran.of(with("loss", shown.toString(), visible)).out())
                .contains("\"checkpoints\" : 5");
    }

    private static String[] with(String command, String file, String... more) {
        return Stream.concat(Stream.of(command, file), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void checkpointsFromWithinRunsAreWarnedOf() throws IOException {
        assertThat(answer("loss", models(5, 10, 20), "--params", "13B", "--tokens", "260B", "--json")
                        .get("warnings")
                        .findValuesAsText("code"))
                .contains("checkpoints_within_runs");
    }

    @Test
    void aPublishedLawStandsInWhereNoLossIsMeasured() throws IOException {
        Path sizes = Files.writeString(folder.resolve("sizes.csv"), "family,model,params,tokens\ntern,a,1e9,2e10\n");
        JsonNode forecast = answer(
                "loss",
                sizes.toString(),
                "--params",
                "13B",
                "--tokens",
                "260B",
                "--loss-law",
                "besiroglu_2024",
                "--json");

        assertThat(forecast.at("/loss_nats/median").asDouble()).isCloseTo(loss(13e9, 260e9), within(0.001));
        assertThat(forecast.get("warnings").findValuesAsText("code")).containsExactly("published_loss_law");
        assertThat(Ran.of("loss", sizes.toString(), "--train-flops", "1e22", "--loss-law", "besiroglu_2024")
                        .out())
                .contains("by a published law alone")
                .doesNotContain("90% interval");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Ran noPlan = Ran.of("loss", models(20));
        assertThat(noPlan.status()).isEqualTo(2);
        assertThat(noPlan.err()).contains("--params and --tokens, or --train-flops");

        Path sizes = Files.writeString(folder.resolve("sizes.csv"), "family,model,params,tokens\ntern,a,1e9,2e10\n");
        Ran noLoss = Ran.of("loss", sizes.toString(), "--params", "13B", "--tokens", "260B");
        assertThat(noLoss.status()).isEqualTo(2);
        assertThat(noLoss.err()).contains("pretrain_loss_nats");
    }
}
