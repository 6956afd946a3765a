package org.emergencelaw.report;

import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Percentiles;

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
        ConsoleTable table = new ConsoleTable()
                .row("Few-shot elbow", "")
                .row(
                        "  predicted, nats",
                        DisplayNumbers.decimal3(comparison.predicted().median()))
                .row("  90% interval", interval(comparison.predicted()))
                .row(
                        "  observed, nats",
                        comparison
                                .seen()
                                .map(seen -> DisplayNumbers.decimal3(seen.lossNats()))
                                .orElse(DisplayNumbers.ABSENT))
                .row("  error, nats", DisplayNumbers.signed3(comparison.errorNats()))
                .row(
                        "  predicted, doublings of compute past the strongest visible",
                        DisplayNumbers.significant3(
                                comparison.predictedDoublings().median()))
                .row("  90% interval", interval(comparison.predictedDoublings()))
                .row("  observed, doublings", DisplayNumbers.significant3(comparison.seenDoublings()))
                .row("  predicted over observed compute", DisplayNumbers.times(comparison.errorTimesCompute()));
        comparison.law().ifPresent(law -> law(law, table));
        return table.toString();
    }

    private static void law(HeldOutComparison.ByLaw law, ConsoleTable table) {
        table.row("The emergence law by itself", "")
                .row(
                        "  predicted, nats",
                        DisplayNumbers.decimal3(
                                law.predicted().median().isPresent()
                                        ? law.predicted().median()
                                        : law.predicted().mle()))
                .row("  90% interval", interval(law.predicted()))
                .row("  error, nats", DisplayNumbers.signed3(law.errorNats()))
                .row("  accuracies within its 90% interval", law.covered() + " of " + law.of());
    }

    private static String interval(Percentiles of) {
        return DisplayNumbers.range3(of.q05(), of.q95());
    }

    private static String checkpoints(HeldOutComparison comparison) {
        String level = DisplayNumbers.decimal3(comparison.level());
        ConsoleTable table = new ConsoleTable()
                .row(
                        "Held out",
                        "loss, nats",
                        "compute, FLOPs",
                        "observed",
                        "predicted 90%",
                        "covered",
                        "P(" + level + ")",
                        "reached");
        for (HeldOutComparison.HeldOut row : comparison.checkpoints())
            table.row(
                    "  " + row.model(),
                    DisplayNumbers.decimal3(row.pretrainLossNats()),
                    DisplayNumbers.flops(row.trainFlops()),
                    DisplayNumbers.decimal3(row.observed()),
                    row.predicted()
                            .map(range -> DisplayNumbers.range3(range.q05(), range.q95()))
                            .orElse(DisplayNumbers.ABSENT),
                    row.within().map(within -> within ? "yes" : "no").orElse(DisplayNumbers.ABSENT),
                    DisplayNumbers.percent(row.pReachesLevel()),
                    row.reachedLevel() ? "yes" : "no");
        return table.toString();
    }
}
