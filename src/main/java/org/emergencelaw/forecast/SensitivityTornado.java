package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Percentiles;

/**
 * Which assumption moves a forecast most: one assumption is changed at a time ({@link ForecastChange}), and the forecast made anew.
 *
 * @param level the named level that the plan asks for
 * @param base the combined forecast as it stands
 * @param bars the assumptions, the one that moves the compute at the level most first
 * @param law the same of what the emergence law says by itself, in the order of its compute at emergence; absent where it says nothing
 */
public record SensitivityTornado(double level, Case base, List<Bar> bars, Optional<ByLaw> law) {

    /** The emergence law by itself under the same changes, and under those of its own unknowns. */
    public record ByLaw(Case base, List<Bar> bars) {}

    /**
     * An assumption.
     *
     * @param key stable snake_case name
     * @param swing largest over smallest compute among the base and the cases, at the level, of the law at emergence; absent where one
     *     is never or unknown
     * @param swingProbability largest less smallest P(reaches the level)
     */
    public record Bar(String key, String assumption, List<Case> cases, OptionalDouble swing, double swingProbability) {}

    /**
     * The forecast under one change.
     *
     * @param change in words
     * @param emergenceFlops median compute at emergence along the path; absent where most of the forecast says never
     * @param crossingFlops the same where the level is reached; the law by itself does not say it
     * @param reason why there are no numbers
     */
    public record Case(
            String change,
            OptionalDouble emergenceLossNats,
            OptionalDouble emergenceFlops,
            OptionalDouble crossingFlops,
            OptionalDouble pReachesLevel,
            OptionalDouble pExceedsTrivial,
            Optional<String> reason) {

        static Case without(String change, String reason) {
            OptionalDouble none = OptionalDouble.empty();
            return new Case(change, none, none, none, none, none, Optional.of(reason));
        }
    }

    /** The assumption that moves P(reaches the level) most, which need not be the one that moves the compute most; there must be one. */
    public Bar mostOfProbability() {
        return bars.stream()
                .max(Comparator.comparingDouble(Bar::swingProbability))
                .orElseThrow();
    }

    public static SensitivityTornado of(FittedStudy fitted, PlannedRun plan) {
        double level = plan.level().orElse(fitted.task().defaultLevel());
        ForecastChange.Variant asItStands = new ForecastChange.Variant("as it stands", () -> fitted, plan);
        Case base = combined(asItStands);
        List<ForecastChange> changes = ForecastChange.of(fitted, plan);
        List<Bar> bars = new ArrayList<>();
        for (ForecastChange change : changes)
            if (!change.ofLawAlone()) add(bars, base, change, SensitivityTornado::combined, Case::crossingFlops);
        voices(fitted, plan)
                .ifPresent(cases -> bars.add(bar("voices", "Each voice alone", base, cases, Case::crossingFlops)));
        return new SensitivityTornado(level, base, sorted(bars), byLaw(fitted, asItStands, level, changes));
    }

    private static Optional<ByLaw> byLaw(
            FittedStudy fitted, ForecastChange.Variant asItStands, double level, List<ForecastChange> changes) {
        if (fitted.draws().isEmpty()) return Optional.empty();
        Case base = byLaw(asItStands, level);
        List<Bar> bars = new ArrayList<>();
        for (ForecastChange change : changes)
            if (!change.ofCombinedAlone())
                add(bars, base, change, variant -> byLaw(variant, level), Case::emergenceFlops);
        return Optional.of(new ByLaw(base, sorted(bars)));
    }

    private static List<Bar> sorted(List<Bar> bars) {
        return bars.stream()
                .sorted(Comparator.comparingDouble((Bar bar) -> -bar.swing().orElse(Double.POSITIVE_INFINITY))
                        .thenComparingDouble(bar -> -bar.swingProbability()))
                .toList();
    }

