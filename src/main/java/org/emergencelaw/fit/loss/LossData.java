package org.emergencelaw.fit.loss;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;

/**
 * What a family's checkpoints tell about its loss law: sizes and losses, each once, in an order of their own.
 *
 * <p>Sizes are in units of the largest checkpoint, so that a law's terms are nats there: {@code Linf + a (N/N0)^-alpha +
 * b (T/T0)^-beta} where every checkpoint states params and tokens, else {@code Linf + a (C/C0)^-b} over those that state compute.
 *
 * @param sizes in units of the reference
 * @param losses nats, of the same order
 * @param reference size of the checkpoint with the most compute
 * @param byParamsAndTokens which of the two laws it is
 */
record LossData(List<RunSize> sizes, double[] losses, RunSize reference, boolean byParamsAndTokens) {

    private record Point(RunSize size, double loss) {}

    /**
     * @param flopsPerParamToken c of C = c N T, for checkpoints that do not state their compute
     * @return absent where no checkpoint states both size and loss
     */
    static Optional<LossData> of(List<Checkpoint> checkpoints, double flopsPerParamToken) {
        List<Checkpoint> known = checkpoints.stream()
                .filter(checkpoint -> checkpoint.pretrainLossNats().isPresent()
                        && checkpoint.computeFlops(flopsPerParamToken).isPresent())
                .toList();
        boolean both = known.stream()
                .allMatch(checkpoint ->
                        checkpoint.params().isPresent() && checkpoint.tokens().isPresent());
        List<Point> points = known.stream()
                .map(checkpoint -> point(checkpoint, flopsPerParamToken))
                .distinct()
                .sorted(Comparator.comparingDouble((Point point) -> point.size.trainFlops())
                        .thenComparing(point -> point.size.params())
                        .thenComparing(point -> point.loss))
                .toList();
        if (points.isEmpty()) return Optional.empty();
        RunSize largest = points.get(points.size() - 1).size;
        return Optional.of(new LossData(
                points.stream().map(point -> scaled(point.size, largest)).toList(),
                points.stream().mapToDouble(Point::loss).toArray(),
                largest,
                both));
    }

    private static Point point(Checkpoint checkpoint, double flopsPerParamToken) {
        double flops = checkpoint.computeFlops(flopsPerParamToken).orElseThrow();
        // a law over compute does not look at params and tokens
        return new Point(
                new RunSize(checkpoint.params().orElse(1), checkpoint.tokens().orElse(1), flops),
                checkpoint.pretrainLossNats().orElseThrow());
    }

    private static RunSize scaled(RunSize size, RunSize unit) {
        return new RunSize(
                size.params() / unit.params(), size.tokens() / unit.tokens(), size.trainFlops() / unit.trainFlops());
    }

    int count() {
        return losses.length;
    }

    double minLoss() {
        double least = Double.POSITIVE_INFINITY;
        for (double loss : losses) least = Math.min(least, loss);
        return least;
    }

    double maxLoss() {
        double most = 0;
        for (double loss : losses) most = Math.max(most, loss);
        return most;
    }

    /** Terms beside the irreducible loss. */
    int terms() {
        return byParamsAndTokens ? 2 : 1;
    }

    /** What term {@code t} is a power of, in units of the reference. */
    double size(int t, int i) {
        RunSize size = sizes.get(i);
        if (!byParamsAndTokens) return size.trainFlops();
        return t == 0 ? size.params() : size.tokens();
    }

    /**
     * The law in units of the reference.
     *
     * @param nats Linf and the terms at the reference
     */
    LossLaw scaledLaw(double[] nats, double[] exponents) {
        return byParamsAndTokens
                ? new ChinchillaLaw(nats[0], nats[1], exponents[0], nats[2], exponents[1])
                : new ComputeLossLaw(nats[0], nats[1], exponents[0], 1);
    }

    /** The same law in its own units. */
    LossLaw law(double[] nats, double[] exponents) {
        return byParamsAndTokens
                ? new ChinchillaLaw(
                        nats[0],
                        nats[1] * Math.pow(reference.params(), exponents[0]),
                        exponents[0],
                        nats[2] * Math.pow(reference.tokens(), exponents[1]),
                        exponents[1])
                : new ComputeLossLaw(nats[0], nats[1], exponents[0], reference.trainFlops());
    }
}
