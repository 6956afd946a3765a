package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Quantiles and distribution functions of the answers. */
class DistributionsTest {

    /** Rises evenly from 0 at -10 to 0.5 at 40. */
    private static DoublingsDistribution even() {
        double[] cdf = new double[DoublingsGrid.ANSWERS.size()];
        for (int i = 0; i < cdf.length; i++) cdf[i] = 0.5 * i / (cdf.length - 1);
        return new DoublingsDistribution(cdf);
    }

    @Test
    void quantileAndCdfAreInverse() {
        for (double p = 0.01; p < 0.5; p += 0.01)
            assertThat(even().cdf(even().quantile(p).orElseThrow())).isCloseTo(p, within(1e-9));
        assertThat(even().quantile(0.25).orElseThrow()).isCloseTo(15, within(1e-6));
    }

    @Test
    void whatHasNotHappenedByTheEndIsNever() {
        assertThat(even().pNever()).isEqualTo(0.5);
        assertThat(even().quantile(0.51)).isEmpty();
        assertThat(even().cdf(1e6)).isEqualTo(0.5);
        assertThat(even().cdf(-10.1)).isZero();
    }

    @Test
    void whatHappenedBeforeTheGridLiesAtItsStartAndNothingIsUndone() {
        double[] cdf = new double[DoublingsGrid.ANSWERS.size()];
        Arrays.fill(cdf, 0.3);
        cdf[3] = 0.9;
        cdf[DoublingsGrid.ANSWERS.firstFrom(5)] = 0.2;
        DoublingsDistribution early = new DoublingsDistribution(cdf);

        assertThat(early.quantile(0.2)).hasValue(-10);
        assertThat(early.cdf(-10)).isEqualTo(0.3);
        assertThat(early.cdf(DoublingsGrid.ANSWERS.point(3))).as("far behind").isEqualTo(0.3);
        assertThat(early.cdf(5)).as("not undone").isEqualTo(0.3);
        assertThat(early.cdf(12)).isEqualTo(0.3);
    }

    @Test
    void accuraciesAreThoseOfTheCurveCutAtItsEnds() {
        NormalDistribution normal = NormalDistribution.of(0.1, 0.1);
        AccuracyDistribution accuracy = new AccuracyDistribution(normal::cumulativeProbability);

        assertThat(accuracy.quantile(0.5)).isCloseTo(0.1, within(1e-9));
        assertThat(accuracy.quantile(0.9)).isCloseTo(normal.inverseCumulativeProbability(0.9), within(1e-5));
        assertThat(accuracy.quantile(0.05)).isZero();
        assertThat(accuracy.cdf(-0.01)).isZero();
        assertThat(accuracy.cdf(0)).isEqualTo(normal.cumulativeProbability(0));
        assertThat(accuracy.cdf(1)).isOne();
    }

    @Test
    void aGuideThatErrsChangesNoAnswer() {
        NormalDistribution normal = NormalDistribution.of(0.4, 0.07);
        AccuracyDistribution alone = new AccuracyDistribution(normal::cumulativeProbability);
        for (double shift : new double[] {0, 0.003, -0.003, 0.1, -0.1, 3, -3}) {
            AccuracyDistribution guided = new AccuracyDistribution(
                    normal::cumulativeProbability, () -> accuracy -> normal.cumulativeProbability(accuracy + shift));
            for (int i = 1; i < 200; i++) assertThat(guided.quantile(i / 200.0)).isEqualTo(alone.quantile(i / 200.0));
        }
    }

    @Test
    void invalidQuestionsAreNamed() {
        AccuracyDistribution accuracy = new AccuracyDistribution(y -> y < 0.5 ? 0 : 1);
        for (double p : new double[] {0, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> even().quantile(p))
                    .withMessage("p must be above 0 and below 1, was " + p);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> accuracy.quantile(p))
                    .withMessage("p must be above 0 and below 1, was " + p);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> even().cdf(Double.NaN))
                .withMessage("doublings must be a number, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accuracy.cdf(Double.NaN))
                .withMessage("accuracy must be a number, was NaN");
    }
}
