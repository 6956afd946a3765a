package org.emergencelaw.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.CutResult;
import org.emergencelaw.backtest.MultiStudyRanking;
import org.emergencelaw.backtest.RivalRanking;
import org.emergencelaw.backtest.SizeResult;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;

/** A backtest for people: who did best, then cut by cut, by held-out size, and what the law rests on. */
public final class BacktestTables {

    private BacktestTables() {}

    public static String of(Backtest backtest) {
        StringBuilder text = new StringBuilder();
        text.append(backtest.task()).append(" on ").append(family(backtest)).append("\n\n");
        for (Backtest.Outcome outcome : backtest.outcomes()) {
            text.append(outcome.takeaway()).append('\n');
            if (!outcome.standings().isEmpty())
                text.append('\n').append(standings(backtest, outcome)).append('\n');
        }
        text.append('\n').append(cuts(backtest));
        if (!backtest.sizes().isEmpty()) text.append('\n').append(sizes(backtest));
        return text.append('\n').append(ablations(backtest)).toString();
    }

    /** Over several studies. */
    public static String of(List<MultiStudyRanking> tallies) {
        StringBuilder text = new StringBuilder();
        for (MultiStudyRanking tally : tallies) {
            ConsoleTable table = new ConsoleTable()
                    .row(
                            "All " + tally.studies() + " studies, " + word(tally.landmark()),
                            "best in",
                            "CRPS, nats",
                            "skill",
                            "held by 90%",
                            "abstained",
                            "p against law");
            for (MultiStudyRanking.Row row : tally.rows())
                table.row(
                        "  " + row.rival(),
                        Integer.toString(row.won()),
                        ConsoleTable.plain(row.crps()),
                        signed(row.skill()),
                        row.covered() + " of " + row.answered(),
                        Integer.toString(row.abstained()),
                        p(row.againstLaw().pValue()));
            text.append(table).append('\n');
        }
        return text.append("CRPS and skill: mean over studies. p: Wilcoxon, one pair a study.")
                .toString();
    }

    private static String family(Backtest backtest) {
        return backtest.family().isEmpty() ? "one family" : backtest.family();
    }

    private static String word(EmergenceCriterion landmark) {
        return landmark.name().toLowerCase(Locale.ROOT);
    }

    private static String standings(Backtest backtest, Backtest.Outcome outcome) {
        String what = outcome.truth().landmark() == EmergenceCriterion.ELBOW
                ? "Elbow"
                : String.format(Locale.ROOT, "Crossing of %.2f", backtest.level());
        ConsoleTable table = new ConsoleTable()
                .row(
                        what,
                        "CRPS, nats",
                        "skill",
                        "median |error|",
                        "doublings",
                        "held by 90%",
                        "abstained",
                        "ahead, 0.1 nats",
                        "ahead, interval",
                        "p against law");
        for (RivalRanking standing : outcome.standings())
            table.row(
                    "  " + standing.rival(),
                    ConsoleTable.plain(standing.crps()),
                    signed(standing.skill()),
                    ConsoleTable.plain(standing.medianAbsErrorNats()),
                    two(standing.medianAbsDoublings()),
                    outcome.truth().lossNats().isPresent()
                            ? standing.covered() + " of " + standing.answered()
                            : ConsoleTable.NONE,
                    Integer.toString(standing.abstained()),
                    times(standing.aheadByError()),
                    times(standing.aheadByInterval()),
                    p(standing.againstLaw().map(RivalRanking.Paired::pValue).orElse(OptionalDouble.empty())));
        return table.toString();
    }

