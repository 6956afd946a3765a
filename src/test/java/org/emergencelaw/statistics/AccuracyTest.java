package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {

    /** Computed by scipy 1.17.1, binomtest(k, n).proportion_ci(confidence, method='wilson'). */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.90, 0.0, 0.21294197008340698",
        "0, 10, 0.95, 0.0, 0.27753279986288926",
        "3, 10, 0.90, 0.1268765839031979, 0.5583002041301649",
        "3, 10, 0.95, 0.10779126740630102, 0.6032218525388546",
        "10, 10, 0.95, 0.7224672001371109, 1.0",
        "371, 1000, 0.90, 0.3462526455221682, 0.39644350123368993",
        "1, 1, 0.90, 0.2698659487840541, 1.0",
        "0, 1, 0.90, 0.0, 0.7301340512159458",
        "3600, 14042, 0.95, 0.24921920873026143, 0.2636615239720666"
    })
    void wilsonIntervals(int right, int items, double confidence, double low, double high) {
        Accuracy.Interval interval = new Accuracy(right, items).wilson(confidence);

        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(high, within(1e-9));
        assertThat(interval.low()).isBetween(0.0, 1.0);
        assertThat(interval.high()).isBetween(0.0, 1.0);
        assertThat(interval.holds((double) right / items)).isTrue();
    }

    /** Computed by scipy 1.17.1, binom.sf(k - 1, n, p). */
    @ParameterizedTest
    @CsvSource({
        "3, 10, 0.25, 0.4744071960449219",
        "10, 10, 0.25, 9.5367431640625e-07",
        "280, 1000, 0.25, 0.0164366603642154",
        "320, 1000, 0.25, 3.817098305688192e-07",
        "1, 1, 0.25, 0.25",
        "3700, 14042, 0.25, 0.00012437210157511747",
        "5, 10000, 0.0001, 0.0036575478171839287",
        "600, 1000, 0.5, 1.3642320780329735e-10",
        "0, 10, 0.25, 1",
        "0, 10, 0, 1",
        "1, 10, 0, 0"
    })
    void exactBinomialTails(int right, int items, double trivial, double p) {
        assertThat(new Accuracy(right, items).pValueAgainst(trivial)).isCloseTo(p, within(1e-12 + 1e-6 * p));
    }

    /** Computed by scipy 1.17.1: the first k with binom.sf(k - 1, n, p) at most 0.05, n + 1 where there is none. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.25, 2",
        "2, 0.25, 3",
        "3, 0.25, 3",
        "10, 0.25, 6",
        "100, 0.25, 33",
        "1000, 0.25, 274",
        "14042, 0.25, 3596",
        "1, 0.04, 1",
        "1000, 0.5, 527",
        "1319, 0.0001, 2",
        "5, 0.9, 6",
        "30, 0.9, 30",
        "1000, 0, 1",
        "1, 0, 1"
    })
    void minRightAboveTrivial(int items, double trivial, int least) {
        assertThat(Accuracy.minRightAboveTrivial(items, trivial, 0.05)).isEqualTo(least);
    }

    @Test
    void theLeastIsTheFirstThatTheTestAccepts() {
        for (int items = 1; items < 200; items += 7)
            for (double trivial : new double[] {0.01, 0.1, 0.25, 0.5, 0.95}) {
                int least = Accuracy.minRightAboveTrivial(items, trivial, 0.05);
                if (least <= items)
                    assertThat(new Accuracy(least, items).pValueAgainst(trivial))
                            .isLessThanOrEqualTo(0.05);
                assertThat(new Accuracy(least - 1, items).pValueAgainst(trivial))
                        .isGreaterThan(0.05);
            }
    }

    @Test
    void refusesWhatIsNoCount() {
        assertThatThrownBy(() -> new Accuracy(0, 0)).hasMessage("items must be at least 1, was 0");
        assertThatThrownBy(() -> new Accuracy(11, 10)).hasMessage("right must be from 0 to 10, was 11");
        assertThatThrownBy(() -> new Accuracy(-1, 10)).hasMessage("right must be from 0 to 10, was -1");
    }
}
