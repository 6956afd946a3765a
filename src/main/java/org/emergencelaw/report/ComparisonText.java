package org.emergencelaw.report;

import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.format.DisplayNumbers;

/** A comparison with held-out models for people. */
public final class ComparisonText {

    private ComparisonText() {}

    public static String of(HeldOutComparison comparison, EmergenceFit fit) {
        StringBuilder text = new StringBuilder();
        text.append(comparison.summary()).append("\n\n");
        text.append("Verdict on the law: ").append(FitText.verdict(fit)).append("\n\n");
        text.append(elbow(comparison)).append('\n');
        if (!comparison.checkpoints().isEmpty())
            text.append(checkpoints(comparison)).append('\n');
        text.append(FitText.warnings(fit.warnings()));
        return text.append("Next: one study is one sample; judge the method by many forecasts written down beforehand.")
                .toString();
    }

    private static String elbow(HeldOutComparison comparison) {
        return new ConsoleTable()
                .row("Few-shot elbow", "")
                .row(
                        "  predicted, nats",
                        DisplayNumbers.decimal3(
                                comparison.predicted().median().isPresent()
                                        ? comparison.predicted().median()
                                        : comparison.predicted().mle()))
                .row(
                        "  90% interval",
                        DisplayNumbers.range3(
                                comparison.predicted().q05(),
                                comparison.predicted().q95()))
                .row(
                        "  observed, nats",
                        comparison
                                .seen()
                                .map(seen -> DisplayNumbers.decimal3(seen.lossNats()))
                                .orElse(DisplayNumbers.ABSENT))
                .row("  error, nats", DisplayNumbers.signed3(comparison.errorNats()))
                .row("  predicted over observed compute", DisplayNumbers.times(comparison.errorTimesCompute()))
                .toString();
    }

    private static String checkpoints(HeldOutComparison comparison) {
        ConsoleTable table = new ConsoleTable()
                .row("Held out", "loss, nats", "compute, FLOPs", "observed", "predicted 90%", "covered");
        for (HeldOutComparison.HeldOut row : comparison.checkpoints())
            table.row(
                    "  " + row.model(),
                    DisplayNumbers.decimal3(row.pretrainLossNats()),
                    DisplayNumbers.flops(row.trainFlops()),
                    DisplayNumbers.decimal3(row.observed()),
                    row.predicted()
                            .map(range -> DisplayNumbers.range3(range.q05(), range.q95()))
                            .orElse(DisplayNumbers.ABSENT),
                    row.within().map(within -> within ? "yes" : "no").orElse(DisplayNumbers.ABSENT));
        return table.toString();
    }
}
