package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.rival.Prediction;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.statistics.Interval90;

/**
 * What of a study is shown, and which hidden models are asked for: by their loss, which every method is given.
 *
 * @param name {@code near} or {@code far}
 * @param visible rows that a forecast sees; nothing hidden is among them
 * @param mostFlops largest visible compute
 */
public record BenchmarkCut(
        BenchmarkStudy study, String name, StudyRows visible, double mostFlops, List<Observation> targets) {

    /** Key of the product's answer. */
    static final String FORECAST = "forecast";

    static final String LAST = "last";
    static final String AVERAGE = "average4";
    private static final String RELU = "few_shot_relu";

    /** Forecasts all targets. */
    public List<ScoredTarget> scored() {
        Forecaster forecaster = new Forecaster(EmergenceFitter.fit(visible, FitOptions.DEFAULT));
        Prediction relu = Rivals.all().stream()
                .filter(rival -> rival.key().equals(RELU))
                .findFirst()
                .orElseThrow()
                .predict(visible, FitOptions.DEFAULT.seed());
        PlainForecasts plain = PlainForecasts.of(visible);
        List<ScoredTarget> scored = new ArrayList<>();
        for (Observation target : targets) scored.add(scored(target, forecaster, relu, plain));
        return scored;
    }

    private ScoredTarget scored(Observation target, Forecaster forecaster, Prediction relu, PlainForecasts plain) {
        Checkpoint checkpoint = target.checkpoint();
        OptionalDouble none = OptionalDouble.empty();
        PlannedRun plan = new PlannedRun(none, none, none, checkpoint.pretrainLossNats(), target.itemsEvaluated());
        Forecast forecast = forecaster.forecast(plan);
        Map<String, ScoredTarget.Said> said = new LinkedHashMap<>();
        forecast.accuracy()
                .ifPresent(range -> said.put(FORECAST, new ScoredTarget.Said(range, forecast.pReachesLevel())));
        relu.outlook()
                .flatMap(outlook -> outlook.of(plan, 0).accuracy())
                .ifPresent(range -> said.put(RELU, ScoredTarget.Said.of(range)));
        plain.at(BenchmarkStudy.flops(checkpoint), checkpoint.pretrainLossNats().orElseThrow(), target.itemsEvaluated())
                .forEach((key, range) -> said.put(key, ScoredTarget.Said.of(range)));
        average(said, AVERAGE, List.of(RELU, "hinge_compute", "linear", LAST));
        average(said, "ensemble", List.of(LAST, "logistic", "hinge_loss"));
        return new ScoredTarget(
                study,
                name,
                checkpoint.model(),
                forecast.plannedRun().doublings(),
                forecast.basis(),
                target.accuracy(),
                study.asTask().defaultLevel(),
                said);
    }

    /** Average of the quantiles of those that answer. */
    private static void average(Map<String, ScoredTarget.Said> said, String key, List<String> of) {
        List<Interval90> known = of.stream()
                .flatMap(one -> Optional.ofNullable(said.get(one)).stream())
                .map(ScoredTarget.Said::accuracy)
                .toList();
        said.put(
                key,
                ScoredTarget.Said.of(new Interval90(
                        known.stream().mapToDouble(Interval90::median).average().orElseThrow(),
                        known.stream().mapToDouble(Interval90::q05).average().orElseThrow(),
                        known.stream().mapToDouble(Interval90::q95).average().orElseThrow())));
    }
}
