package org.emergencelaw.fit.diagnostics;

import org.emergencelaw.observation.Regime;

/**
 * One observation beside what the fit expects of it.
 *
 * @param fitted mean of the expected accuracy over the draws
 * @param residual accuracy minus fitted
 * @param standardised residual over the standard deviation of a new measurement of the same row, the draws' spread included
 * @param q05 5% of new measurements of the row; the band of 90%
 * @param q25 25%; the band of 50%
 */
public record Residual(
        String model,
        double pretrainLossNats,
        Regime regime,
        long examples,
        long seed,
        double accuracy,
        double fitted,
        double residual,
        double standardised,
        double q05,
        double q25,
        double q75,
        double q95) {

    boolean within90() {
        return accuracy >= q05 && accuracy <= q95;
    }

    boolean within50() {
        return accuracy >= q25 && accuracy <= q75;
    }
}
