package org.emergencelaw.fit.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.law.ElbowPositions;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Profile likelihood of E(D0) with normal residuals: {@code n ln(SSE(e) / SSE)}, SSE(e) the least sum of squares of all laws whose
 * few-shot elbow is e. Its 90% interval is where that is below 2.706, the 90% quantile of chi-squared with one degree of freedom.
 *
 * @param points ascending in E(D0)
 * @param low lower end of the 90% interval; absent where the profile does not rise that far within the search
 * @param high upper end
 * @param reason why an end is absent
 */
public record ProfileInterval(List<Point> points, OptionalDouble low, OptionalDouble high, Optional<String> reason) {

    /** A point of the profile. */
    public record Point(double emergenceLossNats, double deviance) {}

    static final double CUT = 2.705543454;
    private static final int POINTS = 61;
    private static final double HIGHEST = 12;
    /** Ranges of the losses beyond the least-squares elbow, in which an end is sought. */
    private static final double REACH = 4;

    private static final int BISECTIONS = 30;

    public static ProfileInterval of(FitDesign data, LeastSquares.Solution best) {
        Search search = new Search(data, best);
        double reach = REACH * (data.maxLoss() - data.minLoss());
        double from = search.end(-reach, HIGHEST), to = search.end(reach, HIGHEST);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double elbow = from + (to - from) * i / (POINTS - 1);
            points.add(new Point(elbow, search.deviance(elbow)));
        }
        OptionalDouble low = search.crossing(from), high = search.crossing(to);
        String open = "the profile stays below its 90% cut as far as it was followed: the data leave this side open";
        return new ProfileInterval(
                List.copyOf(points),
                low,
                high,
                low.isPresent() && high.isPresent() ? Optional.empty() : Optional.of(open));
    }

    /** Least sum of squares at a given E(D0), over G and the shape: a grid, then a simplex about each of its best cells. */
    private static final class Search {
        private static final int GAPS = 40, BEST = 5, EVALUATIONS = 400;

        private final FitDesign data;
        private final LeastSquares.Solution best;
        private final boolean shift;
        private final HingeMoments hinges;
        private final ElbowPositions positions;
        private final LinearParameters step = new LinearParameters();
        private final double[] position, elbows, lower, upper;

        Search(FitDesign data, LeastSquares.Solution best) {
            this.data = data;
            this.best = best;
            shift = best.fewShotShift() != 0;
            double[] ones = new double[data.size()];
            Arrays.fill(ones, 1);
            hinges = new HingeMoments(data, ones);
            positions = data.positions(best.form());
            position = new double[data.amounts.length];
            elbows = new double[data.amounts.length];
            LeastSquares bounds = new LeastSquares(data, best.form(), shift, ones);
            lower = bounds.lower;
            upper = bounds.upper;
        }

        double deviance(double elbow) {
            double floor = Math.max(best.sumOfSquares(), hinges.noise());
            return floor > 0 ? data.size() * Math.log(Math.max(floor, least(elbow)) / floor) : 0;
        }

        /** Where, from the least-squares elbow towards {@code far}, the deviance first passes a value; {@code far} if it never does. */
        double end(double far, double value) {
            double start = best.elbows().fewShot();
            double step = 1.0 / 64;
            for (double share = step; share < 1; share *= 1.3)
                if (deviance(start + share * share * far) > value) return start + share * share * far;
            return start + far;
        }

        /** Where the deviance crosses the cut between the least-squares elbow and this end. */
        OptionalDouble crossing(double end) {
            double inside = best.elbows().fewShot(), outside = end;
            if (deviance(end) < CUT) return OptionalDouble.empty();
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (inside + outside) / 2;
                if (deviance(middle) < CUT) inside = middle;
                else outside = middle;
            }
            return OptionalDouble.of((inside + outside) / 2);
        }

        private double least(double elbow) {
            double[] shapes = best.form().shapeGrid();
            List<double[]> cells = new ArrayList<>();
            cells.add(cell(elbow, Math.log(best.elbows().gap()), best.elbows().shape()));
            for (double shape : shapes)
                for (int g = 0; g < GAPS; g++)
                    cells.add(cell(elbow, lower[1] + (upper[1] - lower[1]) * (g + 0.5) / GAPS, shape));
            cells.sort(java.util.Comparator.comparingDouble(cell -> cell[2]));
            double least = Double.POSITIVE_INFINITY;
            for (double[] cell : cells.subList(0, BEST)) least = Math.min(least, polished(elbow, cell));
            return least;
        }

        private double[] cell(double elbow, double logGap, double shape) {
            return new double[] {logGap, shape, squares(elbow, logGap, shape)};
        }

        /** Nelder and Mead 1965 from a cell, its simplex as large as a cell. */
        private double polished(double elbow, double[] from) {
            double[][] simplex = {{0, 0}, {(upper[1] - lower[1]) / GAPS, 0}, {0, 0.4 * Math.max(0.5, Math.abs(from[1]))}
            };
            try {
                return new SimplexOptimizer(1e-10, 1e-14)
                        .optimize(
                                new MaxEval(EVALUATIONS),
                                GoalType.MINIMIZE,
                                new ObjectiveFunction(at -> squares(elbow, at[0], at[1])),
                                new InitialGuess(new double[] {from[0], from[1]}),
                                new NelderMeadSimplex(simplex))
                        .getValue();
            } catch (MathIllegalStateException notYet) {
                return from[2];
            }
        }

        private double squares(double elbow, double logGap, double shape) {
            double gap = Math.exp(logGap), most = elbow + gap;
            boolean inside = shape >= best.form().minShape && shape <= best.form().maxShape && most >= lower[0];
            if (!inside || logGap < lower[1] || logGap > upper[1]) return Double.POSITIVE_INFINITY;
            positions.at(shape, position);
            for (int l = 0; l < elbows.length; l++) elbows[l] = elbow + gap * position[l];
            step.solve(hinges, elbows, shift);
            return step.sumOfSquares;
        }
    }
}
