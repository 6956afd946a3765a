package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.emergencelaw.member.FewShotHistory.Point;
import org.junit.jupiter.api.Test;

/** Rules of the pool. */
class CombinedForecastTest {

    private static final FewShotHistory RISING = new FewShotHistory(
            List.of(
                    new Point(-4, 0.252, 2_000),
                    new Point(-3, 0.247, 2_000),
                    new Point(-2, 0.255, 2_000),
                    new Point(-1, 0.27, 2_000),
                    new Point(0, 0.31, 2_000)),
            0.25);

    private static final List<HingeCurve> LAW = law(0.8);

    /** Law draws about an elbow. */
    static List<HingeCurve> law(double elbow) {
        List<HingeCurve> draws = new ArrayList<>();
        for (int i = 0; i < 40; i++)
            draws.add(HingeCurve.ofLawDraw(elbow + (i - 20) * 0.08, 0.05 + 0.003 * i, 0.25, 0.01, 0.3));
        return draws;
    }

    @Test
    void weightsWithoutAndWithALaw() {
        CombinedForecast alone = CombinedForecast.of(RISING), withLaw = CombinedForecast.of(RISING, LAW);
        double p = withLaw.pElbowAhead(), total = 1 + p + 0.25;

        assertThat(alone.voices())
                .extracting(Voice::member)
                .containsExactly(Member.HINGE, Member.LINE, Member.LOGISTIC);
        assertThat(alone.voices()).extracting(Voice::weight).containsOnly(1.0 / 3);
        assertThat(withLaw.voices())
                .extracting(Voice::member)
                .containsExactly(Member.HINGE, Member.REFERENCE, Member.EMERGENCE_LAW);
        assertThat(p).isBetween(0.1, 0.9);
        assertThat(withLaw.voices()).extracting(Voice::weight).containsExactly(1 / total, p / total, 0.25 / total);
    }

    @Test
    void fewerThanThreeCheckpointsLeaveTheHingeAndTheReference() {
        for (int size = 0; size < CombinedForecast.MIN_CHECKPOINTS; size++) {
            FewShotHistory few = new FewShotHistory(RISING.points().subList(0, size), 0.25);
            assertThat(CombinedForecast.of(few).voices())
                    .extracting(Voice::member)
                    .containsExactly(Member.HINGE);
            assertThat(CombinedForecast.of(few, LAW).voices())
                    .extracting(Voice::member)
                    .containsExactly(Member.HINGE, Member.REFERENCE);
        }
    }

    @Test
    void withoutCheckpointsTheHingeIsItsPrior() {
        CombinedForecast prior = CombinedForecast.of(new FewShotHistory(List.of(), 0.25));

        assertThat(prior.pNever()).isCloseTo(0.1, within(1e-12));
        assertThat(prior.elbow().orElseThrow().cdf(1.4))
                .as("the centre of the prior")
                .isCloseTo(0.45, within(0.02));
    }

    @Test
    void aCrossingIsTheProbabilityOfTheLevelThere() {
        CombinedForecast withLaw = CombinedForecast.of(RISING, LAW), alone = CombinedForecast.of(RISING);
        DoublingsDistribution crossingWithLaw = withLaw.crossing(0.4), crossing = alone.crossing(0.4);
        for (double x = -10; x <= 40; x += 0.25)
            assertThat(crossingWithLaw.cdf(x)).as("x = %s", x).isCloseTo(withLaw.pReaches(0.4, x), within(1e-12));
        for (double x = 0; x <= 40; x += 0.25)
            assertThat(crossing.cdf(x)).as("x = %s", x).isCloseTo(alone.pReaches(0.4, x), within(1e-12));
    }

    @Test
    void whatALineBelievesFarLeftOfItsCheckpointsSaysNothingOfWhatLiesAhead() {
        CombinedForecast alone = CombinedForecast.of(RISING);
        double now = alone.pReaches(0.4, 0);
        assertThat(alone.pReaches(0.4, -10)).as("a line knows little there").isGreaterThan(now);
        DoublingsDistribution crossing = alone.crossing(0.4);
        double lowest = now, highest = now;
        for (double x = 0; x >= -10; x -= 0.25) {
            lowest = Math.min(lowest, alone.pReaches(0.4, x));
            assertThat(crossing.cdf(x)).as("x = %s", x).isCloseTo(lowest, within(1e-12));
        }
        for (double x = 0; x <= 40; x += 0.25) {
            highest = Math.max(highest, alone.pReaches(0.4, x));
            assertThat(crossing.cdf(x)).as("x = %s", x).isCloseTo(highest, within(1e-12));
        }
    }

