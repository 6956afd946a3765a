package org.emergencelaw.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Ablated;
import org.emergencelaw.forecast.Backtest;
import org.emergencelaw.forecast.Landmark;
import org.emergencelaw.forecast.SizeOutcome;
import org.emergencelaw.forecast.Standing;
import org.emergencelaw.forecast.Trial;

/** A backtest in words and cells, for its page. */
public final class BacktestWords {

    private BacktestWords() {}

    /** {@code Elbow} or {@code Crossing of 0.40}. */
    public static String landmark(Backtest backtest, Landmark landmark) {
        return landmark == Landmark.ELBOW
                ? "Few-shot elbow"
                : String.format(Locale.ROOT, "Crossing of %.2f", backtest.level());
    }

    /** A rival's key as words. */
    public static String rival(String key) {
        return key.replace('_', ' ');
    }

    public static String digits(OptionalDouble value) {
        return value.isPresent() ? Numerals.digits(value.getAsDouble()) : Numerals.ABSENT;
    }

    public static String pValue(Optional<Standing.Paired> paired) {
        return paired.map(found -> digits(found.pValue())).orElse(Numerals.ABSENT);
    }

    /** Median of what a rival said of the elbow. */
    public static String said(Trial.Said said) {
        return said.score(Landmark.ELBOW)
                .map(score -> score.medianNats().isPresent() ? Numerals.three(score.medianNats()) : "never")
                .orElse("abstains");
    }

    /** Each reason once, with who gave it and how often. */
    public static List<String> abstentions(Backtest backtest) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (Trial trial : backtest.trials())
            for (Trial.Said said : trial.said())
                said.abstention()
                        .ifPresent(reason -> counted.merge(rival(said.rival()) + ": " + reason, 1, Integer::sum));
        List<String> lines = new ArrayList<>();
        counted.forEach((reason, times) -> lines.add(reason + " (" + Numerals.counted(times, "cut") + ")"));
        return lines.isEmpty() ? List.of("No rival abstained at any cut.") : lines;
    }

    /** Held-out sizes, if at least one of them showed it. */
    public static List<SizeOutcome> sizes(Backtest backtest, Landmark landmark) {
        List<SizeOutcome> sizes = backtest.sizes().stream()
                .filter(size -> size.landmark() == landmark)
                .toList();
        return sizes.stream().anyMatch(size -> size.lossNats().isPresent()) ? sizes : List.of();
    }

    /** {@code +0.12 (0.8×)}. */
    public static String missed(SizeOutcome size, String rival) {
        return size.errors().stream()
                .filter(missed ->
                        missed.rival().equals(rival) && missed.errorNats().isPresent())
                .map(missed -> Numerals.signed(missed.errorNats()) + " (" + Numerals.times(missed.timesCompute()) + ")")
                .findFirst()
                .orElse(Numerals.ABSENT);
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
                Numerals.counted(medians.length, "variant"),
                medians[0],
                medians[medians.length - 1],
                full.lossNats().median().isPresent()
                        ? Numerals.three(full.lossNats().median())
                        : "not known",
                silent == 0 ? "" : " " + Numerals.counted(silent, "variant") + " cannot tell.");
    }
}
