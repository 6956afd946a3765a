package org.emergencelaw.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.statistics.Interval90;

/** Comparisons with held-out checkpoints as a table, a line a task and checkpoint. */
public final class ComparisonCsv {

    private static final List<String> COLUMNS = List.of(
            "task",
            "family",
            "model",
            "pretrain_loss_nats",
            "train_flops",
            "doublings",
            "items",
            "observed",
            "predicted_median",
            "predicted_q05",
            "predicted_q95",
            "within",
            "level",
            "p_reaches_level",
            "reached_level");

    private ComparisonCsv() {}

    public static String header() {
        return CsvWriter.line(COLUMNS);
    }

    /** @throws IllegalArgumentException if nothing was held out */
    public static List<String> lines(String task, String family, HeldOutComparison comparison) {
        if (comparison.checkpoints().isEmpty())
            throw new IllegalArgumentException("no row is held out: mark rows of larger models with split = held_out");
        return comparison.checkpoints().stream()
                .map(held -> CsvWriter.line(List.of(
                        task,
                        family,
                        held.model(),
                        NumberText.text(held.pretrainLossNats()),
                        NumberText.text(held.trainFlops()),
                        NumberText.text(held.doublings()),
                        Integer.toString(held.items()),
                        NumberText.text(held.observed()),
                        number(held.predicted(), Interval90::median),
                        number(held.predicted(), Interval90::q05),
                        number(held.predicted(), Interval90::q95),
                        held.within().map(String::valueOf).orElse(""),
                        NumberText.text(comparison.level()),
                        NumberText.text(held.pReachesLevel()),
                        Boolean.toString(held.reachedLevel()))))
                .toList();
    }

    private static String number(Optional<Interval90> interval, ToDoubleFunction<Interval90> of) {
        return interval.map(each -> NumberText.text(OptionalDouble.of(of.applyAsDouble(each))))
                .orElse("");
    }
}
