package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.CutResult;
import org.emergencelaw.backtest.RivalRanking;
import org.emergencelaw.backtest.SizeResult;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.statistics.ClusteredMean;

/** Cells and sentences of a backtest, the same on its page and on the console. */
public final class BacktestText {

    private BacktestText() {}

    /** What stands in for losses where the study has none. */
    public static Optional<String> byCompute(Backtest backtest) {
        return backtest.natsPerDoubling().stream()
                .mapToObj(nats ->
                        "No checkpoint has a loss, so this study is replayed by its training compute: nats stand for"
                                + " doublings of it, " + DisplayNumbers.exact(nats) + " each.")
                .findFirst();
    }

    /** {@code Few-shot elbow} or {@code Crossing of 0.400}. */
    public static String criterion(Backtest backtest, EmergenceCriterion criterion) {
        return criterion == EmergenceCriterion.ELBOW
                ? "Few-shot elbow"
                : "Crossing of " + DisplayNumbers.decimal3(backtest.level());
    }

    public static String pValue(Optional<RivalRanking.Paired> paired) {
        return DisplayNumbers.pValue(paired.map(RivalRanking.Paired::pValue).orElse(OptionalDouble.empty()));
    }

    /** How many of the 90% intervals covered what was observed: {@code 7 of 9}. */
    public static String coverage(Backtest.Outcome outcome, RivalRanking standing) {
        return outcome.truth().lossNats().isPresent()
                ? standing.covered() + " of " + standing.answered()
                : DisplayNumbers.ABSENT;
    }

    /** Stated probability of a compute within 2, 4 and 8 times the true one: {@code 13, 24, 35%}. */
    public static String within(RivalRanking standing) {
        if (standing.pWithinTwofold().isEmpty()) return DisplayNumbers.ABSENT;
        return Stream.of(standing.pWithinTwofold(), standing.pWithinFourfold(), standing.pWithinEightfold())
                        .map(p -> Long.toString(Math.round(100 * p.orElseThrow())))
                        .collect(Collectors.joining(", "))
                + "%";
    }

    /** A difference with its interval, where there is one: {@code +0.120 (+0.020 to +0.210)}. */
    public static String difference(ClusteredMean mean) {
        return DisplayNumbers.signed3(mean.value())
                + (mean.q05().isPresent()
                        ? " (" + DisplayNumbers.signed3(mean.q05()) + " to " + DisplayNumbers.signed3(mean.q95()) + ")"
                        : "");
    }

    /** Keys of the rivals that took part, in the order of the tables; an old backtest had fewer. */
    public static List<String> rivals(Backtest backtest) {
        return backtest.trials().get(0).said().stream()
                .map(CutResult.Said::rival)
                .toList();
    }

    /** Which cuts are not scored, and why not; empty in results of version 0.1.0. */
    public static List<String> unscored(Backtest backtest) {
        List<String> lines = new ArrayList<>();
        for (CutResult trial : backtest.trials())
            for (CutResult.Use use : trial.uses().orElse(List.of()))
                use.whyNot()
                        .ifPresent(why -> lines.add(criterion(backtest, use.landmark()) + ", "
                                + DisplayNumbers.plural(trial.checkpoints(), "checkpoint") + " shown: " + why));
        return lines;
    }

    /** Median that a rival predicted for the elbow. */
    public static String predicted(CutResult.Said said) {
        return said.score(EmergenceCriterion.ELBOW)
                .map(score -> score.medianNats().isPresent() ? DisplayNumbers.decimal3(score.medianNats()) : "never")
                .orElse("abstains");
    }

    /** 90% interval of the emergence law for the elbow. */
    public static String lawInterval(CutResult cut) {
        return cut.said(Rivals.LAW)
                .score(EmergenceCriterion.ELBOW)
                .map(score -> DisplayNumbers.range3(score.q05Nats(), score.q95Nats()))
                .orElse(DisplayNumbers.ABSENT);
    }

    /** Each reason once, with who gave it and how often. */
    public static List<String> abstentions(Backtest backtest) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (CutResult trial : backtest.trials())
            for (CutResult.Said said : trial.said())
                said.abstention()
                        .ifPresent(reason ->
                                counted.merge(DisplayNames.label(said.rival()) + ": " + reason, 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        counted.forEach((reason, times) -> lines.add(reason + " (" + DisplayNumbers.plural(times, "cut") + ")"));
        return lines.isEmpty() ? List.of("No rival abstained at any cut.") : lines;
    }

    /** Held-out sizes, if at least one of them showed it. */
    public static List<SizeResult> sizes(Backtest backtest, EmergenceCriterion criterion) {
        List<SizeResult> sizes = backtest.sizes().stream()
                .filter(size -> size.landmark() == criterion)
                .toList();
        return sizes.stream().anyMatch(size -> size.lossNats().isPresent()) ? sizes : List.of();
    }

    /** Where a held-out size showed it, nats. */
    public static String observed(SizeResult size) {
        return size.lossNats().isPresent() ? DisplayNumbers.decimal3(size.lossNats()) : "not observed";
    }

    /** Error of a rival at a held-out size, nats, and compute predicted over compute observed: {@code +0.120 (0.800×)}. */
    public static String error(SizeResult size, String rival) {
        return size.errors().stream()
                .filter(missed ->
                        missed.rival().equals(rival) && missed.errorNats().isPresent())
                .map(missed -> DisplayNumbers.signed3(missed.errorNats()) + " ("
                        + DisplayNumbers.times(missed.timesCompute()) + ")")
                .findFirst()
                .orElse(DisplayNumbers.ABSENT);
    }

    /** What the ablations show, in one sentence. */
    public static String ablations(List<Ablated> ablations) {
        double[] medians = ablations.stream()
                .flatMapToDouble(row -> row.lossNats().median().stream())
                .sorted()
                .toArray();
        if (medians.length == 0) return "No variant of the fit gives a point of emergence.";
        int silent = ablations.size() - medians.length;
        Ablated full = ablations.get(0);
        return "Over " + DisplayNumbers.plural(medians.length, "variant") + " the point of emergence moves from "
                + DisplayNumbers.decimal3(medians[0]) + " to " + DisplayNumbers.decimal3(medians[medians.length - 1])
                + " nats; with all data it is "
                + (full.lossNats().median().isPresent()
                        ? DisplayNumbers.decimal3(full.lossNats().median())
                        : "unknown")
                + "."
                + (silent == 0 ? "" : " " + DisplayNumbers.plural(silent, "variant") + " cannot tell.");
    }
}
