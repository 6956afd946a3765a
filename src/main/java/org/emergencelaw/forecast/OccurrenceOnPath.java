package org.emergencelaw.forecast;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.NearFlops;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.DoublingsAxis.FlopsOnPath;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.statistics.CostlyValues;
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
        return InUnits.of(when, axis).on(path, axis.onPath(path));
    }

    /**
     * What does not depend on a path, for many plans.
     *
     * @param places equally likely doublings, infinite for never
     * @param lossNats percentiles in nats
     * @param doublings percentiles in doublings
     */
    record InUnits(double[] places, Percentiles lossNats, Percentiles doublings) {

        static InUnits of(DoublingsDistribution when, DoublingsAxis axis) {
            return new InUnits(OccurrenceOnPath.places(when), losses(when, axis), percentiles(when));
        }

        /** @param onPath computes along the path */
        OccurrenceOnPath on(ComputePath path, FlopsOnPath onPath) {
            if (onPath.draws() == 0)
                return new OccurrenceOnPath(
                        new Occurrence(lossNats, Percentiles.absent(NO_COMPUTE), doublings), Optional.empty());
            CostlyValues flops = OccurrenceOnPath.flops(places, onPath);
            Percentiles compute = Percentiles.of(flops, OptionalDouble.empty(), NEVER);
            double never =
                    Arrays.stream(flops.about()).filter(Double::isInfinite).count();
            return new OccurrenceOnPath(
                    new Occurrence(lossNats, compute, doublings),
                    Optional.of(new EmergenceOnPath(
                            path, ForecastSummary.along(path), compute, never / flops.about().length)));
        }
    }

    /**
     * Percentiles in compute by the middle draw of the loss law, whose uncertainty stays out: a voice is told beside the forecast,
     * and a long list of plans has no time for every draw of every voice.
     *
     * @param onPath computes along the path
     */
    static Percentiles compute(DoublingsDistribution when, FlopsOnPath onPath) {
        if (onPath.draws() == 0) return Percentiles.absent(NO_COMPUTE);
        DoubleFunction<OptionalDouble> at = p -> middle(when.quantile(p), onPath);
        OptionalDouble latest = at.apply(0.95);
        return new Percentiles(
                OptionalDouble.empty(),
                at.apply(0.5),
                at.apply(0.05),
                at.apply(0.10),
                at.apply(0.25),
                at.apply(0.75),
                at.apply(0.90),
                latest,
                latest.isPresent() ? Optional.empty() : Optional.of(NEVER));
    }

    private static OptionalDouble middle(OptionalDouble place, FlopsOnPath onPath) {
        if (place.isEmpty()) return OptionalDouble.empty();
        double median = Percentiles.quantile(flops(new double[] {place.getAsDouble()}, onPath), 0.5);
        return Double.isFinite(median) ? OptionalDouble.of(median) : OptionalDouble.empty();
    }

    /** Equally likely computes, infinite for never; none where nothing links the study to compute. */
    static double[] trainFlops(DoublingsDistribution when, DoublingsAxis axis, ComputePath path) {
        return through(when, axis.onPath(path)::flops, Double.POSITIVE_INFINITY);
    }

    /** Equally likely losses, negative infinity for never; none where no loss is known. */
    public static double[] lossesNats(DoublingsDistribution when, DoublingsAxis axis) {
        return through(when, axis::lossesNats, Double.NEGATIVE_INFINITY);
    }

    private static double[] through(DoublingsDistribution when, DoubleFunction<double[]> unit, double never) {
        double[] places = places(when);
        int draws = unit.apply(0).length;
        double[] all = new double[places.length * draws];
        for (int i = 0; i < places.length; i++)
            if (Double.isInfinite(places[i])) Arrays.fill(all, i * draws, (i + 1) * draws, never);
            else System.arraycopy(unit.apply(places[i]), 0, all, i * draws, draws);
        return all;
    }

    /** Equally likely places, infinite for never. */
    private static double[] places(DoublingsDistribution when) {
        double[] places = new double[QUANTILES];
        Arrays.setAll(places, i -> when.quantile((i + 0.5) / QUANTILES).orElse(Double.POSITIVE_INFINITY));
        return places;
    }

    /** Computes of all places in every draw. */
    private static CostlyValues flops(double[] places, FlopsOnPath onPath) {
        int draws = onPath.draws();
        double[] near = new double[places.length * draws];
        for (int i = 0; i < near.length; i++) {
            double place = places[i / draws];
            near[i] = Double.isInfinite(place) ? place : onPath.nearLog(i % draws, place);
        }
        return new CostlyValues(
                near,
                NearFlops.ERROR,
                i -> Double.isInfinite(near[i]) ? near[i] : onPath.flops(i % draws, places[i / draws]),
                Math::log);
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
