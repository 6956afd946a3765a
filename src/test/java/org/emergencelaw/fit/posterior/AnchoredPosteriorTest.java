package org.emergencelaw.fit.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The posterior of the law with a free anchor over doublings against another sampler: {@code posterior/law-in-doublings.json}, whose
 * "computed_by" says which. That one holds p of the binomial variance at what was observed and caps the curve at 1, so they agree to a
 * tenth, not to the last digit.
 */
class AnchoredPosteriorTest {

    private static final double LOSS_AT_STRONGEST = 100;

    static Stream<Arguments> fits() throws IOException {
        try (InputStream file = AnchoredPosteriorTest.class.getResourceAsStream("/posterior/law-in-doublings.json")) {
            JsonNode content = new ObjectMapper().readTree(file);
            return StreamSupport.stream(content.get("fits").spliterator(), false)
                    .map(each -> Arguments.of(each.get("name").asText(), each));
        }
    }

    /** What the reference assumes. */
    private static Prior prior(double trivial) {
        return new Prior(
                0.08,
                1.1,
                8.3,
                4.7,
                0.65,
                1.7,
                0.8,
                0.01,
                0.8,
                0.5,
                0.03,
                Prior.Structure.NONE,
                0.5,
                Optional.of(new Prior.Floor(trivial, 0.1)),
                Optional.of(new Prior.Anchor(50, 2.5)));
    }

    private static FitDesign design(JsonNode fit, int shots) {
        List<Observation> rows = new ArrayList<>();
        for (JsonNode row : fit.get("rows")) {
            boolean fewShot = row.get(2).asInt() == 1;
            rows.add(Observation.builder()
                    .task("task")
                    .checkpoint(Checkpoint.builder()
                            .model(row.get(5).asText())
                            .family("family")
                            .pretrainLossNats(LOSS_AT_STRONGEST - row.get(0).asDouble())
                            .build())
                    .regime(fewShot ? Regime.FEW_SHOT : Regime.FINETUNED)
                    .examples(fewShot ? shots : row.get(1).asLong())
                    .accuracy(row.get(3).asDouble())
                    .nEval(row.get(4).asInt())
                    .seed(row.get(6).asLong())
                    .metric("accuracy")
                    .build());
        }
        return new FitDesign(shots, rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fits")
    void agreesWithAnotherSampler(String name, JsonNode fit) {
        FitDesign data = design(fit, fit.get("shots").asInt());

        PosteriorSample sample = Posterior.sample(
                data,
                EmergenceLawForm.ANCHORED_LOG_POWER,
                prior(fit.get("trivial").asDouble()),
                1);

        // the lab's has a ridge in eight dimensions, on which a chain takes over
        boolean ridge = name.startsWith("lab");
        assertThat(sample.diagnostics().scheme())
                .isEqualTo(ridge ? SamplingDiagnostics.Scheme.ENSEMBLE : SamplingDiagnostics.Scheme.IMPORTANCE);
        assertThat(sample.diagnostics().effectiveDraws()).isGreaterThan(ridge ? 100 : 1000);
        assertQuantiles(sample, fit, "e", 0.1, draw -> LOSS_AT_STRONGEST - draw.emergenceLossNats());
        assertQuantiles(sample, fit, "a", 0.1, EmergenceParameters::slope);
        assertQuantiles(sample, fit, "B", 0.1, draw -> draw.floor() + draw.fewShotShift());
        assertQuantiles(sample, fit, "lnm", 0.1, draw -> Math.log(draw.anchor().orElseThrow()));
        assertQuantiles(sample, fit, "tau", 0.15, EmergenceParameters::runNoise);
    }

    /**
     * To what three runs of the reference differ by, or if that is less the ends to 15% of the 90% interval.
     *
     * @param slack the same share for the median
     */
    private static void assertQuantiles(
            PosteriorSample sample,
            JsonNode fit,
            String name,
            double slack,
            ToDoubleFunction<EmergenceParameters> value) {
        JsonNode expected = fit.get("quantiles_5_50_95").get(name),
                range = fit.get("range_over_three_seeds").get(name);
        double[] sorted = sample.of(value);
        Arrays.sort(sorted);
        double width = expected.get(2).asDouble() - expected.get(0).asDouble();
        double[] p = {0.05, 0.5, 0.95}, share = {0.15, slack, 0.15};
        for (int i = 0; i < p.length; i++)
            assertThat(Percentiles.quantile(sorted, p[i]))
                    .as("%s at %s", name, p[i])
                    .isCloseTo(
                            expected.get(i).asDouble(),
                            within(Math.max(share[i] * width, range.get(i).asDouble())));
    }

    /** No example at all is a data amount: the same rows as of zero-shot prompts. */
    @Test
    void zeroShotRowsHaveAPosterior() throws IOException {
        JsonNode fit = (JsonNode) fits().skip(1).findFirst().orElseThrow().get()[1];
        FitDesign none = design(fit, 0), few = design(fit, 5);
        Prior prior = prior(fit.get("trivial").asDouble());

        PosteriorSample zero = Posterior.sample(none, EmergenceLawForm.ANCHORED_LOG_POWER, prior, 1);

        double at5 = Posterior.sample(few, EmergenceLawForm.ANCHORED_LOG_POWER, prior, 1)
                .emergence()
                .quantile(0.5);
        assertThat(zero.emergence().quantile(0.5)).isCloseTo(at5, within(0.5));
        assertThat(zero.draws())
                .allSatisfy(draw -> assertThat(zero.curve(draw).law().elbowNats(0))
                        .isCloseTo(draw.emergenceLossNats(), within(1e-6)));
    }
}