    @Test
    void higherLevelsAreCrossedLaterAndMoreComputeNeverMovesAnElbowBack() {
        CombinedForecast forecast = CombinedForecast.of(RISING, LAW);
        DoublingsDistribution elbow = forecast.elbow().orElseThrow();
        DoublingsDistribution low = forecast.crossing(0.4), high = forecast.crossing(0.5);
        for (double x = -10; x <= 40; x += 0.25) {
            assertThat(high.cdf(x)).isLessThanOrEqualTo(low.cdf(x));
            assertThat(elbow.cdf(x + 0.25)).isGreaterThanOrEqualTo(elbow.cdf(x));
        }
    }

    @Test
    void theOrderOfTheRowsChangesNoBit() {
        List<Point> shuffled = new ArrayList<>(RISING.points());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(shuffled).isNotEqualTo(RISING.points());
        FewShotHistory other = new FewShotHistory(shuffled, 0.25);

        assertThat(answers(CombinedForecast.of(other))).isEqualTo(answers(CombinedForecast.of(RISING)));
        assertThat(answers(CombinedForecast.of(other, LAW))).isEqualTo(answers(CombinedForecast.of(RISING, LAW)));
    }

    @Test
    void seedsPooledInAnyGroupingSayTheSame() {
        List<Point> seeds = List.of(new Point(0, 0.29, 500), new Point(0, 0.33, 500), new Point(0, 0.31, 1_000));
        List<Point> others = RISING.points().subList(0, 4);
        List<Point> grouped = new ArrayList<>(others), atOnce = new ArrayList<>(others);
        atOnce.add(Point.pooled(seeds));
        grouped.add(Point.pooled(List.of(Point.pooled(seeds.subList(0, 2)), seeds.get(2))));

        List<Double> expected = answers(CombinedForecast.of(RISING));
        for (List<Point> points : List.of(atOnce, grouped)) {
            List<Double> found = answers(CombinedForecast.of(new FewShotHistory(points, 0.25)));
            for (int i = 0; i < found.size(); i++) assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-9));
        }
    }

    private static List<Double> answers(CombinedForecast forecast) {
        List<Double> answers = new ArrayList<>(List.of(forecast.pNever(), forecast.pElbowAhead()));
        for (double p : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
            answers.add(forecast.elbow().orElseThrow().quantile(p).orElse(60));
            answers.add(forecast.crossing(0.4).quantile(p).orElse(60));
            answers.add(forecast.accuracy(2, 1_000).quantile(p));
        }
        return answers;
    }

    @Test
    void theLawMovesTheElbowButCannotForbidOne() {
        double early =
                CombinedForecast.of(RISING, law(-1)).elbow().orElseThrow().cdf(0);
        double late = CombinedForecast.of(RISING, law(4)).elbow().orElseThrow().cdf(0);
        double absurd =
                CombinedForecast.of(RISING, law(39)).elbow().orElseThrow().cdf(0);

        assertThat(early).isGreaterThan(late + 0.2);
        assertThat(absurd).isGreaterThan(0.2);
    }

    @Test
    void invalidQuestionsAreNamed() {
        CombinedForecast forecast = CombinedForecast.of(RISING);
        for (double level : new double[] {0, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> forecast.crossing(level))
                    .withMessage("level must be above 0 and at most 1, was " + level);
            assertThatIllegalArgumentException().isThrownBy(() -> forecast.pReaches(level, 1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forecast.pReaches(0.4, Double.NaN))
                .withMessageContaining("doublings must be within");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forecast.accuracy(2, 0))
                .withMessage("items must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CombinedForecast.of(RISING, List.of()))
                .withMessage("law_draws must not be empty");
    }
}
