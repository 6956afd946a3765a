package org.emergencelaw.fit.diagnostics;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.Verdict;

/**
 * What a fit says without some of its rows, by fitting the rest again.
 *
 * @param label checkpoint, finetuned group or row that is left out
 * @param leastSquares E(D0) by least squares without it, nats
 * @param leastSquaresChange that minus E(D0) of all rows
 * @param median of the posterior of E(D0) without it; absent for single rows and for other methods
 * @param medianChange that minus the median of all rows
 * @param q05 5% without it
 * @param q95 95% without it
 * @param verdict without it; absent for single rows
 */
public record InfluenceFolded(
        Unit unit,
        String label,
        int rows,
        OptionalDouble leastSquares,
        OptionalDouble leastSquaresChange,
        OptionalDouble median,
        OptionalDouble medianChange,
        OptionalDouble q05,
        OptionalDouble q95,
        Optional<Verdict> verdict) {

    /** What is left out at a time. */
    public enum Unit {
        CHECKPOINT,
        GROUP,
        ROW
    }

    /** Size of the change of the median, or where there is none of the least-squares value. */
    public double size() {
        return Math.abs(medianChange.orElseGet(() -> leastSquaresChange.orElse(0)));
    }
}
