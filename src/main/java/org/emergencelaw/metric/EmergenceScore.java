package org.emergencelaw.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Emergence score of a series {@code y_1 .. y_m} in the order of scale: {@code sign(argmax y - argmin y) (max y - min y) /
 * sqrt(median_i (y_i - y_{i-1})^2)}, how far the series moves against its usual step. High where a long flat run ends in a jump; 1
 * to {@code m - 1} for a straight climb. Where an extreme is reached more than once, its first place counts; the median of an
 * even number of steps is the mean of the middle two. Measures that are better when lower are turned round beforehand, so that a
 * positive score always means an improvement.
 *
 * <p>Where more than half of the steps are zero, as under a sharp metric on too few items, the denominator is zero and the score
 * has no finite value: {@link Kind#UNBOUNDED}, which says so in words and counts as a high score.
 *
 * @param value the score; absent where it is unbounded or undefined
 * @param rising whether the series ends its move upwards: the best value stands after the worst
 * @param range {@code max y - min y}, in units of the measure
 * @param usualStep {@code sqrt(median (y_i - y_{i-1})^2)}, in units of the measure
 * @see <a href="https://arxiv.org/abs/2206.04615">Srivastava et al. 2022</a>, section "emergence"; its use as a scan: <a
 *     href="https://arxiv.org/abs/2304.15004">Schaeffer et al. 2023</a>
 */
public record EmergenceScore(
        Kind kind, OptionalDouble value, boolean rising, double range, double usualStep, Optional<String> reason) {

    /** Whether a score has a value, and why not. */
    public enum Kind {
        /** It has one. */
        FINITE,
        /** All values are the same: nothing moved, the score is 0. */
        FLAT,
        /** The series moves, but more than half of its steps are zero. */
        UNBOUNDED,
        /** Fewer than three values: no usual step to compare with. */
        TOO_SHORT
    }

    /** Fewest values of a score. */
    public static final int MIN_POINTS = 3;

    /**
     * @param values in the order of scale, finite
     * @param higherIsBetter whether larger values are better
     */
    public static EmergenceScore of(double[] values, boolean higherIsBetter) {
        double[] y = new double[values.length];
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(values[i]))
                throw new IllegalArgumentException("values must be finite, value " + (i + 1) + " was " + values[i]);
            y[i] = higherIsBetter ? values[i] : -values[i];
        }
        if (y.length < MIN_POINTS)
            return without(Kind.TOO_SHORT, OptionalDouble.empty(), false, 0, "a score needs at least 3 checkpoints");
        int highest = 0, lowest = 0;
        for (int i = 1; i < y.length; i++) {
            if (y[i] > y[highest]) highest = i;
            if (y[i] < y[lowest]) lowest = i;
        }
        double range = y[highest] - y[lowest];
        if (range == 0)
            return without(Kind.FLAT, OptionalDouble.of(0), false, 0, "all values are the same: nothing moved");
        double step = Math.sqrt(medianSquaredStep(y));
        boolean rising = highest > lowest;
        double score = (rising ? 1 : -1) * range / step;
        if (!Double.isFinite(score))
            return without(
                    Kind.UNBOUNDED,
                    OptionalDouble.empty(),
                    rising,
                    range,
                    "more than half of the steps between neighbours are zero, so that the score has no finite value:"
                            + " more items, or a smooth measure, would tell more");
        return new EmergenceScore(Kind.FINITE, OptionalDouble.of(score), rising, range, step, Optional.empty());
    }

    private static EmergenceScore without(Kind kind, OptionalDouble value, boolean rising, double range, String why) {
        return new EmergenceScore(kind, value, rising, range, 0, Optional.of(why));
    }

    private static double medianSquaredStep(double[] y) {
        double[] squares = new double[y.length - 1];
        for (int i = 1; i < y.length; i++) squares[i - 1] = (y[i] - y[i - 1]) * (y[i] - y[i - 1]);
        Arrays.sort(squares);
        int middle = squares.length / 2;
        return squares.length % 2 == 1 ? squares[middle] : (squares[middle - 1] + squares[middle]) / 2;
    }

    /** Rising, and at least {@code least}; an unbounded rise counts. */
    public boolean high(double least) {
        return kind == Kind.UNBOUNDED ? rising : value.orElse(0) >= least;
    }

    /** The score as a number that sorts: unbounded at an end, undefined as 0. */
    public double rank() {
        if (kind == Kind.UNBOUNDED) return rising ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        return value.orElse(0);
    }
}
