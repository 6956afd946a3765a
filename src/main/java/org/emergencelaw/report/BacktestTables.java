package org.emergencelaw.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.CutResult;
import org.emergencelaw.backtest.MultiStudyRanking;
import org.emergencelaw.backtest.RivalRanking;
import org.emergencelaw.backtest.SizeResult;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rivals;

/** A backtest on the console: who did best, then cut by cut, by held-out size, and what the law rests on. */
public final class BacktestTables {

    private BacktestTables() {}

    public static String of(Backtest backtest) {
        StringBuilder text = new StringBuilder();
        text.append(backtest.task()).append(" on ").append(family(backtest)).append("\n\n");
        BacktestText.byCompute(backtest).ifPresent(note -> text.append(note).append('\n'));
        for (Backtest.Outcome outcome : backtest.outcomes()) {
            text.append(outcome.takeaway()).append('\n');
            if (!outcome.standings().isEmpty())
                text.append('\n').append(standings(backtest, outcome)).append('\n');
        }
        text.append('\n').append(cuts(backtest));
        for (EmergenceCriterion criterion : EmergenceCriterion.values()) text.append(sizes(backtest, criterion));
        if (!backtest.ablations().isEmpty()) text.append('\n').append(ablations(backtest));
        return text.toString();
    }

    /** Over several studies. */
    public static String of(List<MultiStudyRanking> tallies) {
        StringBuilder text = new StringBuilder();
        for (MultiStudyRanking tally : tallies) {
            ConsoleTable table = new ConsoleTable()
                    .row(
                            "All " + tally.studies() + " studies, " + DisplayNames.label(tally.landmark()),
                            "best in",
                            "CRPS, nats",
                            "CRPS, doublings",
                            "log score",
                            "skill",
                            "90% coverage",
                            "abstained",
                            "p against the law",
                            "less the combined forecast, nats",
                            "in doublings");
            for (MultiStudyRanking.Row row : tally.rows())
                table.row(
                        "  " + DisplayNames.label(row.rival()),
                        Integer.toString(row.won()),
                        DisplayNumbers.decimal3(row.crps()),
                        DisplayNumbers.decimal3(row.crpsDoublings()),
                        DisplayNumbers.signed3(row.logScore()),
                        DisplayNumbers.signed3(row.skill()),
                        row.covered() + " of " + row.answered(),
                        Integer.toString(row.abstained()),
                        DisplayNumbers.pValue(row.againstLaw().pValue()),
                        BacktestText.difference(row.minusCombined()),
                        BacktestText.difference(row.minusCombinedDoublings()));
            text.append(table).append('\n');
        }
        return text.append(
                        "CRPS, log score and skill: mean over studies. p: Wilcoxon signed-rank test, one pair a study. Less the"
                                + " combined forecast: difference in CRPS, above 0 where the combined forecast is better, with its"
                                + " 90% interval by bootstrap over "
                                + DisplayNumbers.plural(tallies.get(0).clusters(), "cluster")
                                + " of families, where there are five.")
                .toString();
    }

    private static String family(Backtest backtest) {
        return backtest.family().isEmpty() ? "one family" : backtest.family();
    }

