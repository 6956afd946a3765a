package org.emergencelaw.cli;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emergencelaw.forecast.Ablated;
import org.emergencelaw.forecast.Backtest;
import org.emergencelaw.forecast.Landmark;
import org.emergencelaw.forecast.Rival;
import org.emergencelaw.forecast.Rivals;
import org.emergencelaw.forecast.SizeOutcome;
import org.emergencelaw.forecast.Standing;
import org.emergencelaw.forecast.Tally;
import org.emergencelaw.forecast.Trial;

/** A backtest for people: who did best, then cut by cut, by held-out size, and what the law rests on. */
final class BacktestText {

    private BacktestText() {}

    static String of(Backtest backtest) {
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
    static String of(List<Tally> tallies) {
        StringBuilder text = new StringBuilder();
        for (Tally tally : tallies) {
            Table table = new Table()
                    .row(
                            "All " + tally.studies() + " studies, " + word(tally.landmark()),
                            "best in",
                            "CRPS, nats",
                            "skill",
                            "held by 90%",
                            "abstained",
                            "p against law");
            for (Tally.Row row : tally.rows())
                table.row(
                        "  " + row.rival(),
                        Integer.toString(row.won()),
                        Table.plain(row.crps()),
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

    private static String word(Landmark landmark) {
        return landmark.name().toLowerCase(Locale.ROOT);
    }

    private static String standings(Backtest backtest, Backtest.Outcome outcome) {
        String what = outcome.truth().landmark() == Landmark.ELBOW
                ? "Elbow"
                : String.format(Locale.ROOT, "Crossing of %.2f", backtest.level());
        Table table = new Table()
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
        for (Standing standing : outcome.standings())
            table.row(
                    "  " + standing.rival(),
                    Table.plain(standing.crps()),
                    signed(standing.skill()),
                    Table.plain(standing.medianAbsErrorNats()),
                    two(standing.medianAbsDoublings()),
                    outcome.truth().lossNats().isPresent()
                            ? standing.covered() + " of " + standing.answered()
                            : Table.NONE,
                    Integer.toString(standing.abstained()),
                    times(standing.aheadByError()),
                    times(standing.aheadByInterval()),
                    p(standing.againstLaw().map(Standing.Paired::pValue).orElse(OptionalDouble.empty())));
        return table.toString();
    }

    private static String cuts(Backtest backtest) {
        Table table = new Table()
                .row("Cut, FLOPs", "checkpoints", "least loss", "the law says, nats", "error", "best that answered");
        for (Trial trial : backtest.trials()) {
            Trial.Said law = trial.said(Rivals.LAW);
            var score = law.score(Landmark.ELBOW);
            table.row(
                    "  " + Table.large(trial.trainFlops()),
                    Integer.toString(trial.checkpoints()),
                    Table.plain(trial.leastLossNats()),
                    score.map(said -> Table.plain(said.medianNats()) + " ("
                                    + Table.span(Table.plain(said.q05Nats()), Table.plain(said.q95Nats())) + ")")
                            .orElse("abstains"),
                    score.map(said -> signed(said.errorNats())).orElse(Table.NONE),
                    trial.ahead(backtest.outcomes().get(0).truth()) ? best(trial) : "emerged already");
        }
        return table.toString();
    }

    private static String best(Trial trial) {
        return trial.said().stream()
                .filter(said -> said.abstention().isEmpty())
                .min((a, b) -> Double.compare(
                        a.score(Landmark.ELBOW).orElseThrow().crps(),
                        b.score(Landmark.ELBOW).orElseThrow().crps()))
                .map(Trial.Said::rival)
                .orElse(Table.NONE);
    }

    /** One table a landmark, one column a size: error in nats, and compute predicted over compute seen. */
    private static String sizes(Backtest backtest) {
        StringBuilder text = new StringBuilder();
        for (Landmark landmark : Landmark.values()) {
            List<SizeOutcome> sizes = backtest.sizes().stream()
                    .filter(size -> size.landmark() == landmark)
                    .toList();
            Table table = new Table();
            table.row(row("Held-out sizes, " + word(landmark), sizes, size -> Table.large(size.params())));
            table.row(row(
                    "  seen, nats",
                    sizes,
                    size -> size.lossNats().isPresent() ? Table.plain(size.lossNats()) : "not seen"));
            table.row(row("  seen, FLOPs", sizes, size -> Table.large(size.trainFlops())));
            for (Rival rival : Rivals.all())
                table.row(row("  " + rival.key(), sizes, size -> missed(size, rival.key())));
            text.append(table).append('\n');
        }
        return text.append("Errors at the last cut: nats, and compute predicted over compute seen at that size.\n")
                .toString();
    }

    private static String[] row(String name, List<SizeOutcome> sizes, Function<SizeOutcome, String> cell) {
        return Stream.concat(Stream.of(name), sizes.stream().map(cell)).toArray(String[]::new);
    }

    private static String missed(SizeOutcome size, String rival) {
        return size.errors().stream()
                .filter(missed ->
                        missed.rival().equals(rival) && missed.errorNats().isPresent())
                .map(missed -> signed(missed.errorNats()) + " (" + times(missed.timesCompute()) + ")")
                .findFirst()
                .orElse(Table.NONE);
    }

    private static String ablations(Backtest backtest) {
        Table table = new Table()
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
                    Table.plain(ablated.lossNats().median()) + " ("
                            + Table.span(
                                    Table.plain(ablated.lossNats().q05()),
                                    Table.plain(ablated.lossNats().q95()))
                            + ")",
                    Table.plain(ablated.lossNats().mle()),
                    Table.plain(ablated.mleAbsErrorNats()),
                    Table.span(Table.plain(ablated.q05AbsErrorNats()), Table.plain(ablated.q95AbsErrorNats())),
                    ablated.verdict().name().toLowerCase(Locale.ROOT));
        return table.toString();
    }

    private static String two(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : Table.NONE;
    }

    private static String times(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1fx", value.getAsDouble()) : Table.NONE;
    }

    private static String signed(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%+.3f", value.getAsDouble()) : Table.NONE;
    }

    private static String p(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2g", value.getAsDouble()) : Table.NONE;
    }
}
