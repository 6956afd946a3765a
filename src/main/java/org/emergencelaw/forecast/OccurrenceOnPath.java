package org.emergencelaw.forecast;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.statistics.Percentiles;

/**
 * A distribution over doublings, back in nats and FLOPs: {@value #QUANTILES} equally likely places, each through every draw of the
 * family's loss law, so that the uncertainty of that law enters once, and none of it at the strongest checkpoint.
 *
 * @param occurrence in all three units
 * @param onPath compute along the plan's path; absent where nothing links the study to compute
 */
public record OccurrenceOnPath(Occurrence occurrence, Optional<EmergenceOnPath> onPath) {

    private static final int QUANTILES = 100;

    private static final String NEVER = "in part of the distribution it never comes: no compute reaches it";
    static final String NO_LOSS = "no losses that fall with compute link doublings to a loss";
    private static final String NO_COMPUTE = "no checkpoint states its compute (train_flops, or params and tokens)";

    static OccurrenceOnPath of(DoublingsDistribution when, DoublingsAxis axis, ComputePath path) {
        return InUnits.of(when, axis).on(path);
    }

    /**
     * What does not depend on a path, for many plans.
     *
     * @param lossNats percentiles in nats
     * @param doublings percentiles in doublings
     */
    record InUnits(DoublingsDistribution when, DoublingsAxis axis, Percentiles lossNats, Percentiles doublings) {

        static InUnits of(DoublingsDistribution when, DoublingsAxis axis) {
            return new InUnits(when, axis, losses(when, axis), percentiles(when));
        }

        OccurrenceOnPath on(ComputePath path) {
            double[] flops = OccurrenceOnPath.trainFlops(when, axis, path);
            Percentiles compute = estimate(flops, NO_COMPUTE);
            Occurrence occurrence = new Occurrence(lossNats, compute, doublings);
            if (flops.length == 0) return new OccurrenceOnPath(occurrence, Optional.empty());
            double never = Arrays.stream(flops).filter(Double::isInfinite).count();
            return new OccurrenceOnPath(
                    occurrence,
                    Optional.of(new EmergenceOnPath(path, ForecastSummary.along(path), compute, never / flops.length)));
        }
    }

    /**
     * Percentiles in compute by the middle draw of the loss law, whose uncertainty stays out: a voice is told beside the forecast,
     * and a long list of plans has no time for every draw of every voice.
     */
    static Percentiles compute(DoublingsDistribution when, DoublingsAxis axis, ComputePath path) {
        if (axis.trainFlops(0, path).length == 0) return Percentiles.absent(NO_COMPUTE);
        DoubleFunction<OptionalDouble> at = p -> middle(when.quantile(p), axis, path);
        return new Percentiles(
                OptionalDouble.empty(),
                at.apply(0.5),
                at.apply(0.05),
                at.apply(0.10),
                at.apply(0.25),
                at.apply(0.75),
                at.apply(0.90),
                at.apply(0.95),
                at.apply(0.95).isPresent() ? Optional.empty() : Optional.of(NEVER));
    }

    private static OptionalDouble middle(OptionalDouble place, DoublingsAxis axis, ComputePath path) {
        if (place.isEmpty()) return OptionalDouble.empty();
        double[] flops = axis.trainFlops(place.getAsDouble(), path);
        Arrays.sort(flops);
        double median = Percentiles.quantile(flops, 0.5);
        return Double.isFinite(median) ? OptionalDouble.of(median) : OptionalDouble.empty();
    }

    /** Equally likely computes, infinite for never; none where nothing links the study to compute. */
    static double[] trainFlops(DoublingsDistribution when, DoublingsAxis axis, ComputePath path) {
        return through(when, place -> axis.trainFlops(place, path), Double.POSITIVE_INFINITY);
    }

    /** Equally likely losses, negative infinity for never; none where no loss is known. */
    public static double[] lossesNats(DoublingsDistribution when, DoublingsAxis axis) {
        return through(when, axis::lossesNats, Double.NEGATIVE_INFINITY);
    }

    private static double[] through(DoublingsDistribution when, DoubleFunction<double[]> unit, double never) {
        double[] nevers = unit.apply(0);
        Arrays.fill(nevers, never);
        return IntStream.range(0, QUANTILES)
                .mapToObj(i -> when.quantile((i + 0.5) / QUANTILES))
                .flatMapToDouble(place -> Arrays.stream(place.isPresent() ? unit.apply(place.getAsDouble()) : nevers))
                .toArray();
    }

    /** Percentiles in nats; absent where no loss is known. */
    static Percentiles losses(DoublingsDistribution when, DoublingsAxis axis) {
        return estimate(lossesNats(when, axis), NO_LOSS);
    }

    /** Losses as doublings; what lies farther than the axis goes never comes. */
    static Percentiles ofLosses(double[] losses, DoublingsAxis axis) {
        double[] places = Arrays.stream(losses)
                .mapToObj(axis::ofLoss)
                .flatMapToDouble(OptionalDouble::stream)
                .map(place -> place >= DoublingsAxis.FARTHEST ? Double.POSITIVE_INFINITY : place)
                .toArray();
        return estimate(places, NO_LOSS);
    }

    private static Percentiles estimate(double[] draws, String reasonIfNone) {
        return draws.length == 0
                ? Percentiles.absent(reasonIfNone)
                : Percentiles.of(draws, OptionalDouble.empty(), NEVER);
    }

    /** Percentiles in doublings; absent are those by which it never comes. */
    static Percentiles percentiles(DoublingsDistribution when) {
        boolean whole = when.quantile(0.95).isPresent();
        return new Percentiles(
                OptionalDouble.empty(),
                when.quantile(0.5),
                when.quantile(0.05),
                when.quantile(0.10),
                when.quantile(0.25),
                when.quantile(0.75),
                when.quantile(0.90),
                when.quantile(0.95),
                whole ? Optional.empty() : Optional.of(NEVER));
    }
}