    private static String standings(Backtest backtest, Backtest.Outcome outcome) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        BacktestText.criterion(backtest, outcome.truth().landmark()),
                        "CRPS, nats",
                        "CRPS, doublings",
                        "log score",
                        "P within 2, 4, 8 times",
                        "skill",
                        "median |error|, nats",
                        "in doublings of compute",
                        "90% coverage",
                        "abstained",
                        "ahead, 0.1 nats",
                        "ahead, interval",
                        "p against the law");
        for (RivalRanking standing : outcome.standings())
            table.row(
                    "  " + DisplayNames.label(standing.rival()),
                    DisplayNumbers.decimal3(standing.crps()),
                    DisplayNumbers.decimal3(standing.crpsDoublings()),
                    DisplayNumbers.signed3(standing.logScore()),
                    BacktestText.within(standing),
                    DisplayNumbers.signed3(standing.skill()),
                    DisplayNumbers.decimal3(standing.medianAbsErrorNats()),
                    DisplayNumbers.significant3(standing.medianAbsDoublings()),
                    BacktestText.coverage(outcome, standing),
                    Integer.toString(standing.abstained()),
                    DisplayNumbers.times(standing.aheadByError()),
                    DisplayNumbers.times(standing.aheadByInterval()),
                    BacktestText.pValue(standing.againstLaw()));
        return table.toString();
    }

    private static String cuts(Backtest backtest) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "Shown up to, FLOPs",
                        "checkpoints",
                        "lowest loss",
                        "emergence law, nats",
                        "90% interval",
                        "error",
                        "combined forecast, nats",
                        "best that answered");
        for (CutResult trial : backtest.trials()) {
            CutResult.Said law = trial.said(Rivals.LAW);
            table.row(
                    "  " + DisplayNumbers.flops(trial.trainFlops()),
                    Integer.toString(trial.checkpoints()),
                    DisplayNumbers.decimal3(trial.leastLossNats()),
                    BacktestText.predicted(law),
                    BacktestText.lawInterval(trial),
                    law.score(EmergenceCriterion.ELBOW)
                            .map(score -> DisplayNumbers.signed3(score.errorNats()))
                            .orElse(DisplayNumbers.ABSENT),
                    BacktestText.predicted(trial.said(Rivals.COMBINED)),
                    trial.ahead(backtest.outcomes().get(0).truth()) ? best(trial) : "already emerged");
        }
        return table.toString();
    }

    private static String best(CutResult trial) {
        return trial.said().stream()
                .filter(said -> said.abstention().isEmpty())
                .min((a, b) -> Double.compare(
                        a.score(EmergenceCriterion.ELBOW).orElseThrow().crps(),
                        b.score(EmergenceCriterion.ELBOW).orElseThrow().crps()))
                .map(said -> DisplayNames.label(said.rival()))
                .orElse(DisplayNumbers.ABSENT);
    }

    /** One column a held-out size: error in nats, and compute predicted over compute observed. */
    private static String sizes(Backtest backtest, EmergenceCriterion criterion) {
        List<SizeResult> sizes = BacktestText.sizes(backtest, criterion);
        if (sizes.isEmpty()) return "";
        ConsoleTable table = new ConsoleTable();
        table.row(row(
                "Held-out sizes, " + BacktestText.criterion(backtest, criterion),
                sizes,
                size -> DisplayNumbers.count(size.params())));
        table.row(row("  observed, nats", sizes, BacktestText::observed));
        table.row(row("  observed, FLOPs", sizes, size -> DisplayNumbers.flops(size.trainFlops())));
        for (String rival : BacktestText.rivals(backtest))
            table.row(row("  " + DisplayNames.label(rival), sizes, size -> BacktestText.error(size, rival)));
        return "\n" + table
                + "Error of the last cut at each size: nats, and compute predicted over compute observed.\n";
    }

    private static String[] row(String name, List<SizeResult> sizes, Function<SizeResult, String> cell) {
        return Stream.concat(Stream.of(name), sizes.stream().map(cell)).toArray(String[]::new);
    }

    private static String ablations(Backtest backtest) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "Ablation of the law",
                        "rows",
                        "median, nats",
                        "90% interval",
                        "least squares",
                        "|error| of least squares",
                        "|error| of draws, 5 to 95%",
                        "verdict");
        for (Ablated ablated : backtest.ablations())
            table.row(
                    "  " + ablated.description(),
                    DisplayNumbers.whole(ablated.observations()),
                    DisplayNumbers.decimal3(ablated.lossNats().median()),
                    DisplayNumbers.range3(
                            ablated.lossNats().q05(), ablated.lossNats().q95()),
                    DisplayNumbers.decimal3(ablated.lossNats().mle()),
                    DisplayNumbers.decimal3(ablated.mleAbsErrorNats()),
                    DisplayNumbers.range3(ablated.q05AbsErrorNats(), ablated.q95AbsErrorNats()),
                    DisplayNames.label(ablated.verdict()));
        return table.toString();
    }
}
