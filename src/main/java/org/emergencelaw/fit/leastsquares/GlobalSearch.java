package org.emergencelaw.fit.leastsquares;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * Finds the global minimum of the projected sum of squares.
 *
 * <p>Wherever an elbow crosses a loss of its own level the sum of squares has a kink, and kinks make ridges: within one smooth
 * piece a descent finds the minimum, but the next piece may hold a better one, too narrow for any grid. So the best minima are
 * improved by pushing one elbow over its next loss at a time, as long as that helps. In 1,600 fits of simulated studies this
 * missed none of the optima that 480 random starts with the same walks found; descents from a grid alone miss one in twenty.
 */
final class GlobalSearch {

    private static final int STARTS = 8;
    private static final int MAX_MOVES = 40;
    private static final int SLIDES = 5;
    private static final double SAME = 1e-9;
    private static final double BETTER = 1e-11;

    private final FitDesign data;
    private final EmergenceLawForm form;
    private final LocalSearch localSearch;
    private final HingeMoments hinges;
    /** What counts as on a kink, nats. */
    private final double slack;

    GlobalSearch(FitDesign data, EmergenceLawForm form, HingeMoments hinges, LocalSearch localSearch) {
        this.data = data;
        this.form = form;
        this.localSearch = localSearch;
        this.hinges = hinges;
        slack = 1e-6 * (data.maxLoss() - data.minLoss());
    }

    /**
     * The best point that walks reach.
     *
     * @param starts the most promising first
     * @param most walks, from the best descents
     */
    double[] best(List<double[]> starts, int most) {
        List<double[]> ends = new ArrayList<>();
        for (double[] start : starts.subList(0, Math.min(STARTS, starts.size())))
            ends.add(localSearch.minimise(ActiveSet.FREE, start));
        ends.sort(Comparator.comparingDouble(localSearch::sumOfSquares));
        double[] best = ends.get(0);
        double least = Double.POSITIVE_INFINITY, last = Double.NaN;
        int walks = 0;
        for (double[] end : ends) {
            double sum = localSearch.sumOfSquares(end);
            if (same(sum, last)) continue;
            last = sum;
            if (walks++ == most || least <= hinges.noise()) break;
            double[] walked = acrossKnots(alongKnots(end), least);
            double reached = localSearch.sumOfSquares(walked);
            if (reached < least) {
                least = reached;
                best = walked;
            }
        }
        return best;
    }

    /** Slides along the kinks that stopped the smooth search, until that no longer helps. */
    private double[] alongKnots(double[] point) {
        double[] best = point;
        double least = localSearch.sumOfSquares(best);
        for (int slide = 0; slide < SLIDES && least > hinges.noise(); slide++) {
            double before = least;
            for (ActiveSet activeSet : ActiveSet.through(best, data, hinges, form, slack)) {
                double[] end = localSearch.minimise(ActiveSet.FREE, localSearch.minimise(activeSet, best));
                double sum = localSearch.sumOfSquares(end);
                if (sum < least) {
                    least = sum;
                    best = end;
                }
            }
            if (!(least < before * (1 - BETTER) - hinges.noise())) break;
        }
        return best;
    }

    /**
     * Pushes one elbow over the next loss of its level, as long as that helps.
     *
     * @param known a sum of squares whose surroundings have been searched: a walk that arrives there ends
     */
    private double[] acrossKnots(double[] point, double known) {
        double[] best = point;
        for (int move = 0; move < MAX_MOVES && !same(localSearch.sumOfSquares(best), known); move++) {
            double[] next = next(best);
            if (next == best) break;
            best = next;
        }
        return best;
    }

    /** A better minimum beyond a neighbouring kink; the point itself where there is none. */
    private double[] next(double[] point) {
        double[] elbows = new Elbows(point[0], Math.exp(point[1]), point[2]).at(data, form);
        double enough = localSearch.sumOfSquares(point) * (1 - BETTER) - hinges.noise();
        if (!(enough > 0)) return point;
        for (int l = 0; l < elbows.length; l++)
            for (int side = -1; side <= 1; side += 2) {
                double[] next = over(point, l, elbows[l], side);
                if (localSearch.sumOfSquares(next) < enough) return next;
            }
        return point;
    }

    /** The minimum beyond the next loss of a level on one side; the point itself where there is none or the way leads back. */
    private double[] over(double[] point, int level, double elbow, int side) {
        OptionalDouble loss = nextLoss(level, elbow, side);
        if (loss.isEmpty()) return point;
        double[] beyond = localSearch.minimise(
                new ActiveSet(List.of(new ActiveSet.Knot(level, loss.getAsDouble())), false), point);
        beyond[0] += side * slack;
        double[] end = localSearch.minimise(ActiveSet.FREE, beyond);
        return same(localSearch.sumOfSquares(end), localSearch.sumOfSquares(point)) ? point : alongKnots(end);
    }

    private boolean same(double sum, double other) {
        return Math.abs(sum - other) <= SAME * sum + hinges.noise();
    }

    /** The nearest loss of a level on one side of its elbow, one that the elbow sits on included. */
    private OptionalDouble nextLoss(int level, double elbow, int side) {
        return side > 0 ? hinges.above(level, elbow - slack) : hinges.below(level, elbow + slack);
    }
}
