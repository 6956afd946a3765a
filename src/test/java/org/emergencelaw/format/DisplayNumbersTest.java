package org.emergencelaw.format;

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
        assertThat(DisplayNumbers.percent(0)).isEqualTo("below 1%");
        assertThat(DisplayNumbers.percent(0.634)).isEqualTo("63%");
        assertThat(DisplayNumbers.percent(1)).isEqualTo("above 99%");
        assertThat(DisplayNumbers.percent(0.9941)).isEqualTo("above 99%");
        assertThat(DisplayNumbers.percent(0.99)).isEqualTo("99%");
        assertThat(DisplayNumbers.percent(0.01)).isEqualTo("1%");
        assertThat(DisplayNumbers.percent(0.0099)).isEqualTo("below 1%");
        assertThat(DisplayNumbers.percent(OptionalDouble.empty())).isEqualTo("–");
    }

    @Test
    void smallAndNegativeNumbersKeepTheirDigits() {
        assertThat(DisplayNumbers.significant3(0.0060012)).isEqualTo("0.00600");
        assertThat(DisplayNumbers.significant3(-1.234)).isEqualTo("−1.23");
        assertThat(DisplayNumbers.significant3(1234.2)).isEqualTo("1,234");
        assertThat(DisplayNumbers.significant3(2e-7)).isEqualTo("2.0 × 10⁻⁷");
        assertThat(DisplayNumbers.signed3(OptionalDouble.of(0.0214))).isEqualTo("+0.021");
        assertThat(DisplayNumbers.signed3(OptionalDouble.of(-0.0214))).isEqualTo("−0.021");
        assertThat(DisplayNumbers.signed3(OptionalDouble.of(-1e-9))).isEqualTo("+0.000");
        assertThat(DisplayNumbers.decimal3(-0.0004)).isEqualTo("0.000");
    }

    @Test
    void aCountedShareMayBeAll() {
        assertThat(DisplayNumbers.share(1)).isEqualTo("100%");
        assertThat(DisplayNumbers.share(0)).isEqualTo("0%");
        assertThat(DisplayNumbers.share(0.3254)).isEqualTo("32.5%");
        assertThat(DisplayNumbers.share(-0.00001)).isEqualTo("0%");
        assertThat(DisplayNumbers.points(0.125)).isEqualTo("12.5 percentage points");
    }

    @Test
    void significantDigitsAreThree() {
        assertThat(DisplayNumbers.significant3(9.996)).isEqualTo("10.0");
        assertThat(DisplayNumbers.significant3(0.5)).isEqualTo("0.500");
        assertThat(DisplayNumbers.significant3(0.09996)).isEqualTo("0.100");
        assertThat(DisplayNumbers.significant3(999.96)).isEqualTo("1,000");
        assertThat(DisplayNumbers.times(12.34)).isEqualTo("12.3×");
    }

    @Test
    void pValuesHaveTwoDigits() {
        assertThat(DisplayNumbers.pValue(0.0123)).isEqualTo("0.012");
        assertThat(DisplayNumbers.pValue(1)).isEqualTo("1.0");
        assertThat(DisplayNumbers.pValue(0.00099)).isEqualTo("0.00099");
        assertThat(DisplayNumbers.pIs(3e-5)).isEqualTo("p below 0.0001");
        assertThat(DisplayNumbers.pIs(0.25)).isEqualTo("p = 0.25");
    }

    @Test
    void nounsFollowTheirNumber() {
        assertThat(DisplayNumbers.plural(1, "entry")).isEqualTo("1 entry");
        assertThat(DisplayNumbers.plural(2, "entry")).isEqualTo("2 entries");
        assertThat(DisplayNumbers.plural(25_600, "row")).isEqualTo("25,600 rows");
    }

    @Test
    void whatSomebodySetKeepsItsDigits() {
        assertThat(DisplayNumbers.exact(0.25)).isEqualTo("0.25");
        assertThat(DisplayNumbers.exact(100)).isEqualTo("100");
        assertThat(DisplayNumbers.exact(1e-5)).isEqualTo("0.00001");
    }

    @Test
    void keysHaveOneLabel() {
        assertThat(DisplayNames.label("emergence_law")).isEqualTo("emergence law");
        assertThat(DisplayNames.label("few_shot_relu")).isEqualTo("few-shot ReLU");
        assertThat(DisplayNames.label("log_likelihood_per_token")).isEqualTo("log-likelihood per token");
        assertThat(DisplayNames.label(Thread.State.TIMED_WAITING)).isEqualTo("timed waiting");
        assertThat(DisplayNames.key(Thread.State.TIMED_WAITING)).isEqualTo("timed_waiting");
    }
}
