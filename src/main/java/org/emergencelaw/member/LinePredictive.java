package org.emergencelaw.member;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Least-squares line in doublings through the last half of the checkpoints, at least four where there are four.
 *
 * <p>With {@code v = (1, x)} and {@code M = (V'V + 1e-6 I)^-1} the latent accuracy at x is Student t of {@code k - 2} degrees of freedom
 * (at least 1) about the line with scale {@code s sqrt(v'Mv)}, an observed one with {@code s sqrt(1 + v'Mv)}. The ridge only serves
 * checkpoints of one compute. A line has no elbow.
 */
final class LinePredictive extends CurveDistribution {

    private static final int MIN_CHECKPOINTS = 4;
    private static final double RIDGE = 1e-6;
    private static final double MIN_VARIANCE = 1e-7;

    /** M: of the intercept, of the slope, and between them. */
    private final double m00;

    private final double m11;
    private final double m01;

    private final double intercept;
    private final double slope;
    private final double variance;
    private final TDistribution student;

    private LinePredictive(List<FewShotHistory.Point> points) {
        double x = 0, xx = 0, y = 0, xy = 0;
        for (FewShotHistory.Point point : points) {
            x += point.doublings();
            xx += point.doublings() * point.doublings();
            y += point.accuracy();
            xy += point.doublings() * point.accuracy();
        }
        double n = points.size() + RIDGE, determinant = n * (xx + RIDGE) - x * x;
        m00 = (xx + RIDGE) / determinant;
        m11 = n / determinant;
        m01 = -x / determinant;
        intercept = m00 * y + m01 * xy;
        slope = m01 * y + m11 * xy;
        double squares = 0;
        for (FewShotHistory.Point point : points) {
            double left = point.accuracy() - line(point.doublings());
            squares += left * left;
        }
        int freedom = Math.max(1, points.size() - 2);
        variance = Math.max(MIN_VARIANCE, squares / freedom);
        student = TDistribution.of(freedom);
    }

    static LinePredictive of(FewShotHistory history) {
        List<FewShotHistory.Point> points = history.points();
        int used = Math.min(points.size(), Math.max(MIN_CHECKPOINTS, points.size() / 2));
        return new LinePredictive(points.subList(points.size() - used, points.size()));
    }

    private double line(double doublings) {
        return intercept + slope * doublings;
    }

    private double leverage(double doublings) {
        return m00 + 2 * m01 * doublings + m11 * doublings * doublings;
    }

    @Override
    Optional<double[]> elbowBy(DoublingsGrid grid) {
        return Optional.empty();
    }

    @Override
    double[] reaches(double level, DoublingsGrid grid) {
        double[] probabilities = new double[grid.size()];
        for (int i = 0; i < probabilities.length; i++) {
            double x = grid.point(i);
            probabilities[i] = student.cumulativeProbability((line(x) - level) / Math.sqrt(variance * leverage(x)));
        }
        return probabilities;
    }

    @Override
    LongFunction<AccuracyDistribution> observedAt(double doublings) {
        double centre = line(doublings), scale = Math.sqrt(variance * (1 + leverage(doublings)));
        return items ->
                new AccuracyDistribution(accuracy -> student.cumulativeProbability((accuracy - centre) / scale));
    }
}
