package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pool and each of its voices against {@code member/pool-cases.json}, computed by {@code member/pool.py} (numpy, dense arrays),
 * to 1e-6: seven cuts of real studies, and edges.
 */
class CombinedForecastCasesTest {

    private static final Offset<Double> AGREES = within(1e-6);
    private static final double[] PROBABILITIES = {0.05, 0.25, 0.5, 0.75, 0.95};

    static Stream<Arguments> cases() throws IOException {
        try (InputStream file = CombinedForecastCasesTest.class.getResourceAsStream("/member/pool-cases.json")) {
            JsonNode content = new ObjectMapper().readTree(file);
            return StreamSupport.stream(content.get("cases").spliterator(), false)
                    .map(each -> Arguments.of(each.get("name").asText(), each));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithTheReference(String name, JsonNode given) {
        JsonNode input = given.get("input"), output = given.get("output");
        CombinedForecast forecast = forecast(input);

        assertThat(forecast.pNever()).isCloseTo(output.get("never").asDouble(), AGREES);
        assertThat(forecast.pElbowAhead()).isCloseTo(output.get("ahead").asDouble(), AGREES);
        assertAnswers("pool", forecast, input, output);
        List<String> members = new ArrayList<>();
        for (Voice voice : forecast.voices()) {
            String member = voice.member().name().toLowerCase(Locale.ROOT);
            JsonNode own = output.get("voices").get(member);
            assertThat(own).as(member + " speaks").isNotNull();
            assertThat(voice.weight()).as(member).isCloseTo(own.get("weight").asDouble(), AGREES);
            assertAnswers(member, voice.curves(), input, own);
            members.add(member);
        }
        assertThat(output.get("voices").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(members);
    }

    private static void assertAnswers(String who, CurveDistribution curves, JsonNode input, JsonNode expected) {
        double level = input.get("level").asDouble();
        assertThat(curves.elbow().isPresent())
                .as(who + " has an elbow")
                .isEqualTo(!expected.get("elbow").isNull());
        curves.elbow().ifPresent(elbow -> assertQuantiles(who + " elbow", elbow, expected.get("elbow")));
        assertQuantiles(who + " crossing", curves.crossing(level), expected.get("crossing"));
        for (int i = 0; i < input.get("at").size(); i++) {
            double at = input.get("at").get(i).asDouble();
            assertThat(curves.pReaches(level, at))
                    .as("%s P(level) at %s", who, at)
                    .isCloseTo(expected.get("p_level").get(i).asDouble(), AGREES);
            AccuracyDistribution accuracy = curves.accuracy(at, input.get("n").asLong());
            for (int q = 0; q < PROBABILITIES.length; q++)
                assertThat(accuracy.quantile(PROBABILITIES[q]))
                        .as("%s accuracy at %s, quantile %s", who, at, PROBABILITIES[q])
                        .isCloseTo(expected.get("accuracy").get(i).get(q).asDouble(), AGREES);
        }
    }

    private static void assertQuantiles(String what, DoublingsDistribution found, JsonNode expected) {
        for (int q = 0; q < PROBABILITIES.length; q++) {
            JsonNode value = expected.get(q);
            var quantile = found.quantile(PROBABILITIES[q]);
            assertThat(quantile.isEmpty())
                    .as("%s is never reached with %s", what, PROBABILITIES[q])
                    .isEqualTo(value.isNull());
            if (quantile.isPresent())
                assertThat(quantile.getAsDouble())
                        .as("%s, quantile %s", what, PROBABILITIES[q])
                        .isCloseTo(value.asDouble(), AGREES);
        }
    }

    /** {@code scale (1 - 2^(-b x)) / (b ln 2)}: a loss that falls by less and less. */
    private static Optional<DoubleUnaryOperator> lossPace(JsonNode input) {
        if (!input.has("loss_pace")) return Optional.empty();
        double b = input.get("loss_pace").get("b").asDouble();
        double scale = input.get("loss_pace").get("scale").asDouble();
        return Optional.of(x -> scale * (1 - Math.pow(2, -b * x)) / (b * Math.log(2)));
    }

    private static CombinedForecast forecast(JsonNode input) {
        List<FewShotHistory.Point> points = new ArrayList<>();
        for (JsonNode row : input.get("few"))
            points.add(new FewShotHistory.Point(
                    row.get(0).asDouble(), row.get(1).asDouble(), row.get(2).asLong()));
        FewShotHistory history = new FewShotHistory(points, input.get("trivial").asDouble());
        JsonNode law = input.get("law");
        if (law.isNull()) return CombinedForecast.of(history, lossPace(input));
        List<HingeCurve> draws = new ArrayList<>();
        for (int i = 0; i < law.get("e").size(); i++)
            draws.add(HingeCurve.ofLawDraw(
                    law.get("e").get(i).asDouble(),
                    law.get("a").get(i).asDouble(),
                    law.get("B").get(i).asDouble(),
                    law.get("tau").get(i).asDouble(),
                    law.get("sL").get(i).asDouble()));
        return CombinedForecast.of(history, draws);
    }
}
