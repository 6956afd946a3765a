package org.emergencelaw.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.statistics.ScoringRules;
import org.junit.jupiter.api.Test;

/** Scores against closed forms. */
class PredictionScoreTest {

    private static final ObservedEmergence SEEN = new ObservedEmergence(
            EmergenceCriterion.ELBOW, OptionalDouble.of(2.0), false, OptionalDouble.of(1e21), 1.8, 3.0);
    private static final ObservedEmergence NOT_SEEN = new ObservedEmergence(
            EmergenceCriterion.ELBOW, OptionalDouble.empty(), true, OptionalDouble.empty(), 1.8, 3.0);
    private static final Optional<LossCurve> LAW =
            Optional.of(new LossCurve(new ComputeLossLaw(1.0, 1.0, 0.1, 1e21), ComputePath.usual(6)));

    private static double[] normal(double mean, double sd, int draws) {
        NormalDistribution normal = NormalDistribution.of(mean, sd);
        double[] values = new double[draws];
        for (int i = 0; i < draws; i++) values[i] = normal.inverseCumulativeProbability((i + 0.5) / draws);
        return values;
    }

    /** Gneiting and Raftery 2007, equation 21: 0.2336950 sd at the mean, 0.6022439 sd one sd away. */
    @Test
    void theCrpsOfANormalIsItsClosedForm() {
        assertThat(ScoringRules.crps(normal(2, 0.1, 20_000), 2)).isCloseTo(0.0233695, within(2e-6));
        assertThat(ScoringRules.crps(normal(2, 0.1, 20_000), 2.1)).isCloseTo(0.0602440, within(2e-6));
    }

    /** Between the fifth draw, never, and the sixth lies the fifth percentile of a hundred: never, and no number of its own. */
    @Test
    void anIntervalThatReachesToNeverHoldsWhatLiesBelowItsUpperEnd() {
        double[] draws = normal(2, 0.1, 100);
        Arrays.fill(draws, 0, 5, Double.NEGATIVE_INFINITY);

        PredictionScore score = PredictionScore.of(draws, SEEN, LAW, Optional.empty());

        assertThat(score.q05Nats()).isEmpty();
        assertThat(score.q95Nats().orElseThrow()).isGreaterThan(2);
        assertThat(score.within()).contains(true);
    }

    @Test
    void theCrpsOfAPointIsItsError() {
        PredictionScore score = PredictionScore.of(new double[] {2.25}, SEEN, LAW, Optional.empty());

        assertThat(score.crps()).isCloseTo(0.25, within(1e-12));
        assertThat(score.errorNats().orElseThrow()).isCloseTo(0.25, within(1e-12));
        assertThat(score.within()).contains(false);
    }

    /** (1.25)^-10 over 1: L - Linf of 1.25 against 1.0 at exponent 0.1. */
    @Test
    void errorsInComputeFollowTheLossLaw() {
        double expected = -10 * Math.log(1.25) / Math.log(2);

        assertThat(PredictionScore.of(new double[] {2.25}, SEEN, LAW, Optional.empty())
                        .doublings()
                        .orElseThrow())
                .isCloseTo(expected, within(1e-9));
        assertThat(PredictionScore.of(new double[] {0.9}, SEEN, LAW, Optional.empty())
                        .doublings())
                .as("below the irreducible loss")
                .isEmpty();
    }

    @Test
    void neverScoresAsOneNatBeyondTheStrongestCheckpoint() {
        PredictionScore score =
                PredictionScore.of(new double[] {Double.NEGATIVE_INFINITY}, SEEN, LAW, Optional.empty());

        assertThat(score.crps()).isCloseTo(2.0 - 0.8, within(1e-12));
        assertThat(score.pNever()).isEqualTo(1);
        assertThat(score.medianNats()).isEmpty();
        assertThat(score.errorNats()).isEmpty();
    }

    @Test
    void whereNothingWasSeenSayingNotYetIsRightHoweverFar() {
        assertThat(PredictionScore.of(new double[] {Double.NEGATIVE_INFINITY}, NOT_SEEN, LAW, Optional.empty())
                        .crps())
                .isZero();
        assertThat(PredictionScore.of(new double[] {1.7}, NOT_SEEN, LAW, Optional.empty())
                        .crps())
                .isZero();
        assertThat(PredictionScore.of(new double[] {2.1}, NOT_SEEN, LAW, Optional.empty())
                        .crps())
                .isCloseTo(0.3, within(1e-12));
        assertThat(PredictionScore.of(new double[] {2.1}, NOT_SEEN, LAW, Optional.empty())
                        .within())
                .isEmpty();
    }

    /** Computed by scipy 1.17.1, {@code wilcoxon(d, method='exact')}; the zero is left out there too. */
    @Test
    void pairedDifferencesAreTestedByWilcoxon() {
        double[] differences = {0.11, -0.02, 0.31, 0.05, 0, 0.27, 0.19, -0.04, 0.08};

        RivalRanking.Paired paired = RivalRanking.Paired.of(differences);

        assertThat(paired.pairs()).isEqualTo(8);
        assertThat(paired.pValue().orElseThrow()).isCloseTo(0.0390625, within(1e-12));
        assertThat(paired.meanDifferenceNats())
                .isCloseTo(Arrays.stream(differences).average().orElseThrow(), within(1e-12));
        assertThat(RivalRanking.Paired.of(new double[] {1, 1, 1, 1}).pValue()).isEmpty();
    }
}
