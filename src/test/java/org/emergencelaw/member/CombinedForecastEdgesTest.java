package org.emergencelaw.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.member.FewShotHistory.Point;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pool and its voices at the edges of what may be submitted and asked. */
class CombinedForecastEdgesTest {

    static Stream<Arguments> edges() {
        return Stream.of(
                edge("no point", 0.25),
                edge("one point", 0.25, new Point(0, 0.25, 100)),
                edge("one point at 0", 0, new Point(-3, 0, 1)),
                edge("two points", 0.25, new Point(-1, 0.3, 100), new Point(0, 0.6, 100)),
                edge("zero everywhere", 0, same(0, 1_319)),
                edge("one everywhere", 0.5, same(1, 1_319)),
                edge("constant", 0.25, same(0.25, 1_000)),
                edge("below guessing", 0.5, same(0.1, 1_000)),
                edge("one item", 0.25, new Point(-2, 0, 1), new Point(-1, 1, 1), new Point(0, 0, 1)),
                edge("most items", 0.25, same(0.26, Long.MAX_VALUE)),
                edge("trivial accuracy near 1", 0.999, same(0.9995, 10_000)),
                edge("one compute", 0.25, new Point(0, 0.2, 9), new Point(0, 0.3, 9), new Point(0, 0.9, 9)),
                edge("far left", 0.25, new Point(-1_000, 0, 9), new Point(-999, 1, 9), new Point(-990, 1, 9)),
                edge("far right", 0.25, new Point(1_000, 0, 9), new Point(999, 1, 9), new Point(990, 1, 9)));
    }

    private static Arguments edge(String name, double trivialAccuracy, Point... points) {
        return Arguments.of(name, new FewShotHistory(List.of(points), trivialAccuracy));
    }

    private static Point[] same(double accuracy, long items) {
        return Stream.of(-4.0, -3.0, -1.5, -0.5, 0.0)
                .map(x -> new Point(x, accuracy, items))
                .toArray(Point[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edges")
    void everyAnswerIsANumberInItsRange(String name, FewShotHistory history) {
        List<HingeCurve> odd = List.of(
                HingeCurve.ofLawDraw(-1e300, 0, 0, 0, 0),
                HingeCurve.ofLawDraw(1e300, 1e300, 1, 0, 1e300),
                HingeCurve.ofLawDraw(0, 1e300, 0, 0, 1),
                HingeCurve.ofLawDraw(Double.POSITIVE_INFINITY, 1, -5, 3, 0));
        for (CombinedForecast forecast : List.of(
                CombinedForecast.of(history),
                CombinedForecast.of(history, CombinedForecastTest.law(0.8)),
                CombinedForecast.of(history, odd))) {
            assertThat(forecast.pNever()).isBetween(0.0, 1.0);
            assertThat(forecast.pElbowAhead()).isBetween(0.0, 1.0);
            assertThat(forecast.voices().stream().mapToDouble(Voice::weight).sum())
                    .isCloseTo(1, within(1e-12));
            assertInRange(forecast);
            forecast.voices().forEach(voice -> assertInRange(voice.curves()));
        }
    }

    private static void assertInRange(CurveDistribution curves) {
        curves.elbow().ifPresent(CombinedForecastEdgesTest::assertAscending);
        for (double level : new double[] {1e-9, 0.25, 0.4, 1}) {
            assertAscending(curves.crossing(level));
            for (double x : new double[] {-1_000, -10, 0, 3.3, 40, 1_000})
                assertThat(curves.pReaches(level, x)).isBetween(0.0, 1.0);
        }
        for (double x : new double[] {-1_000, -3, 0, 3.3, 1_000})
            for (long items : new long[] {1, 1_000, Long.MAX_VALUE}) {
                AccuracyDistribution accuracy = curves.accuracy(x, items);
                double before = 0;
                for (double p : new double[] {0.001, 0.05, 0.5, 0.95, 0.999}) {
                    double quantile = accuracy.quantile(p);
                    assertThat(quantile).isBetween(before, 1.0);
                    before = quantile;
                }
                assertThat(accuracy.cdf(0.7)).isBetween(accuracy.cdf(0.3), 1.0);
            }
    }

    private static void assertAscending(DoublingsDistribution distribution) {
        assertThat(distribution.pNever()).isBetween(0.0, 1.0);
        double before = -10;
        for (double p : new double[] {0.001, 0.05, 0.5, 0.95, 0.999}) {
            double quantile = distribution.quantile(p).orElse(60);
            assertThat(quantile).isBetween(before, 60.0);
            before = quantile;
        }
    }
}
