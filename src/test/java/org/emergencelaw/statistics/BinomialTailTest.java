package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class BinomialTailTest {

    @Test
    void itIsTheExactTailToNineDigits() {
        for (int items : new int[] {1, 2, 20, 1000, 14_042})
            for (double share : new double[] {0, 0.003, 0.27, 0.5, 0.999}) {
                int least = 1 + (int) (share * (items - 1));
                BinomialTail tail = new BinomialTail(items, least);
                for (int i = 0; i <= 700; i++) {
                    double p = i / 700.0;
                    double exact = 1 - new BinomialDistribution(null, items, p).cumulativeProbability(least - 1);
                    assertThat(tail.at(p))
                            .as("P(X >= %d) of %d at %s", least, items, p)
                            .isCloseTo(exact, within(1e-9));
                }
            }
    }

    @Test
    void itSaysWhatIsWrong() {
        assertThatThrownBy(() -> new BinomialTail(0, 1)).hasMessage("items must be at least 1, was 0");
        assertThatThrownBy(() -> new BinomialTail(10, 11)).hasMessage("least must be from 1 to 10, was 11");
        assertThatThrownBy(() -> new BinomialTail(10, 1).at(1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    /** To the last bit, whether it is asked or known. */
    @Test
    void whatIsKnownUnaskedIsWhatWouldBeAnswered() {
        for (int items : new int[] {1, 20, 14_042, 1_000_000})
            for (int least : new int[] {0, 1, items / 4 + 1, items / 2 + 1, items})
                for (int i = 0; i <= 2_000; i++) {
                    double p = i / 2_000.0;
                    assertThat(BinomialTail.of(items, least, p))
                            .as("P(X >= %d), n = %d, p = %s", least, items, p)
                            .isEqualTo(1 - new BinomialDistribution(null, items, p).cumulativeProbability(least - 1));
                }
    }
}
