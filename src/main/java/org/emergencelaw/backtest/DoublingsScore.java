package org.emergencelaw.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.statistics.ScoringRules;

/**
 * A prediction of the point of emergence in doublings of compute past the strongest visible checkpoint, scored on its
 * {@value PredictionScore#QUANTILES} quantiles. By the loss curve of all checkpoints of the study: what the visible ones alone allow can
 * place the truth of an early cut tens of doublings from where it came, and would drown all else.
 *
 * <p>Log score, seen: {@code ln(0.99 sum of phi((y - q_i) / h) / (n h) + 0.01 / 50)}: a normal kernel of h = half a doubling about
 * every quantile that is not never, and a hundredth spread over 50 doublings, so that no miss costs more than
 * {@code ln(0.0002) = -8.5}. Not seen: {@code ln(0.99 P + 0.005)}, P the probability past the strongest checkpoint of the study under
 * the same kernel, "never" included. One kernel for all rivals, so that a point is neither refused nor rewarded for its width.
 *
 * @param quantiles earliest first, at the probabilities {@code (i + 0.5) / 41}; empty for never
 * @param seen where it came; absent where it was not seen
 * @param crps continuous ranked probability score; quantiles are clipped to the study's few-shot checkpoints and
 *     {@value #NEVER_BEYOND} doublings past the strongest, where it was not seen to the strongest
 * @param logScore larger is better
 * @param pWithinTwofold stated probability of a compute within a half and 2 times the true one; absent where it was not seen
 * @param pWithinFourfold the same of 4
 * @param pWithinEightfold the same of 8
 */
public record DoublingsScore(
        List<OptionalDouble> quantiles,
        OptionalDouble seen,
        double crps,
        double logScore,
        OptionalDouble pWithinTwofold,
        OptionalDouble pWithinFourfold,
        OptionalDouble pWithinEightfold) {

    /** How far past the strongest checkpoint "never" counts as, doublings: a thousand times its compute. */
    static final double NEVER_BEYOND = 10;

    private static final double KERNEL = 0.5;
    private static final double CONTAMINATION = 0.01;
    private static final double SPAN = 50;
    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    /**
     * Where doublings are counted from.
     *
     * @param axis of all checkpoints of a study
     * @param strongestNats loss of the strongest visible checkpoint
     */
    record Origin(DoublingsAxis axis, double strongestNats) {

        /** Absent where the axis knows no losses. */
        OptionalDouble doublings(double lossNats) {
            OptionalDouble place = axis.ofLoss(lossNats), here = axis.ofLoss(strongestNats);
            return place.isPresent() && here.isPresent()
                    ? OptionalDouble.of(PredictionScore.rounded(place.getAsDouble() - here.getAsDouble()))
                    : OptionalDouble.empty();
        }
    }

    public DoublingsScore {
        quantiles = List.copyOf(quantiles);
    }

    /**
     * @param nats quantiles, weakest models first; empty for never
     * @return absent where nothing links losses to compute
     */
    static Optional<DoublingsScore> of(List<OptionalDouble> nats, ObservedEmergence truth, Origin origin) {
        OptionalDouble from = origin.doublings(truth.mostLossNats()), to = origin.doublings(truth.leastLossNats());
        if (from.isEmpty() || to.isEmpty()) return Optional.empty();
        List<OptionalDouble> quantiles = nats.stream()
                .map(loss -> loss.isPresent() ? origin.doublings(loss.getAsDouble()) : loss)
                .toList();
        OptionalDouble seen = truth.lossNats().isPresent()
                ? origin.doublings(truth.lossNats().getAsDouble())
                : OptionalDouble.empty();
        return Optional.of(of(quantiles, seen, from.getAsDouble(), to.getAsDouble()));
    }

    /**
     * @param from the weakest few-shot checkpoint of the study
     * @param to the strongest
     */
    static DoublingsScore of(List<OptionalDouble> quantiles, OptionalDouble seen, double from, double to) {
        double never = seen.isPresent() ? to + NEVER_BEYOND : to;
        double[] clipped = quantiles.stream()
                .mapToDouble(place -> Math.max(from, Math.min(never, place.orElse(never))))
                .toArray();
        double[] places =
                quantiles.stream().flatMapToDouble(OptionalDouble::stream).toArray();
        int n = quantiles.size();
        return new DoublingsScore(
                quantiles,
                seen,
                ScoringRules.crps(clipped, seen.orElse(to)),
                seen.isPresent() ? logDensity(places, n, seen.getAsDouble()) : logPast(places, n, to),
                within(places, n, seen, 1),
                within(places, n, seen, 2),
                within(places, n, seen, 3));
    }

    private static double logDensity(double[] places, int n, double seen) {
        double sum = 0;
        for (double place : places) sum += STANDARD_NORMAL.density((seen - place) / KERNEL);
        return Math.log((1 - CONTAMINATION) * sum / (n * KERNEL) + CONTAMINATION / SPAN);
    }

    private static double logPast(double[] places, int n, double strongest) {
        double past = n - places.length;
        for (double place : places) past += STANDARD_NORMAL.cumulativeProbability((place - strongest) / KERNEL);
        return Math.log((1 - CONTAMINATION) * past / n + CONTAMINATION / 2);
    }

    private static OptionalDouble within(double[] places, int n, OptionalDouble seen, double doublings) {
        if (seen.isEmpty()) return seen;
        double near = Arrays.stream(places)
                .filter(place -> Math.abs(place - seen.getAsDouble()) <= doublings)
                .count();
        return OptionalDouble.of(near / n);
    }
}
