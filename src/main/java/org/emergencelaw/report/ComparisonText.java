package org.emergencelaw.report;

import java.util.Locale;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.HeldOutComparison;

/** A comparison with held-out models for people. */
public final class ComparisonText {

    private ComparisonText() {}

    public static String of(HeldOutComparison comparison, EmergenceFit fit) {
        StringBuilder text = new StringBuilder();
        text.append(comparison.summary()).append("\n\n");
        text.append("The law is ").append(FitText.verdict(fit)).append("\n\n");
        text.append(elbow(comparison)).append('\n');
        if (!comparison.checkpoints().isEmpty())
            text.append(checkpoints(comparison)).append('\n');
        text.append(FitText.warnings(fit.warnings()));
        return text.append("Next: one study is one sample; judge the method by many forecasts written down beforehand.")
                .toString();
    }

    private static String elbow(HeldOutComparison comparison) {
        String error = comparison.errorNats().isPresent()
                ? String.format(
                        Locale.ROOT, "%+.4f nats", comparison.errorNats().getAsDouble())
                : ConsoleTable.NONE;
        String times = comparison.errorTimesCompute().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.3g times the compute seen",
                        comparison.errorTimesCompute().getAsDouble())
                : ConsoleTable.NONE;
        return new ConsoleTable()
                .row("Few-shot elbow", "")
                .row(
                        "  predicted, nats",
                        ConsoleTable.plain(comparison.predicted().median()))
                .row(
                        "  90% interval",
                        ConsoleTable.span(
                                ConsoleTable.plain(comparison.predicted().q05()),
                                ConsoleTable.plain(comparison.predicted().q95())))
                .row(
                        "  seen, nats",
                        comparison
                                .seen()
                                .map(seen -> ConsoleTable.plain(seen.lossNats()))
                                .orElse(ConsoleTable.NONE))
                .row("  error", error)
                .row("  predicted compute", times)
                .toString();
    }

    private static String checkpoints(HeldOutComparison comparison) {
        ConsoleTable table = new ConsoleTable()
                .row("Held out", "loss, nats", "compute, FLOPs", "observed", "predicted 90%", "within");
        for (HeldOutComparison.HeldOut row : comparison.checkpoints())
            table.row(
                    "  " + row.model(),
                    ConsoleTable.plain(row.pretrainLossNats()),
                    ConsoleTable.large(row.trainFlops()),
                    ConsoleTable.plain(row.observed()),
                    row.predicted()
                            .map(range ->
                                    ConsoleTable.span(ConsoleTable.plain(range.q05()), ConsoleTable.plain(range.q95())))
                            .orElse(ConsoleTable.NONE),
                    row.within().map(within -> within ? "yes" : "no").orElse(ConsoleTable.NONE));
        return table.toString();
    }
}
