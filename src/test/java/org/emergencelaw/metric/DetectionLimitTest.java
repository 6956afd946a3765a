package org.emergencelaw.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.emergencelaw.statistics.Accuracy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionLimitTest {

    /** Computed by scipy 1.10.1: one more than the last n whose binom.sf(k - 1, n, p) is below the power, by looking at every n. */
    @ParameterizedTest
    @CsvSource({
        "0.35, 0.25, 0.05, 0.8, 141",
        "0.5, 0.25, 0.05, 0.8, 28",
        "0.3, 0.25, 0.05, 0.8, 522",
        "0.01, 0.0, 0.05, 0.8, 161",
        "0.9, 0.5, 0.01, 0.95, 22",
        "0.02, 0.001, 0.05, 0.8, 149",
        "1.0, 0.25, 0.05, 0.8, 3",
        "0.55, 0.5, 0.05, 0.5, 300",
        "0.27, 0.25, 0.05, 0.8, 3057",
        "0.26, 0.25, 0.05, 0.8, 11904",
        "0.51, 0.5, 0.05, 0.8, 15605",
        "0.255, 0.25, 0.05, 0.8, 47013",
        "0.012, 0.01, 0.05, 0.9, 24088"
    })
    void itemsNeeded(double accuracy, double trivial, double level, double power, int items) {
        assertThat(DetectionLimit.itemsNeeded(accuracy, trivial, level, power)).hasValue(items);
    }

    /** Computed by scipy 1.10.1: brentq of binom.sf(k - 1, n, p) = 0.8 with k the first of level 0.05. */
    @ParameterizedTest
    @CsvSource({
        "100, 0.25, 33, 0.36567184005637726",
        "1000, 0.25, 274, 0.28554174604678634",
        "14042, 0.25, 3596, 0.25916702226707744",
        "50, 0.0, 1, 0.03167621427437016",
        "3, 0.25, 3, 0.9283177667225548",
        "5000, 0.0002, 4, 0.0011027317471137747"
    })
    void detectableAccuracy(int items, double trivial, int least, double detectable) {
        DetectionLimit resolution = DetectionLimit.of(items, trivial, 0.05, 0.8);

        assertThat(resolution.leastRight()).hasValue(least);
        assertThat(resolution.detectableAccuracy()).hasValueCloseTo(detectable, within(1e-7));
        BinomialDistribution right = new BinomialDistribution(null, items, detectable);
        assertThat(1 - right.cumulativeProbability(least - 1)).isCloseTo(0.8, within(1e-6));
        assertThat(resolution.smallestNonZero()).isEqualTo(1.0 / items);
    }

    /** Powers computed by scipy 1.10.1, binom.sf(k - 1, n, p). */
    @Test
    void power() {
        assertThat(DetectionLimit.of(100, 0.25, 0.05, 0.6971214581882592).detectableAccuracy())
                .hasValueCloseTo(0.35, within(1e-9));
        assertThat(DetectionLimit.of(1000, 0.25, 0.05, 0.39959315496678066).detectableAccuracy())
                .hasValueCloseTo(0.27, within(1e-9));
    }

    @Test
    void twoItemsOfFourChoicesTellNothing() {
        DetectionLimit resolution = DetectionLimit.of(2, 0.25, 0.05, 0.8);

        assertThat(resolution.leastRight()).isEmpty();
        assertThat(resolution.detectableAccuracy()).isEmpty();
    }

    @Test
    void aHairAboveGuessingNeedsMoreItemsThanAnyoneHas() {
        assertThat(DetectionLimit.itemsNeeded(0.2501, 0.25, 0.05, 0.8)).isEmpty();
        assertThatThrownBy(() -> DetectionLimit.itemsNeeded(0.25, 0.25, 0.05, 0.8))
                .hasMessageContaining("above the trivial accuracy 0.25");
        assertThatThrownBy(() -> DetectionLimit.of(0, 0.25, 0.05, 0.8)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> DetectionLimit.of(10, 0.25, 1, 0.8))
                .hasMessageContaining("level must be between 0 and 1");
    }

    @Test
    void aFloorReadingSaysThatItIsIndistinguishableFromChance() {
        ChanceTest floor = ChanceTest.of(new Accuracy(27, 100), 0.25);

        assertThat(floor.atChance()).isTrue();
        assertThat(floor.words())
                .isEqualTo(
                        "27 of 100 right is indistinguishable from chance at 0.25 (90% interval 0.204 to 0.348); so many"
                                + " items find a model with probability 80% only from accuracy 0.366 on.");
        assertThat(floor.itemsNeeded().getAsInt()).isBetween(2_800, 3_100);

        ChanceTest above = ChanceTest.of(new Accuracy(320, 1000), 0.25);
        assertThat(above.atChance()).isFalse();
        assertThat(above.words()).isEqualTo("320 of 1,000 right is above chance at 0.25 (p below 0.0001).");
        assertThat(ChanceTest.of(new Accuracy(0, 50), 0).atChance()).isTrue();
    }

    /** 0.75^2000 = 1.3e-250: mpmath 1.3, power(mpf('0.75'), 2000). */
    @Test
    void farBelowChanceIsNotIndistinguishableFromIt() {
        ChanceTest none = ChanceTest.of(new Accuracy(0, 2000), 0.25);

        assertThat(none.belowChance()).isTrue();
        assertThat(none.atChance()).isFalse();
        assertThat(Math.log10(none.pBelow())).isCloseTo(2000 * Math.log10(0.75), offset(1e-6));
        assertThat(none.words())
                .isEqualTo("0 of 2,000 right is below chance at 0.25 (p below 0.0001): guessing would do better. Is a"
                        + " parser of answers broken, or is it an error rate?");
        assertThat(none.verdict()).isEqualTo("below chance");

        assertThat(ChanceTest.of(new Accuracy(5, 2000), 0.25).belowChance()).isTrue();
        assertThat(ChanceTest.of(new Accuracy(20, 100), 0.25).belowChance())
                .as("too few items to say so")
                .isFalse();
        assertThat(ChanceTest.of(new Accuracy(3220, 14042), 0.25).belowChance())
                .as("always the same answer, where answers are not balanced")
                .isFalse();
    }
}
