package org.emergencelaw.forecast.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.emergencelaw.forecast.EmergenceOnPath;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.Occurrence;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.AccuracyDistribution;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/**
 * Few-shot accuracy against training compute along one path, as the combined forecast has it: median, 50% and 90% interval of what
 * a run would score on the planned number of items. Over the loss where no checkpoint states its compute.
 *
 * @param unit what x is
 * @param along the path in words; empty over the loss
 * @param points weakest model first
 * @param planned where the planned run stands
 * @param testedFrom where the weakest visible few-shot checkpoint stands
 * @param testedTo where the strongest does: nothing beyond it was seen by the forecast
 * @param emergence compute or loss at which accuracy leaves its floor, as the forecast states it
 * @param caveat what a reader has to know of it; absent where it is that of the forecast
 */
public record FanChart(
        Unit unit,
        String along,
        List<Point> points,
        OptionalDouble planned,
        OptionalDouble testedFrom,
        OptionalDouble testedTo,
        Percentiles emergence,
        Optional<String> caveat) {

    private static final int POINTS = 49;
    /** Room on either side, doublings. */
    private static final double MARGIN = 0.7;
    /** The chart follows the crossing of the level no farther than this past the strongest checkpoint, doublings. */
    private static final double FARTHEST_CROSSING = 8;
    /** No more than this many doublings are shown. */
    private static final double WIDEST = 40;

    /** What the horizontal axis counts. */
    public enum Unit {
        TRAIN_FLOPS,
        PRETRAIN_LOSS_NATS
    }

    /**
     * A run on the path and the accuracy that it would score.
     *
     * @param x compute or loss, by the unit of the chart
     * @param size absent over the loss
     * @param pretrainLossNats expected; absent where the axis knows no losses
     * @param doublings past the strongest visible checkpoint
     */
    public record Point(
            double x,
            Optional<RunSize> size,
            OptionalDouble pretrainLossNats,
            double doublings,
            double q05,
            double q25,
            double median,
            double q75,
            double q95,
            double pReachesLevel) {

        static Point of(
                double x,
                Optional<RunSize> size,
                OptionalDouble loss,
                double place,
                AccuracyDistribution score,
                double reaches) {
            return new Point(
                    x,
                    size,
                    loss,
                    place,
                    score.quantile(0.05),
                    score.quantile(0.25),
                    score.quantile(0.5),
                    score.quantile(0.75),
                    score.quantile(0.95),
                    reaches);
        }
    }

    public FanChart with(String saying) {
        return new FanChart(unit, along, points, planned, testedFrom, testedTo, emergence, Optional.of(saying));
    }

    /**
     * Absent where these rows give no forecast.
     *
     * @param forecast of the plan
     */
    public static Optional<FanChart> of(Forecaster forecaster, PlannedRun plan, Forecast forecast) {
        return forecaster.combined().map(study -> new Builder(forecaster, study, plan).chart(forecast));
    }

    /**
     * Where something stands that lies this many doublings past the strongest visible checkpoint: on the path, where its loss is
     * the same. Absent outside the chart.
     */
    public OptionalDouble at(double doublings) {
        return at(points, doublings);
    }

    private static OptionalDouble at(List<Point> points, double doublings) {
        for (int i = 1; i < points.size(); i++) {
            Point left = points.get(i - 1), right = points.get(i);
            if (doublings < left.doublings || doublings > right.doublings) continue;
            double share = (doublings - left.doublings) / (right.doublings - left.doublings);
            return OptionalDouble.of(
                    left.size.isPresent()
                            ? left.x * Math.pow(right.x / left.x, share)
                            : left.x + share * (right.x - left.x));
        }
        return OptionalDouble.empty();
    }

    private record Builder(Forecaster forecaster, StudyForecast study, PlannedRun plan) {

        FanChart chart(Forecast forecast) {
            ComputePath path = forecaster.path(plan);
            DoublingsAxis.FlopsOnPath flops = study.axis().onPath(path);
            boolean compute = flops.draws() > 0;
            List<Point> points = compute ? overCompute(path, flops, range()) : overLoss(range());
            Occurrence emergence = forecast.emergence().orElseThrow();
            double[] tested =
                    places(forecaster.visible().fewShot(forecaster.fitted().task()));
            return new FanChart(
                    compute ? Unit.TRAIN_FLOPS : Unit.PRETRAIN_LOSS_NATS,
                    compute
                            ? forecast.emergenceOnPath()
                                    .map(EmergenceOnPath::along)
                                    .orElse("")
                            : "",
                    points,
                    at(points, place()),
                    tested.length == 0 ? OptionalDouble.empty() : at(points, tested[0]),
                    tested.length == 0 ? OptionalDouble.empty() : at(points, tested[tested.length - 1]),
                    compute ? emergence.trainFlops() : emergence.lossNats(),
                    Optional.empty());
        }

        private double place() {
            return Forecaster.place(
                    study, plan, forecaster.fitted().path().complete(plan.params(), plan.tokens(), plan.trainFlops()));
        }

        /** Places of checkpoints, weakest first. */
        private double[] places(Rows rows) {
            return rows.stream()
                    .map(Observation::checkpoint)
                    .distinct()
                    .flatMapToDouble(this::place)
                    .sorted()
                    .toArray();
        }

        private DoubleStream place(Checkpoint checkpoint) {
            return study.axis().of(checkpoint, forecaster.fitted().path()).stream();
        }

        /** From the weakest checkpoint to the strongest, the plan and, not too far off, where the level is reached. */
        private double[] range() {
            double[] all = places(forecaster.fitted().rows());
            DoublingsDistribution crossing = study.pool().crossing(forecaster.level(plan));
            double level = Math.min(FARTHEST_CROSSING, crossing.quantile(0.5).orElse(0));
            double most =
                    DoubleStream.of(all[all.length - 1], place(), level).max().orElseThrow() + MARGIN;
            double least = Math.min(all[0], place()) - MARGIN;
            return new double[] {Math.max(least, most - WIDEST), most};
        }

        private List<Point> overCompute(ComputePath path, DoublingsAxis.FlopsOnPath flops, double[] range) {
            double from = middle(flops.flops(range[0]));
            double to = middle(flops.flops(range[1]));
            // where the path ends at a loss that is above the end of the chart, it is followed for a while
            if (!Double.isFinite(to) || to > from * Math.pow(2, WIDEST)) to = from * Math.pow(2, WIDEST);
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                RunSize size = path.at(from * Math.pow(to / from, (double) i / (POINTS - 1)));
                double place = study.axis().ofSize(size).orElseThrow();
                if (!points.isEmpty() && place <= points.get(points.size() - 1).doublings) continue;
                double[] losses = study.axis().lossesNats(size);
                OptionalDouble loss = losses.length == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Interval90.of(losses).median());
                points.add(point(size.trainFlops(), Optional.of(size), loss, place));
            }
            return points;
        }

        private List<Point> overLoss(double[] range) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                double place = range[0] + (range[1] - range[0]) * i / (POINTS - 1);
                double loss = study.axis().lossesNats(place)[0];
                points.add(point(loss, Optional.empty(), OptionalDouble.of(loss), place));
            }
            return points;
        }

        private Point point(double x, Optional<RunSize> size, OptionalDouble loss, double place) {
            return Point.of(
                    x,
                    size,
                    loss,
                    place,
                    study.pool().accuracy(place, plan.evalItems()),
                    study.pReaches(forecaster.level(plan), place));
        }

        private static double middle(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return Percentiles.quantile(sorted, 0.5);
        }
    }
}
