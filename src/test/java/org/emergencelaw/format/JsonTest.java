package org.emergencelaw.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    record Point(
            double pretrainLossNats,
            long examples,
            int nEval,
            Regime regime,
            String note,
            Optional<String> name,
            OptionalDouble trainFlops,
            OptionalInt seed) {}

    record Numbers(double plain, OptionalDouble optional, double[] array, List<Double> list, Optional<Double> boxed) {}

    private static final String POINT =
            "{\"pretrain_loss_nats\":2.5,\"examples\":5,\"n_eval\":100,\"regime\":\"few_shot\",\"note\":\"\"}";

    private static String write(Object value) throws JsonProcessingException {
        return Json.mapper().writeValueAsString(value);
    }

    private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return Json.mapper().readValue(json, type);
    }

    @Test
    void recordsAreSnakeCaseAndOptionalsMayBeAbsent() throws Exception {
        Point point = read(POINT, Point.class);

        assertThat(point)
                .isEqualTo(new Point(
                        2.5,
                        5,
                        100,
                        Regime.FEW_SHOT,
                        "",
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalInt.empty()));
        assertThat(write(point))
                .isEqualTo("{\"pretrain_loss_nats\":2.5,\"examples\":5,\"n_eval\":100,\"regime\":\"few_shot\","
                        + "\"note\":\"\",\"name\":null,\"train_flops\":null,\"seed\":null}");
        assertThat(read(write(point), Point.class)).isEqualTo(point);
    }

    @Test
    void enumsAreLowerSnakeCaseBothWaysAlsoAsKeys() throws Exception {
        assertThat(write(Split.HELD_OUT)).isEqualTo("\"held_out\"");
        assertThat(read("\"held_out\"", Split.class)).isEqualTo(Split.HELD_OUT);
        assertThat(write(Map.of(Regime.FINETUNED, 1))).isEqualTo("{\"finetuned\":1}");
        assertThatThrownBy(() -> read("\"HELD_OUT\"", Split.class)).hasMessageContaining("held_out");
        assertThatThrownBy(() -> read("0", Split.class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void instantsAreRfc3339InUtc() throws Exception {
        Study study =
                new Study("s", "S", new Task("t", "accuracy", 0.25, 5), "f", Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(write(study)).contains("\"created_at\":\"2026-01-02T03:04:05Z\"", "\"trivial_accuracy\":0.25");
        assertThat(read(write(study), Study.class)).isEqualTo(study);
    }

    @Test
    void doublesThatAreNotFiniteAreNull() throws Exception {
        double inf = Double.POSITIVE_INFINITY;
        double nan = Double.NaN;

        assertThat(write(new Numbers(
                        nan, OptionalDouble.of(inf), new double[] {1, -inf, nan}, List.of(nan, 2.0), Optional.of(inf))))
                .isEqualTo("{\"plain\":null,\"optional\":null,\"array\":[1.0,null,null],"
                        + "\"list\":[null,2.0],\"boxed\":null}");
        assertThat(write(Map.of("x", nan))).isEqualTo("{\"x\":null}");
    }

    @Test
    void doublesSurviveExactlyInTheFewestDigits() throws Exception {
        assertThat(write(2e-3)).isEqualTo("0.002");
        assertThat(write(2.0e23)).isEqualTo("2.0E23");
        for (double x : new double[] {0.1, 1.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE, 1.014e20})
            assertThat(read(write(x), Double.class)).isEqualTo(x);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "\"NaN\"", "NaN", "\"0.5\"", "null", "true", "[1]", "{}"})
    void noDoubleIsEverReadFromOtherText(String text) {
        String json = "{\"plain\":%s,\"optional\":1,\"array\":[1],\"list\":[1],\"boxed\":1}";
        assertThatThrownBy(() -> read(json.formatted(text), Numbers.class)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> read("[1," + text + "]", double[].class)).isInstanceOf(JsonProcessingException.class);
        if (!text.equals("null"))
            assertThatThrownBy(() -> read(
                            json.replace("\"optional\":1", "\"optional\":" + text)
                                    .formatted("1"),
                            Numbers.class))
                    .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void anArrayOfDoublesIsRead() throws Exception {
        assertThat(read("[1, 2.5, -3e2]", double[].class)).containsExactly(1, 2.5, -300);
        assertThat(read("[]", double[].class)).isEmpty();
        assertThat(read(write(new double[40]), double[].class)).hasSize(40);
        assertThatThrownBy(() -> read("3", double[].class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aTreeKeepsNumbersThatNoDoubleHolds() throws Exception {
        JsonNode tree = Json.mapper().readTree("{\"x\":1e400}");

        assertThat(tree.get("x").decimalValue()).isEqualTo(new BigDecimal("1e400"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"pretrain_loss_nats\":2.5,",
                "\"examples\":5,",
                "\"n_eval\":100,",
                "\"regime\":\"few_shot\",",
                ",\"note\":\"\""
            })
    void everyComponentThatIsNotOptionalMustBeThere(String component) {
        assertThatThrownBy(() -> read(POINT.replace(component, ""), Point.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Missing required creator property");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"note\":null,",
                "{\"unknown\":1,",
                "{\"note\":\"again\",",
                "{\"seed\":1.5,",
                "{\"seed\":\"1\",",
                "{\"seed\":99999999999,"
            })
    void badFieldsAreRefused(String start) {
        assertThatThrownBy(() -> read(POINT.replace("{", start), Point.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void nullIsRefusedWhereAValueIsDue() {
        for (String field : List.of("\"examples\":5", "\"note\":\"\"", "\"regime\":\"few_shot\"")) {
            String name = field.substring(0, field.indexOf(':') + 1);
            assertThatThrownBy(() -> read(POINT.replace(field, name + "null"), Point.class))
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void fractionsAreNoWholeNumbers() {
        assertThatThrownBy(() -> read(POINT.replace(":5", ":5.5"), Point.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void trailingTextAndDeepNestingAreRefused() {
        assertThatThrownBy(() -> read("{} x", Map.class)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> read("[".repeat(101) + "]".repeat(101), List.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("nesting");
    }

    @Test
    void mapsAreWrittenByKey() throws Exception {
        assertThat(write(Map.of("b", 1, "a", 2, "c", 3))).isEqualTo("{\"a\":2,\"b\":1,\"c\":3}");
    }
}
