package org.emergencelaw.cli;

import java.util.Locale;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.Comparison;

/** A comparison with held-out models for people. */
final class ComparisonText {

    private ComparisonText() {}

    static String of(Comparison comparison, EmergenceFit fit) {
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

    private static String elbow(Comparison comparison) {
        String error = comparison.errorNats().isPresent()
                ? String.format(
                        Locale.ROOT, "%+.4f nats", comparison.errorNats().getAsDouble())
                : Table.NONE;
        String times = comparison.errorTimesCompute().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.3g times the compute seen",
                        comparison.errorTimesCompute().getAsDouble())
                : Table.NONE;
        return new Table()
                .row("Few-shot elbow", "")
                .row("  predicted, nats", Table.plain(comparison.predicted().median()))
                .row(
                        "  90% interval",
                        Table.span(
                                Table.plain(comparison.predicted().q05()),
                                Table.plain(comparison.predicted().q95())))
                .row(
                        "  seen, nats",
                        comparison
                                .seen()
                                .map(seen -> Table.plain(seen.lossNats()))
                                .orElse(Table.NONE))
                .row("  error", error)
                .row("  predicted compute", times)
                .toString();
    }

    private static String checkpoints(Comparison comparison) {
        Table table =
                new Table().row("Held out", "loss, nats", "compute, FLOPs", "observed", "predicted 90%", "within");
        for (Comparison.HeldOut row : comparison.checkpoints())
            table.row(
                    "  " + row.model(),
                    Table.plain(row.pretrainLossNats()),
                    Table.large(row.trainFlops()),
                    Table.plain(row.observed()),
                    row.predicted()
                            .map(range -> Table.span(Table.plain(range.q05()), Table.plain(range.q95())))
                            .orElse(Table.NONE),
                    row.within().map(within -> within ? "yes" : "no").orElse(Table.NONE));
        return table.toString();
    }
}
