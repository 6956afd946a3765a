package org.emergencelaw.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emergencelaw.forecast.Occurrence;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;

/** Forecasts of the tasks of suites as a table, a line a task and plan. */
public final class SuiteCsv {

    private static final List<String> COLUMNS = List.of(
            "task",
            "family",
            "params",
            "tokens",
            "train_flops",
            "pretrain_loss_nats",
            "trivial_accuracy",
            "shots",
            "checkpoints",
            "best_accuracy",
            "level",
            "seen",
            "outlook",
            "p_reaches_level",
            "p_exceeds_trivial",
            "accuracy_median",
            "accuracy_q05",
            "accuracy_q95",
            "crossing_flops_median",
            "crossing_flops_q05",
            "crossing_flops_q95",
            "emergence_flops_median",
            "emergence_flops_q05",
            "emergence_flops_q95",
            "p_never",
            "doublings",
            "verdict",
            "basis",
            "record_held",
            "record_of",
            "held_out_within",
            "held_out_of",
            "warnings",
            "reason",
            "study_id",
            "fit_id",
            "input_sha256");

    private SuiteCsv() {}

    public static String of(String family, SuitePlan plan, List<TaskForecast> forecasts) {
        StringBuilder csv = new StringBuilder(header());
        for (TaskForecast forecast : forecasts) csv.append(line(family, plan, forecast));
        return csv.toString();
    }

    public static String header() {
        return CsvWriter.line(COLUMNS);
    }

    public static String line(String family, SuitePlan plan, TaskForecast forecast) {
        List<String> cells = new ArrayList<>(List.of(
                forecast.task().name(),
                family,
                NumberText.text(plan.params()),
                NumberText.text(plan.tokens()),
                NumberText.text(plan.trainFlops()),
                NumberText.text(plan.pretrainLossNats()),
                NumberText.text(forecast.task().trivialAccuracy()),
                Integer.toString(forecast.task().shots()),
                Integer.toString(forecast.checkpoints()),
                NumberText.text(forecast.bestAccuracy()),
                NumberText.text(forecast.level()),
                Boolean.toString(forecast.seen()),
                DisplayNames.key(forecast.outlook()),
                NumberText.text(forecast.pReachesLevel()),
                NumberText.text(forecast.pExceedsTrivial())));
        cells.addAll(interval(forecast.accuracy()));
        cells.addAll(flops(forecast.crossing()));
        cells.addAll(flops(forecast.emergence()));
        cells.add(NumberText.text(forecast.pNever()));
        cells.add(NumberText.text(forecast.doublings()));
        cells.add(key(forecast.verdict()));
        cells.add(key(forecast.basis()));
        cells.add(text(forecast.record(), record -> Integer.toString(record.held())));
        cells.add(text(forecast.record(), record -> Integer.toString(record.of())));
        cells.add(text(forecast.heldOut(), held -> Integer.toString(held.within())));
        cells.add(text(forecast.heldOut(), held -> Integer.toString(held.of())));
        cells.add(forecast.warnings().stream().map(Warning::code).collect(Collectors.joining(" ")));
        cells.add(forecast.reason().orElse(""));
        cells.add(forecast.studyId());
        cells.add(forecast.fitId());
        cells.add(forecast.inputSha256());
        return CsvWriter.line(cells);
    }

    private static List<String> interval(Optional<Interval90> interval) {
        return List.of(
                text(interval, of -> NumberText.text(of.median())),
                text(interval, of -> NumberText.text(of.q05())),
                text(interval, of -> NumberText.text(of.q95())));
    }

    private static List<String> flops(Optional<Occurrence> when) {
        return List.of(flops(when, Percentiles::median), flops(when, Percentiles::q05), flops(when, Percentiles::q95));
    }

    private static String flops(Optional<Occurrence> when, Function<Percentiles, OptionalDouble> of) {
        return text(when, each -> NumberText.text(of.apply(each.trainFlops())));
    }

    private static String key(Optional<? extends Enum<?>> constant) {
        return constant.map(DisplayNames::key).orElse("");
    }

    private static <T> String text(Optional<T> value, Function<T, String> of) {
        return value.map(of).orElse("");
    }
}
