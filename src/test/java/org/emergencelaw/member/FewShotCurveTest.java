package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class FewShotCurveTest {

    private static final HingeCurve HINGE = new HingeCurve(1.3, 0.2, 0.25, 0.03, 0.01, 0.4);
    private static final LogisticPosterior.LogisticCurve LOGISTIC =
            new LogisticPosterior.LogisticCurve(2.1, 0.7, 0.25, 0.01);

    @Test
    void hingeRisesByItsSlopeFromTheElbowToTheCeiling() {
        assertThat(HINGE.accuracy(-1_000)).isEqualTo(0.25);
        assertThat(HINGE.accuracy(1.3)).isEqualTo(0.25);
        assertThat((HINGE.accuracy(1.3 + 1e-6) - 0.25) / 1e-6).isCloseTo(0.2, within(1e-6));
        assertThat(HINGE.accuracy(2.3)).isCloseTo(0.25 + 0.75 * (1 - Math.exp(-0.2 / 0.75)), within(1e-15));
        assertThat(HINGE.accuracy(1_000)).isCloseTo(1, within(1e-15));
    }

    @Test
    void aCurveThatNeverRisesStaysAtItsFloor() {
        HingeCurve never = new HingeCurve(Double.POSITIVE_INFINITY, 0.2, 0.3, 0.01, 0.02, 0);
        assertThat(never.accuracy(1_000)).isEqualTo(0.3);
        assertThat(reaches(never, 0.3)).containsOnly(0.5);
    }

    @Test
    void aFloorOutsideItsRangeIsBroughtBack() {
        assertThat(HingeCurve.ofLawDraw(0, 0.1, -0.02, 0.01, 0).floor()).isZero();
        // at least 0.02 of room is left under the ceiling, and accuracy never exceeds 1
        assertThat(HingeCurve.ofLawDraw(0, 0.1, 1.02, 0.01, 0).accuracy(30)).isOne();
    }

    @Test
    void checkpointsOfEqualLossDifferOnlyWhereTheCurveRises() {
        double items = 0.25 * 0.75 / 1_000;
        assertThat(HINGE.observedSd(0, 1_000)).isCloseTo(Math.sqrt(0.01 * 0.01 + 0.03 * 0.03 + items), within(1e-15));
        double slope = 0.2 * Math.exp(-0.2 / 0.75), accuracy = HINGE.accuracy(2.3);
        assertThat(HINGE.observedSd(2.3, 1_000))
                .isCloseTo(
                        Math.sqrt(0.01 * 0.01
                                + 0.03 * 0.03
                                + Math.pow(0.4 * slope, 2)
                                + accuracy * (1 - accuracy) / 1_000),
                        within(1e-15));
    }

    @Test
    void hingeOnTheGridIsWhatItIsPointByPoint() {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double[] reaches = reaches(HINGE, 0.4);
        for (int i = 0; i < reaches.length; i++) {
            double x = DoublingsGrid.ANSWERS.point(i);
            assertThat(reaches[i])
                    .as("x = %s", x)
                    .isCloseTo(normal.cumulativeProbability((HINGE.accuracy(x) - 0.4) / 0.03), within(1e-9));
        }
    }

    @Test
    void logisticReachesALevelWhereItsAccuracyDoes() {
        for (double level : new double[] {0.1, 0.25, 0.4, 0.625, 0.99}) {
            double[] reaches = reaches(LOGISTIC, level);
            for (int i = 0; i < reaches.length; i++)
                assertThat(reaches[i])
                        .as("level %s, point %s", level, i)
                        .isEqualTo(LOGISTIC.accuracy(DoublingsGrid.ANSWERS.point(i)) >= level ? 1.0 : 0.0);
        }
        assertThat(reaches(LOGISTIC, 1)).as("a logistic never reaches 1").containsOnly(0);
        assertThat(LOGISTIC.elbowDoublings()).isCloseTo(2.1 - 2 / 0.7, within(1e-15));
    }

    private static double[] reaches(FewShotCurve curve, double level) {
        double[] sums = new double[DoublingsGrid.ANSWERS.size()];
        curve.addReaches(level, 1, DoublingsGrid.ANSWERS, sums);
        return sums;
    }

    @Test
    void invalidDrawsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HingeCurve.ofLawDraw(Double.NaN, 0.1, 0.25, 0.01, 0))
                .withMessage("elbow_doublings must be a number or +Infinity, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HingeCurve.ofLawDraw(0, -0.1, 0.25, 0.01, 0))
                .withMessage("slope_per_doubling must be finite and at least 0, was -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HingeCurve.ofLawDraw(0, 0.1, Double.NaN, 0.01, 0))
                .withMessage("floor must be finite, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HingeCurve.ofLawDraw(0, 0.1, 0.25, Double.NaN, 0))
                .withMessage("run_noise must be finite and at least 0, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HingeCurve.ofLawDraw(0, 0.1, 0.25, 0.01, Double.POSITIVE_INFINITY))
                .withMessage("checkpoint_effect_doublings must be finite and at least 0, was Infinity");
    }
}