    private static void add(
            List<Bar> bars,
            Case base,
            ForecastChange change,
            Function<ForecastChange.Variant, Case> answer,
            Function<Case, OptionalDouble> compute) {
        List<Case> cases = change.variants().stream().map(answer).toList();
        if (!cases.isEmpty()) bars.add(bar(change.key(), change.assumption(), base, cases, compute));
    }

    private static Bar bar(
            String key, String assumption, Case base, List<Case> cases, Function<Case, OptionalDouble> compute) {
        List<Case> all = new ArrayList<>(cases);
        all.add(base);
        double[] flops = sorted(all, compute), reaches = sorted(all, Case::pReachesLevel);
        OptionalDouble swing = flops.length == all.size()
                ? OptionalDouble.of(flops[flops.length - 1] / flops[0])
                : OptionalDouble.empty();
        return new Bar(
                key, assumption, cases, swing, reaches.length == 0 ? 0 : reaches[reaches.length - 1] - reaches[0]);
    }

    private static double[] sorted(List<Case> cases, Function<Case, OptionalDouble> value) {
        return cases.stream()
                .flatMapToDouble(one -> value.apply(one).stream())
                .sorted()
                .toArray();
    }

    /** What each voice says by itself, as the forecast tells it; absent where there is none or one. */
    private static Optional<List<Case>> voices(FittedStudy fitted, PlannedRun plan) {
        return new Forecaster(fitted)
                .forecast(plan)
                .voices()
                .filter(all -> all.size() > 1)
                .map(all -> all.stream().map(SensitivityTornado::alone).toList());
    }

    private static Case alone(VoiceAnswer voice) {
        OptionalDouble none = OptionalDouble.empty();
        return new Case(
                DisplayNames.label(voice.key()),
                none,
                voice.elbowFlops().map(Percentiles::median).orElse(none),
                voice.crossingFlops().median(),
                OptionalDouble.of(voice.pReachesLevel()),
                none,
                Optional.empty());
    }

    private static Case combined(ForecastChange.Variant variant) {
        try {
            Forecast forecast = new Forecaster(variant.fitted().get()).forecast(variant.plan());
            return new Case(
                    variant.change(),
                    forecast.emergence().map(when -> when.lossNats().median()).orElse(OptionalDouble.empty()),
                    forecast.emergence().map(when -> when.trainFlops().median()).orElse(OptionalDouble.empty()),
                    forecast.crossing().map(when -> when.trainFlops().median()).orElse(OptionalDouble.empty()),
                    forecast.pReachesLevel(),
                    forecast.pExceedsTrivial(),
                    forecast.reason());
        } catch (IllegalArgumentException cannot) {
            return Case.without(variant.change(), String.valueOf(cannot.getMessage()));
        }
    }

    private static Case byLaw(ForecastChange.Variant variant, double level) {
        try {
            FittedStudy fitted = variant.fitted().get();
            Optional<LawForecast> forecast = new LawForecaster(fitted)
                    .forecast(variant.plan(), level, Percentiles.absent("the law alone is asked"), Optional.empty());
            if (forecast.isEmpty())
                return Case.without(
                        variant.change(), "No forecast: " + fitted.fit().summary());
            double[] losses = fitted.draws().stream()
                    .mapToDouble(LawDraw::emergenceLossNats)
                    .sorted()
                    .toArray();
            return new Case(
                    variant.change(),
                    OptionalDouble.of(Percentiles.quantile(losses, 0.5)),
                    forecast.get()
                            .emergenceOnPath()
                            .map(SensitivityTornado::middle)
                            .orElse(OptionalDouble.empty()),
                    OptionalDouble.empty(),
                    OptionalDouble.of(forecast.get().pReachesLevel()),
                    OptionalDouble.of(forecast.get().pExceedsTrivial()),
                    Optional.empty());
        } catch (IllegalArgumentException cannot) {
            return Case.without(variant.change(), String.valueOf(cannot.getMessage()));
        }
    }

    private static OptionalDouble middle(EmergenceOnPath onPath) {
        Percentiles flops = onPath.trainFlops();
        return flops.median().isPresent() ? flops.median() : flops.mle();
    }
}
