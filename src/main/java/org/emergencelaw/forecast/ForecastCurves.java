package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;

/**
 * The lines of a forecast's charts.
 *
 * @param emergenceLossNats distribution of the point of emergence over loss, read towards better models: P(E(D0) is at or
 *     above x), which is P(emerged once the loss has fallen to x)
 * @param emergenceFlops distribution over compute: P(emerged by x)
 * @param exceedsTrivial P(exceeds trivial accuracy) over compute
 */
public record ForecastCurves(List<Point> emergenceLossNats, List<Point> emergenceFlops, List<Point> exceedsTrivial) {

    private static final int POINTS = 60;

    /** A point of a line; y is a probability. */
    public record Point(double x, double y) {}

    /** Where nothing can be drawn. */
    public static final ForecastCurves NONE = new ForecastCurves(List.of(), List.of(), List.of());

    /**
     * @param plan the planned run, which the lines over compute shall reach; they are along its path
     */
    public static ForecastCurves of(Forecaster forecaster, PlannedRun plan) {
        if (forecaster.combined().isEmpty()) return NONE;
        StudyForecast study = forecaster.combined().get();
        ComputePath path = forecaster.law().path(plan);
        DoublingsDistribution elbow = study.pool().elbow().orElseThrow();
        List<Point> loss =
                distribution(Arrays.stream(OccurrenceOnPath.lossesNats(elbow, study.axis()))
                                .map(nats -> -nats)
                                .toArray())
                        .stream()
                        .map(point -> new Point(-point.x(), point.y()))
                        .toList();
        List<Point> flops = distribution(OccurrenceOnPath.trainFlops(elbow, study.axis(), path));
        OptionalDouble reference = forecaster.law().largestFlops();
        if (reference.isEmpty()) return new ForecastCurves(loss, flops, List.of());
        double planned = path.complete(plan.params(), plan.tokens(), plan.trainFlops())
                .map(RunSize::trainFlops)
                .orElse(0.0);
        double least = Math.log(reference.getAsDouble() / 30);
        double most = Math.log(Math.max(reference.getAsDouble() * 100, 3 * planned));
        List<Point> exceeds = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double x = Math.exp(least + (most - least) * i / (POINTS - 1));
            OptionalDouble place = study.axis().ofSize(path.at(x));
            if (place.isPresent())
                exceeds.add(new Point(x, forecaster.exceedsTrivial(study, place.getAsDouble(), plan.evalItems())));
        }
        return new ForecastCurves(loss, flops, exceeds);
    }

    /** Empirical distribution function at about a hundred finite values; what is infinite keeps its share of probability. */
    private static List<Point> distribution(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        List<Point> points = new ArrayList<>();
        int most = Math.min(100, sorted.length);
        for (int j = 0; j < most; j++) {
            int i = most == 1 ? 0 : (int) ((long) j * (sorted.length - 1) / (most - 1));
            if (Double.isFinite(sorted[i])) points.add(new Point(sorted[i], (i + 1.0) / sorted.length));
        }
        return points;
    }
}
