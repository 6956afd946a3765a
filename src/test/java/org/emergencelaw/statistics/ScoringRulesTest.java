package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores against values computed by {@code src/test/python/scores.py} (numpy, scipy), to 1e-12. */
class ScoringRulesTest {

    private static final Offset<Double> EXACT = within(1e-12);
    private static final JsonNode COMPUTED = read();

    private static JsonNode read() {
        try (InputStream file = ScoringRulesTest.class.getResourceAsStream("/scores.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static double[] doubles(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static double[] probabilities() {
        return StreamSupport.stream(COMPUTED.get("claims").spliterator(), false)
                .mapToDouble(claim -> claim.get("p").asDouble())
                .toArray();
    }

    private static boolean[] happened() {
        JsonNode claims = COMPUTED.get("claims");
        boolean[] happened = new boolean[claims.size()];
        for (int i = 0; i < happened.length; i++)
            happened[i] = claims.get(i).get("happened").asBoolean();
        return happened;
    }

    @Test
    void brierAndLogScores() {
        List<ClusteredMean.Part> brier = new ArrayList<>(), log = new ArrayList<>();
        for (JsonNode claim : COMPUTED.get("claims")) {
            double p = claim.get("p").asDouble();
            boolean happened = claim.get("happened").asBoolean();
            assertThat(ScoringRules.brier(p, happened))
                    .isCloseTo(claim.get("brier").asDouble(), EXACT);
            assertThat(ScoringRules.log(p, happened)).isCloseTo(claim.get("log").asDouble(), EXACT);
            brier.add(new ClusteredMean.Part("f", ScoringRules.brier(p, happened)));
            log.add(new ClusteredMean.Part("f", ScoringRules.log(p, happened)));
        }
        assertThat(brier).hasSizeGreaterThan(70);
        assertThat(ClusteredMean.of(brier).value().orElseThrow())
                .isCloseTo(COMPUTED.get("mean_brier").asDouble(), EXACT);
        assertThat(ClusteredMean.of(log).value().orElseThrow())
                .isCloseTo(COMPUTED.get("mean_log").asDouble(), EXACT);
    }

    @Test
    void crpsAndPitOfADiscreteDistribution() {
        assertThat(COMPUTED.get("empirical")).hasSize(48);
        for (JsonNode one : COMPUTED.get("empirical")) {
            double[] x = doubles(one.get("x")), w = doubles(one.get("w"));
            double y = one.get("y").asDouble();
            assertThat(ScoringRules.crps(x, w, y)).isCloseTo(one.get("crps").asDouble(), EXACT);
            assertThat(ScoringRules.pit(x, w, y)).isCloseTo(one.get("pit").asDouble(), EXACT);
        }
    }

    @Test
    void crpsOfANormalDistribution() {
        for (JsonNode one : COMPUTED.get("normal"))
            assertThat(ScoringRules.crpsNormal(
                            one.get("mean").asDouble(),
                            one.get("sd").asDouble(),
                            one.get("y").asDouble()))
                    .isCloseTo(one.get("crps").asDouble(), EXACT);
    }

    @Test
    void discriminationIsMannWhitney() {
        assertThat(ScoringRules.discrimination(probabilities(), happened()).orElseThrow())
                .isCloseTo(COMPUTED.get("discrimination").asDouble(), EXACT);
        assertThat(ScoringRules.discrimination(new double[] {0.5}, new boolean[] {true}))
                .isEmpty();
    }

    @Test
    void calibrationAtTheBinEdges() {
        List<ReliabilityDiagram.Bin> bins =
                ReliabilityDiagram.of(probabilities(), happened()).bins();
        assertThat(bins).hasSize(10);
        for (int k = 0; k < 10; k++) {
            JsonNode computed = COMPUTED.get("bins").get(k);
            ReliabilityDiagram.Bin bin = bins.get(k);
            assertThat(bin.from()).isEqualTo(computed.get("from").asDouble());
            assertThat(bin.below()).isEqualTo(computed.get("below").asDouble());
            assertThat(bin.count())
                    .as("bin " + k)
                    .isEqualTo(computed.get("count").asInt());
            assertThat(bin.meanProbability().orElseThrow())
                    .isCloseTo(computed.get("mean").asDouble(), EXACT);
            assertThat(bin.observedRate().orElseThrow())
                    .isCloseTo(computed.get("rate").asDouble(), EXACT);
            assertThat(bin.low().orElseThrow()).isCloseTo(computed.get("low").asDouble(), EXACT);
            assertThat(bin.high().orElseThrow()).isCloseTo(computed.get("high").asDouble(), EXACT);
        }
    }

    @Test
    void anEmptyBinHasNoRate() {
        ReliabilityDiagram.Bin bin = ReliabilityDiagram.of(new double[] {0.5}, new boolean[] {true})
                .bins()
                .get(0);
        assertThat(bin.count()).isZero();
        assertThat(bin.observedRate()).isEmpty();
    }

    @Test
    void aProperScoreIsLeastForTheTruth() {
        double truth = 0.3, honest = expected(truth, truth);
        for (double p = 0; p <= 1; p += 0.05)
            if (Math.abs(p - truth) > 0.01)
                assertThat(expected(p, truth)).as("p = " + p).isGreaterThan(honest);
    }

    private static double expected(double p, double truth) {
        return truth * ScoringRules.brier(p, true) + (1 - truth) * ScoringRules.brier(p, false);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ScoringRules.brier(1.1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> ScoringRules.log(Double.NaN, true));
        assertThatIllegalArgumentException().isThrownBy(() -> ScoringRules.crpsNormal(0, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.crps(new double[] {1}, new double[] {0.5}, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ScoringRules.pit(new double[0], new double[0], 1));
    }

    @Test
    void anIntervalNeedsFiveFamilies() {
        List<ClusteredMean.Part> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) parts.add(new ClusteredMean.Part("f" + i, i));
        assertThat(ClusteredMean.of(parts).q05()).isEmpty();
        parts.add(new ClusteredMean.Part("f4", 4));
        ClusteredMean mean = ClusteredMean.of(parts);
        assertThat(mean.value().orElseThrow()).isCloseTo(2, EXACT);
        // five families drawn five times: sd of the mean is sqrt(2 / 5) = 0.632, its 5% point near 2 - 1.645 sd
        assertThat(mean.q05().orElseThrow()).isCloseTo(0.96, within(0.15));
        assertThat(mean.q95().orElseThrow()).isCloseTo(3.04, within(0.15));
        assertThat(ClusteredMean.of(parts)).isEqualTo(mean);
    }

    @Test
    void aFamilyOfManyForecastsIsNoMoreEvidenceThanOne() {
        List<ClusteredMean.Part> alone = new ArrayList<>(), repeated = new ArrayList<>();
        for (int family = 0; family < 8; family++)
            for (int i = 0; i < 50; i++) {
                if (i == 0) alone.add(new ClusteredMean.Part("f" + family, family % 2));
                repeated.add(new ClusteredMean.Part("f" + family, family % 2));
            }
        assertThat(ClusteredMean.of(repeated).q05())
                .isEqualTo(ClusteredMean.of(alone).q05());
        assertThat(ClusteredMean.of(repeated).q95())
                .isEqualTo(ClusteredMean.of(alone).q95());
    }
}
