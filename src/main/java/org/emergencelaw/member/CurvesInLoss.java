package org.emergencelaw.member;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Curves that were fitted over the loss itself, asked in doublings: {@code F(x) = G(p(x))}, p the place of x on the axis of losses.
 *
 * @see DoublingsAxis#lossPace
 */
final class CurvesInLoss extends CurveDistribution {

    private final CurveDistribution curves;
    private final DoubleUnaryOperator place;

    /** @param place never falling */
    CurvesInLoss(CurveDistribution curves, DoubleUnaryOperator place) {
        this.curves = curves;
        this.place = place;
    }

    @Override
    Optional<double[]> elbowBy(DoublingsGrid grid) {
        if (curves.elbowBy(DoublingsGrid.at(0)).isEmpty()) return Optional.empty();
        return Optional.of(at(grid, point -> curves.elbowBy(point).orElseThrow()));
    }

    @Override
    double[] reaches(double level, DoublingsGrid grid) {
        return at(grid, point -> curves.reaches(level, point));
    }

    /** One by one: places that are evenly spaced in doublings are not so in loss. */
    private double[] at(DoublingsGrid grid, Function<DoublingsGrid, double[]> answer) {
        double[] answers = new double[grid.size()];
        for (int i = 0; i < answers.length; i++)
            answers[i] = answer.apply(DoublingsGrid.at(place.applyAsDouble(grid.point(i))))[0];
        return answers;
    }

    @Override
    LongFunction<AccuracyDistribution> observedAt(double doublings) {
        return curves.observedAt(place.applyAsDouble(doublings));
    }
}
