package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.backtest.Ablated;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.CutResult;
import org.emergencelaw.backtest.RivalRanking;
import org.emergencelaw.backtest.SizeResult;
import org.emergencelaw.rival.EmergenceCriterion;

/** A backtest in words and cells, for its page. */
public final class BacktestText {

    private BacktestText() {}

    /** {@code Elbow} or {@code Crossing of 0.40}. */
    public static String landmark(Backtest backtest, EmergenceCriterion landmark) {
        return landmark == EmergenceCriterion.ELBOW
                ? "Few-shot elbow"
                : String.format(Locale.ROOT, "Crossing of %.2f", backtest.level());
    }

    /** A rival's key as words. */
    public static String rival(String key) {
        return key.replace('_', ' ');
    }

    public static String digits(OptionalDouble value) {
        return value.isPresent() ? DisplayNumbers.digits(value.getAsDouble()) : DisplayNumbers.ABSENT;
    }

    public static String pValue(Optional<RivalRanking.Paired> paired) {
        return paired.map(found -> digits(found.pValue())).orElse(DisplayNumbers.ABSENT);
    }

    /** Median of what a rival said of the elbow. */
    public static String said(CutResult.Said said) {
        return said.score(EmergenceCriterion.ELBOW)
                .map(score -> score.medianNats().isPresent() ? DisplayNumbers.three(score.medianNats()) : "never")
                .orElse("abstains");
    }

    /** Each reason once, with who gave it and how often. */
    public static List<String> abstentions(Backtest backtest) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (CutResult trial : backtest.trials())
            for (CutResult.Said said : trial.said())
                said.abstention()
                        .ifPresent(reason -> counted.merge(rival(said.rival()) + ": " + reason, 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        counted.forEach((reason, times) -> lines.add(reason + " (" + DisplayNumbers.counted(times, "cut") + ")"));
        return lines.isEmpty() ? List.of("No rival abstained at any cut.") : lines;
    }

    /** Held-out sizes, if at least one of them showed it. */
    public static List<SizeResult> sizes(Backtest backtest, EmergenceCriterion landmark) {
        List<SizeResult> sizes = backtest.sizes().stream()
                .filter(size -> size.landmark() == landmark)
                .toList();
        return sizes.stream().anyMatch(size -> size.lossNats().isPresent()) ? sizes : List.of();
    }

    /** {@code +0.12 (0.8×)}. */
    public static String missed(SizeResult size, String rival) {
        return size.errors().stream()
                .filter(missed ->
                        missed.rival().equals(rival) && missed.errorNats().isPresent())
                .map(missed -> DisplayNumbers.signed(missed.errorNats()) + " ("
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
        long silent = ablations.stream()
                .filter(row -> row.lossNats().median().isEmpty())
                .count();
        if (medians.length == 0) return "No variant of the fit gives a point of emergence.";
        Ablated full = ablations.get(0);
        return String.format(
                Locale.ROOT,
                "Over %s the point of emergence moves from %.3f to %.3f nats; with all data it is %s.%s",
                DisplayNumbers.counted(medians.length, "variant"),
                medians[0],
                medians[medians.length - 1],
                full.lossNats().median().isPresent()
                        ? DisplayNumbers.three(full.lossNats().median())
                        : "not known",
                silent == 0 ? "" : " " + DisplayNumbers.counted(silent, "variant") + " cannot tell.");
    }
}
