package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.RunSize;

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

    /**
     * @param plan the planned run, which the lines over compute shall reach; they are along its path
     */
    public static ForecastCurves of(Forecaster forecaster, PlannedRun plan) {
        FittedStudy fitted = forecaster.fitted();
        if (fitted.draws().isEmpty()) return new ForecastCurves(List.of(), List.of(), List.of());
        List<Point> loss = distribution(fitted.draws(), draw -> -draw.emergenceLossNats()).stream()
                .map(point -> new Point(-point.x(), point.y()))
                .toList();
        if (fitted.draws().get(0).lossLaw().isEmpty()) return new ForecastCurves(loss, List.of(), List.of());
        ComputePath path = forecaster.path(plan);
        List<Point> flops = distribution(fitted.draws(), draw -> draw.emergenceFlops(path));
        // a study may have lost its rows since the forecast was made
        double reference = forecaster.largestFlops().orElse(1e21);
        double planned = path.complete(plan.params(), plan.tokens(), plan.trainFlops())
                .map(RunSize::trainFlops)
                .orElse(0.0);
        double least = Math.log(reference / 30);
        double most = Math.log(Math.max(reference * 100, 3 * planned));
        List<Point> exceeds = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double x = Math.exp(least + (most - least) * i / (POINTS - 1));
            exceeds.add(new Point(x, forecaster.exceedsTrivialAt(x, path, plan.evalItems())));
        }
        return new ForecastCurves(loss, flops, exceeds);
    }

    /** Empirical distribution function at about a hundred finite draws; what is infinite keeps its share of probability. */
    private static List<Point> distribution(List<LawDraw> draws, ToDoubleFunction<LawDraw> quantity) {
        double[] sorted = draws.stream().mapToDouble(quantity).toArray();
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
