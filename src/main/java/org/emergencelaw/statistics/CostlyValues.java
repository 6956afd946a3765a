package org.emergencelaw.statistics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * Values that take long to compute, with about where each lies: of thousands, {@link Percentiles} need the few that hold a rank, and only
 * what may hold it is computed.
 *
 * <p>Order statistics move by no more than the values do. So where no scaled value is farther than {@code error} from what is told about
 * it, the one of a rank lies within {@code error} of the same rank of those, and whatever is more than twice that away keeps its side.
 * Should a value that was computed be farther off, all are.
 *
 * @param about scaled values, each within {@code error}; infinite where, and only where, the value is
 * @param error above 0
 * @param value by index; above negative infinity
 * @param scale increasing
 */
public record CostlyValues(double[] about, double error, IntToDoubleFunction value, DoubleUnaryOperator scale) {

    /** A copy of the values in which those that {@link Percentiles#quantile} needs stand at their ranks; elsewhere is nothing. */
    double[] placed(double... probabilities) {
        double[] near = OrderStatistics.at(about, probabilities), placed = new double[about.length];
        for (double p : probabilities) {
            int below = (int) Math.floor(p * (about.length - 1)), above = Math.min(about.length - 1, below + 1);
            placed[below] = near[below];
            placed[above] = near[above];
            // an infinite one is the value already
            int finite = Double.isInfinite(near[above]) ? below : above;
            if (Double.isFinite(near[below]) && !place(near[below], near[finite], below, finite, placed)) return all();
        }
        return placed;
    }

    /**
     * Puts values at ranks that follow each other.
     *
     * @param from about the first of them
     * @param to about the last of them
     * @return whether everything lies where it is said to
     */
    private boolean place(double from, double to, int first, int last, double[] placed) {
        double least = from - 2 * error, most = to + 2 * error;
        double[] candidates = new double[16];
        int before = 0, count = 0;
        for (int i = 0; i < about.length; i++) {
            if (about[i] < least) before++;
            if (!(about[i] >= least && about[i] <= most)) continue;
            double exact = value.applyAsDouble(i);
            if (!(Math.abs(scale.applyAsDouble(exact) - about[i]) <= error)) return false;
            if (count == candidates.length) candidates = Arrays.copyOf(candidates, 2 * count);
            candidates[count++] = exact;
        }
        Arrays.sort(candidates, 0, count);
        for (int rank = first; rank <= last; rank++) placed[rank] = candidates[rank - before];
        return true;
    }

    private double[] all() {
        double[] values = new double[about.length];
        Arrays.setAll(values, value);
        Arrays.sort(values);
        return values;
    }
}
