package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NumeralsTest {

    @Test
    void computeIsAPowerOfTen() {
        assertThat(Numerals.flops(1.47e23)).isEqualTo("1.5 × 10²³");
        assertThat(Numerals.flops(9.96e9)).isEqualTo("1.0 × 10¹⁰");
        assertThat(Numerals.flops(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void countsHaveTheirSuffix() {
        assertThat(Numerals.count(13e9)).isEqualTo("13B");
        assertThat(Numerals.count(1.4e12)).isEqualTo("1.4T");
        assertThat(Numerals.count(88_644)).isEqualTo("88.6K");
        assertThat(Numerals.count(999.9e6)).isEqualTo("1B");
        assertThat(Numerals.count(100e9)).isEqualTo("100B");
        assertThat(Numerals.count(7)).isEqualTo("7");
        assertThat(Numerals.count(1e18)).isEqualTo("1.0 × 10¹⁸");
    }

    @Test
    void probabilitiesAreNeverCertain() {
        assertThat(Numerals.percent(0)).isEqualTo("< 1%");
        assertThat(Numerals.percent(0.634)).isEqualTo("63%");
        assertThat(Numerals.percent(1)).isEqualTo("> 99%");
    }

    @Test
    void smallAndNegativeNumbersKeepTheirDigits() {
        assertThat(Numerals.digits(0.0060012)).isEqualTo("0.00600");
        assertThat(Numerals.digits(-1.234)).isEqualTo("−1.23");
        assertThat(Numerals.digits(1234.2)).isEqualTo("1234");
        assertThat(Numerals.digits(2e-7)).isEqualTo("2.0 × 10⁻⁷");
        assertThat(Numerals.signed(OptionalDouble.of(0.0214))).isEqualTo("+0.021");
        assertThat(Numerals.signed(OptionalDouble.of(-0.0214))).isEqualTo("−0.021");
        assertThat(Numerals.signed(OptionalDouble.of(-1e-9))).isEqualTo("+0.000");
        assertThat(Numerals.three(-0.0004)).isEqualTo("0.000");
    }
}
