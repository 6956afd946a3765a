package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.member.DoublingsDistribution;
import org.emergencelaw.member.StudyForecast;

/**
 * The lines of a forecast's charts.
 *
 * @param emergenceLossNats distribution of the point of emergence over loss, read towards better models: P(E(D0) is at or
 *     above x), which is P(emerged once the loss has fallen to x)
 * @param emergenceFlops distribution over compute: P(emerged by x)
 * @param reachesLevel P(reaches the named level) over compute; empty where the law alone is asked
 * @param exceedsTrivial P(exceeds trivial accuracy) over compute
 * @param caveat what a reader has to know of them; absent where they are those of the forecast
 */
public record ForecastCurves(
        List<Point> emergenceLossNats,
        List<Point> emergenceFlops,
        List<Point> reachesLevel,
        List<Point> exceedsTrivial,
        Optional<String> caveat) {

    private static final int POINTS = 60;

    /** A point of a line; y is a probability. */
    public record Point(double x, double y) {}

    /** Where nothing can be drawn. */
    public static final ForecastCurves NONE =
            new ForecastCurves(List.of(), List.of(), List.of(), List.of(), Optional.empty());

    public ForecastCurves with(String saying) {
        return new ForecastCurves(emergenceLossNats, emergenceFlops, reachesLevel, exceedsTrivial, Optional.of(saying));
    }

    /**
     * @param plan the planned run, which the lines over compute shall reach; they are along its path
     */
    public static ForecastCurves of(Forecaster forecaster, PlannedRun plan) {
        if (forecaster.combined().isEmpty()) return NONE;
        StudyForecast study = forecaster.combined().get();
        ComputePath path = forecaster.law().path(plan);
        DoublingsDistribution elbow = study.pool().elbow().orElseThrow();
        DoublingsDistribution crossing = study.pool().crossing(forecaster.level(plan));
        double[] computes = computes(forecaster.law().largestFlops(), plan, path);
        return new ForecastCurves(
                byLoss(OccurrenceOnPath.lossesNats(elbow, study.axis())),
                distribution(OccurrenceOnPath.trainFlops(elbow, study.axis(), path)),
                over(computes, x -> placed(study, path, x, crossing::cdf)),
                over(
                        computes,
                        x -> placed(
                                study, path, x, place -> forecaster.exceedsTrivial(study, place, plan.evalItems()))),
                Optional.empty());
    }

    /** Of the emergence law by itself, which was all that version 0.1.0 forecast by. */
    public static ForecastCurves ofLaw(Forecaster forecaster, PlannedRun plan) {
        LawForecaster law = forecaster.law();
        if (law.fitted().draws().isEmpty()) return NONE;
        ComputePath path = law.path(plan);
        double[] flops = law.emergenceFlops(path);
        double[] computes = flops.length == 0 ? new double[0] : computes(law.largestFlops(), plan, path);
        return new ForecastCurves(
                byLoss(law.fitted().draws().stream()
                        .mapToDouble(LawDraw::emergenceLossNats)
                        .toArray()),
                distribution(flops),
                List.of(),
                over(computes, x -> OptionalDouble.of(law.exceedsTrivial(path.at(x), plan.evalItems()))),
                Optional.empty());
    }

    private static List<Point> byLoss(double[] losses) {
        return distribution(Arrays.stream(losses).map(nats -> -nats).toArray()).stream()
                .map(point -> new Point(-point.x(), point.y()))
                .toList();
    }

    /** From a thirtieth of the largest submitted compute to a hundred times it, and past the plan; none where none is stated. */
    private static double[] computes(OptionalDouble largest, PlannedRun plan, ComputePath path) {
        if (largest.isEmpty()) return new double[0];
        double planned = path.complete(plan.params(), plan.tokens(), plan.trainFlops())
                .map(RunSize::trainFlops)
                .orElse(0.0);
        double least = Math.log(largest.getAsDouble() / 30);
        double most = Math.log(Math.max(largest.getAsDouble() * 100, 3 * planned));
        double[] computes = new double[POINTS];
        Arrays.setAll(computes, i -> Math.exp(least + (most - least) * i / (POINTS - 1)));
        return computes;
    }

    private static OptionalDouble placed(
            StudyForecast study, ComputePath path, double flops, DoubleUnaryOperator probability) {
        OptionalDouble place = study.axis().ofSize(path.at(flops));
        return place.isPresent() ? OptionalDouble.of(probability.applyAsDouble(place.getAsDouble())) : place;
    }

    private static List<Point> over(double[] computes, DoubleFunction<OptionalDouble> probability) {
        List<Point> points = new ArrayList<>();
        for (double x : computes) probability.apply(x).ifPresent(y -> points.add(new Point(x, y)));
        return points;
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
