package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** The tabulated normal distribution against that of Commons Statistics. */
class NormalCdfTest {

    @Test
    void agreesToTenDecimalsAndNeverFalls() {
        NormalDistribution exact = NormalDistribution.of(0, 1);
        double before = 0;
        for (int i = -9_000; i <= 9_000; i++) {
            double z = i / 1_000.0, found = NormalCdf.of(z);
            assertThat(found).as("z = %s", z).isCloseTo(exact.cumulativeProbability(z), within(1e-10));
            assertThat(found).as("z = %s", z).isGreaterThanOrEqualTo(before);
            before = found;
        }
    }

    @Test
    void endsAndNoNumber() {
        assertThat(NormalCdf.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(NormalCdf.of(Double.POSITIVE_INFINITY)).isOne();
        assertThat(NormalCdf.of(Double.NaN)).isNaN();
    }
}
