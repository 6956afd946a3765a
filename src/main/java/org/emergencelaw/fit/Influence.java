package org.emergencelaw.fit;

import java.util.OptionalDouble;

/**
 * What a fit says without some of its rows, by fitting the rest again.
 *
 * @param label checkpoint, finetuned group or row that is left out
 * @param leastSquares E(D0) by least squares without it, nats
 * @param leastSquaresChange that minus E(D0) of all rows
 * @param median E(D0) by the method of the fit without it; absent for single rows, and where there is no interval
 * @param medianChange that minus the median of all rows
 * @param q05 5% without it
 * @param q95 95% without it
 * @param verdict without it; of a single row, that of the least-squares fit is left out
 */
public record Influence(
        Unit unit,
        String label,
        int rows,
        OptionalDouble leastSquares,
        OptionalDouble leastSquaresChange,
        OptionalDouble median,
        OptionalDouble medianChange,
        OptionalDouble q05,
        OptionalDouble q95,
        java.util.Optional<Verdict> verdict) {

    /** What is left out at a time. */
    public enum Unit {
        CHECKPOINT,
        GROUP,
        ROW
    }

    /** The larger of the two changes, in size; 0 where there is neither. */
    public double size() {
        return Math.max(
                Math.abs(medianChange.orElse(0)), medianChange.isPresent() ? 0 : Math.abs(leastSquaresChange.orElse(0)));
    }
}
