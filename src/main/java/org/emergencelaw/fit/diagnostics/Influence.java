package org.emergencelaw.fit.diagnostics;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.posterior.ReweightedPosterior;

/**
 * What a fit says without some of its rows: every checkpoint and every finetuned (data amount, seed) group by fitting the rest again
 * by least squares, and by the posterior where that is the fit's method; single rows by least squares.
 *
 * <p>The posterior without some rows is that of all rows {@linkplain ReweightedPosterior weighted anew}; where its draws do not reach
 * that far, the rest is fitted again.
 *
 * @param label checkpoint, finetuned group or row that is left out
 * @param leastSquares E(D0) by least squares without it, nats
 * @param leastSquaresChange that minus E(D0) of all rows
 * @param median of the posterior of E(D0) without it; absent for single rows and for other methods
 * @param medianChange that minus the median of all rows
 * @param q05 5% without it
 * @param q95 95% without it
 * @param verdict without it; absent for single rows
 * @param effectiveDraws of the draws of all rows as they weigh without it; absent where the rest was fitted again
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
        Optional<Verdict> verdict,
        OptionalDouble effectiveDraws) {

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
