package org.emergencelaw.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmergenceScoreTest {

    private static EmergenceScore score(String values, boolean higherIsBetter) {
        return EmergenceScore.of(
                Arrays.stream(values.split(";"))
                        .mapToDouble(Double::parseDouble)
                        .toArray(),
                higherIsBetter);
    }

    /**
     * Computed by numpy 1.24.2: sign(argmax(y) - argmin(y)) * (y.max() - y.min()) / sqrt(median(diff(y)**2)), y negated where lower
     * is better.
     */
    @ParameterizedTest
    @CsvSource({
        "0.01;0.02;0.015;0.02;0.6, true, 74.62975277997376",
        "0;0.1;0.2;0.3, true, 2.9999999999999996",
        "0.5;0.3;0.35;0.1, true, -2.0",
        "4.5;4.2;3.9;3.7;3.1;1.0, false, 11.666666666666657",
        "0.25;0.27;0.24;0.26;0.55;0.8, true, 18.666666666666654"
    })
    void agreesWithNumpy(String values, boolean higherIsBetter, double expected) {
        EmergenceScore score = score(values, higherIsBetter);

        assertThat(score.kind()).isEqualTo(EmergenceScore.Kind.FINITE);
        assertThat(score.value()).hasValueCloseTo(expected, within(1e-10));
        assertThat(score.rising()).isEqualTo(expected > 0);
    }

    @Test
    void aJumpAfterZeroStepsHasNoFiniteScoreAndSaysWhy() {
        EmergenceScore score = score("0;0;0;0;0.4", true);

        assertThat(score.kind()).isEqualTo(EmergenceScore.Kind.UNBOUNDED);
        assertThat(score.value()).isEmpty();
        assertThat(score.rank()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(score.high(100)).isTrue();
        assertThat(score.reason())
                .hasValueSatisfying(words -> assertThat(words).contains("more than half of the steps"));
        assertThat(score("0.4;0;0;0;0", true).high(100)).isFalse();
    }

    @Test
    void aFlatSeriesScoresZeroAndAShortOneNothing() {
        assertThat(score("0.25;0.25;0.25", true).value()).hasValue(0);
        assertThat(score("0.25;0.25;0.25", true).kind()).isEqualTo(EmergenceScore.Kind.FLAT);
        assertThat(score("0.25;0.5", true).kind()).isEqualTo(EmergenceScore.Kind.TOO_SHORT);
        assertThat(score("0.25;0.5", true).value()).isEmpty();
    }

    @Test
    void valuesAreFinite() {
        assertThatThrownBy(() -> score("0;NaN;1", true)).hasMessage("values must be finite, value 2 was NaN");
    }
}
