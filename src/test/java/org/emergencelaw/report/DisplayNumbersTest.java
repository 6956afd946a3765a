package org.emergencelaw.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DisplayNumbersTest {

    @Test
    void computeIsAPowerOfTen() {
        assertThat(DisplayNumbers.flops(1.47e23)).isEqualTo("1.5 × 10²³");
        assertThat(DisplayNumbers.flops(9.96e9)).isEqualTo("1.0 × 10¹⁰");
        assertThat(DisplayNumbers.flops(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void countsHaveTheirSuffix() {
        assertThat(DisplayNumbers.count(13e9)).isEqualTo("13B");
        assertThat(DisplayNumbers.count(1.4e12)).isEqualTo("1.4T");
        assertThat(DisplayNumbers.count(88_644)).isEqualTo("88.6K");
        assertThat(DisplayNumbers.count(999.9e6)).isEqualTo("1B");
        assertThat(DisplayNumbers.count(100e9)).isEqualTo("100B");
        assertThat(DisplayNumbers.count(7)).isEqualTo("7");
        assertThat(DisplayNumbers.count(1e18)).isEqualTo("1.0 × 10¹⁸");
    }

    @Test
    void probabilitiesAreNeverCertain() {
        assertThat(DisplayNumbers.percent(0)).isEqualTo("< 1%");
        assertThat(DisplayNumbers.percent(0.634)).isEqualTo("63%");
        assertThat(DisplayNumbers.percent(1)).isEqualTo("> 99%");
    }

    @Test
    void smallAndNegativeNumbersKeepTheirDigits() {
        assertThat(DisplayNumbers.digits(0.0060012)).isEqualTo("0.00600");
        assertThat(DisplayNumbers.digits(-1.234)).isEqualTo("−1.23");
        assertThat(DisplayNumbers.digits(1234.2)).isEqualTo("1234");
        assertThat(DisplayNumbers.digits(2e-7)).isEqualTo("2.0 × 10⁻⁷");
        assertThat(DisplayNumbers.signed(OptionalDouble.of(0.0214))).isEqualTo("+0.021");
        assertThat(DisplayNumbers.signed(OptionalDouble.of(-0.0214))).isEqualTo("−0.021");
        assertThat(DisplayNumbers.signed(OptionalDouble.of(-1e-9))).isEqualTo("+0.000");
        assertThat(DisplayNumbers.three(-0.0004)).isEqualTo("0.000");
    }
}