    private static String cuts(Backtest backtest) {
        ConsoleTable table = new ConsoleTable()
                .row("Cut, FLOPs", "checkpoints", "least loss", "the law says, nats", "error", "best that answered");
        for (CutResult trial : backtest.trials()) {
            CutResult.Said law = trial.said(Rivals.LAW);
            var score = law.score(EmergenceCriterion.ELBOW);
            table.row(
                    "  " + ConsoleTable.large(trial.trainFlops()),
                    Integer.toString(trial.checkpoints()),
                    ConsoleTable.plain(trial.leastLossNats()),
                    score.map(said -> ConsoleTable.plain(said.medianNats()) + " ("
                                    + ConsoleTable.span(
                                            ConsoleTable.plain(said.q05Nats()), ConsoleTable.plain(said.q95Nats()))
                                    + ")")
                            .orElse("abstains"),
                    score.map(said -> signed(said.errorNats())).orElse(ConsoleTable.NONE),
                    trial.ahead(backtest.outcomes().get(0).truth()) ? best(trial) : "emerged already");
        }
        return table.toString();
    }

    private static String best(CutResult trial) {
        return trial.said().stream()
                .filter(said -> said.abstention().isEmpty())
                .min((a, b) -> Double.compare(
                        a.score(EmergenceCriterion.ELBOW).orElseThrow().crps(),
                        b.score(EmergenceCriterion.ELBOW).orElseThrow().crps()))
                .map(CutResult.Said::rival)
                .orElse(ConsoleTable.NONE);
    }

    /** One table a landmark, one column a size: error in nats, and compute predicted over compute seen. */
    private static String sizes(Backtest backtest) {
        StringBuilder text = new StringBuilder();
        for (EmergenceCriterion landmark : EmergenceCriterion.values()) {
            List<SizeResult> sizes = backtest.sizes().stream()
                    .filter(size -> size.landmark() == landmark)
                    .toList();
            ConsoleTable table = new ConsoleTable();
            table.row(row("Held-out sizes, " + word(landmark), sizes, size -> ConsoleTable.large(size.params())));
            table.row(row(
                    "  seen, nats",
                    sizes,
                    size -> size.lossNats().isPresent() ? ConsoleTable.plain(size.lossNats()) : "not seen"));
            table.row(row("  seen, FLOPs", sizes, size -> ConsoleTable.large(size.trainFlops())));
            for (Rival rival : Rivals.all())
                table.row(row("  " + rival.key(), sizes, size -> missed(size, rival.key())));
            text.append(table).append('\n');
        }
        return text.append("Errors at the last cut: nats, and compute predicted over compute seen at that size.\n")
                .toString();
    }

    private static String[] row(String name, List<SizeResult> sizes, Function<SizeResult, String> cell) {
        return Stream.concat(Stream.of(name), sizes.stream().map(cell)).toArray(String[]::new);
    }

    private static String missed(SizeResult size, String rival) {
        return size.errors().stream()
                .filter(missed ->
                        missed.rival().equals(rival) && missed.errorNats().isPresent())
                .map(missed -> signed(missed.errorNats()) + " (" + times(missed.timesCompute()) + ")")
                .findFirst()
                .orElse(ConsoleTable.NONE);
    }

    private static String ablations(Backtest backtest) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "Ablation of the law",
                        "rows",
                        "E(D0), nats",
                        "best fit",
                        "|error| of best fit",
                        "5 to 95%",
                        "verdict");
        for (Ablated ablated : backtest.ablations())
            table.row(
                    "  " + ablated.description(),
                    Integer.toString(ablated.observations()),
                    ConsoleTable.plain(ablated.lossNats().median()) + " ("
                            + ConsoleTable.span(
                                    ConsoleTable.plain(ablated.lossNats().q05()),
                                    ConsoleTable.plain(ablated.lossNats().q95()))
                            + ")",
                    ConsoleTable.plain(ablated.lossNats().mle()),
                    ConsoleTable.plain(ablated.mleAbsErrorNats()),
                    ConsoleTable.span(
                            ConsoleTable.plain(ablated.q05AbsErrorNats()),
                            ConsoleTable.plain(ablated.q95AbsErrorNats())),
                    ablated.verdict().name().toLowerCase(Locale.ROOT));
        return table.toString();
    }

    private static String two(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : ConsoleTable.NONE;
    }

    private static String times(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1fx", value.getAsDouble()) : ConsoleTable.NONE;
    }

    private static String signed(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%+.3f", value.getAsDouble()) : ConsoleTable.NONE;
    }

    private static String p(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2g", value.getAsDouble()) : ConsoleTable.NONE;
    }
}
