package org.emergencelaw.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.ScoringRules;

/**
 * A prediction of the point of emergence beside what came true.
 *
 * @param medianNats absent where it is never
 * @param q05Nats absent where it is never
 * @param q95Nats absent where it is never
 * @param pNever share of the draws that say never
 * @param pEmerged stated probability that the strongest checkpoint of the study is past it
 * @param errorNats median minus truth; positive means predicted for weaker models than came true
 * @param doublings log2 of predicted over true compute, by the loss law of all checkpoints; absent where either is out of reach
 * @param within whether the 90% interval holds the truth
 * @param crps continuous ranked probability score, nats; see {@link #of}
 * @param quantilesNats weakest models first, at the probabilities {@code (i + 0.5) / 41}; empty for never; absent in results of
 *     version 0.1.0
 * @param inDoublings the same prediction in doublings of compute; absent where nothing links losses to compute, and in results of
 *     version 0.1.0
 */
public record PredictionScore(
        OptionalDouble medianNats,
        OptionalDouble q05Nats,
        OptionalDouble q95Nats,
        double pNever,
        double pEmerged,
        OptionalDouble errorNats,
        OptionalDouble doublings,
        Optional<Boolean> within,
        double crps,
        Optional<List<OptionalDouble>> quantilesNats,
        Optional<DoublingsScore> inDoublings) {

    /** How many quantiles of a prediction are kept. */
    static final int QUANTILES = 41;

    private static final double DIGITS = 1e6;

    /** How far past the strongest checkpoint "never" counts as, nats: a score must be finite. */
    static final double NEVER_BEYOND = 1;

    /**
     * Scores draws.
     *
     * <p>CRPS is that of {@link ScoringRules#crps(double[], double)}. Draws are clipped to the losses of the study's
     * few-shot checkpoints and {@link #NEVER_BEYOND} beyond; where the truth was not seen, draws and truth are clipped to the
     * strongest checkpoint, so that saying "not yet" is right however far it lies (a threshold-weighted CRPS).
     *
     * @param draws nats, negative infinity for never; at least one
     * @param curve by all checkpoints, for the error in compute
     * @param origin for the scores in doublings
     */
    static PredictionScore of(
            double[] draws,
            ObservedEmergence truth,
            Optional<LossCurve> curve,
            Optional<DoublingsScore.Origin> origin) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        double median = Percentiles.quantile(sorted, 0.5);
        double low = Percentiles.quantile(sorted, 0.05), high = Percentiles.quantile(sorted, 0.95);
        boolean seen = truth.lossNats().isPresent();
        double floor = truth.leastLossNats() - (seen ? NEVER_BEYOND : 0);
        double[] clipped = Arrays.stream(sorted)
                .map(draw -> Math.max(floor, Math.min(Math.max(floor, truth.mostLossNats()), draw)))
                .toArray();
        List<OptionalDouble> quantiles = quantiles(sorted);
        double came = truth.lossNats().orElse(truth.leastLossNats());
        return new PredictionScore(
                finite(median),
                finite(low),
                finite(high),
                share(sorted, Double.NEGATIVE_INFINITY, true),
                share(sorted, truth.leastLossNats(), false),
                seen && Double.isFinite(median) ? OptionalDouble.of(median - came) : OptionalDouble.empty(),
                seen ? doublings(curve, median, came) : OptionalDouble.empty(),
                seen ? Optional.of(low <= came && came <= high) : Optional.empty(),
                ScoringRules.crps(clipped, came),
                Optional.of(quantiles),
                origin.flatMap(from -> DoublingsScore.of(quantiles, truth, from)));
    }

    /** Largest loss first; what lies between two draws, one of them never, is never. */
    private static List<OptionalDouble> quantiles(double[] sorted) {
        return IntStream.range(0, QUANTILES)
                .mapToObj(i -> finite(rounded(Percentiles.quantile(sorted, 1 - (i + 0.5) / QUANTILES))))
                .toList();
    }

    /** To six decimals; infinite stays so. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Math.rint(value * DIGITS) / DIGITS : value;
    }

    static OptionalDouble doublings(Optional<LossCurve> curve, double predicted, double came) {
        if (curve.isEmpty()) return OptionalDouble.empty();
        double ratio = curve.get().trainFlops(predicted) / curve.get().trainFlops(came);
        return ratio > 0 && ratio < Double.POSITIVE_INFINITY
                ? OptionalDouble.of(Math.log(ratio) / Math.log(2))
                : OptionalDouble.empty();
    }

    private static double share(double[] draws, double bound, boolean equal) {
        return Arrays.stream(draws)
                        .filter(draw -> equal ? draw == bound : draw > bound)
                        .count()
                / (double) draws.length;
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
