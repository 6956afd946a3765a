package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    /** All of it at once. */
    public static SensitivityTornado of(FittedStudy fitted, PlannedRun plan) {
        Work work = new Work(fitted, plan);
        return work.report(IntStream.range(0, work.parts()).mapToObj(work::part).toList());
    }

    /** The work, in parts that may be done at a time, in any order: each is an assumption, and refits. */
    public static final class Work {

        private final FittedStudy fitted;
        private final double level;
        private final ForecastChange.Variant asItStands;
        private final List<ForecastChange> changes;

        public Work(FittedStudy fitted, PlannedRun plan) {
            this.fitted = fitted;
            level = plan.level().orElse(fitted.task().defaultLevel());
            asItStands = new ForecastChange.Variant("as it stands", () -> fitted, plan);
            changes = ForecastChange.of(fitted, plan);
        }

        /** How many there are: the assumptions, and at the end the forecast as it stands, with its voices. */
        public int parts() {
            return changes.size() + 1;
        }

        /** Does one part. */
        public Part part(int index) {
            boolean law = !fitted.draws().isEmpty();
            if (index == changes.size())
                return new Part(
                        List.of(combined(asItStands)),
                        law ? List.of(byLaw(asItStands, level)) : List.of(),
                        voices(fitted, asItStands.plan()).orElse(List.of()));
            ForecastChange change = changes.get(index);
            return new Part(
                    change.ofLawAlone() ? List.of() : cases(change, SensitivityTornado::combined),
                    change.ofCombinedAlone() || !law ? List.of() : cases(change, variant -> byLaw(variant, level)),
                    List.of());
        }

        /** @param parts all of them, in order */
        public SensitivityTornado report(List<Part> parts) {
            Part base = parts.get(changes.size());
            List<Bar> bars = new ArrayList<>(), ofLaw = new ArrayList<>();
            for (int i = 0; i < changes.size(); i++) {
                ForecastChange change = changes.get(i);
                Part part = parts.get(i);
                if (!part.combined.isEmpty())
                    bars.add(bar(change, base.combined.get(0), part.combined, Case::crossingFlops));
                if (!part.law.isEmpty()) ofLaw.add(bar(change, base.law.get(0), part.law, Case::emergenceFlops));
            }
            if (!base.voices.isEmpty())
                bars.add(bar("voices", "Each voice alone", base.combined.get(0), base.voices, Case::crossingFlops));
            return new SensitivityTornado(
                    level,
                    base.combined.get(0),
                    sorted(bars),
                    base.law.stream().findFirst().map(asItStands -> new ByLaw(asItStands, sorted(ofLaw))));
        }
    }

    /**
     * What was made of one assumption.
     *
     * @param combined the combined forecast under each of its changes
     * @param law the emergence law by itself
     * @param voices each alone
     */
    public record Part(List<Case> combined, List<Case> law, List<Case> voices) {}

    private static List<Case> cases(ForecastChange change, Function<ForecastChange.Variant, Case> answer) {
        return change.variants().stream().map(answer).toList();
    }

    private static List<Bar> sorted(List<Bar> bars) {
        return bars.stream()
                .sorted(Comparator.comparingDouble((Bar bar) -> -bar.swing().orElse(Double.POSITIVE_INFINITY))
                        .thenComparingDouble(bar -> -bar.swingProbability()))
                .toList();
    }

    private static Bar bar(ForecastChange change, Case base, List<Case> cases, Function<Case, OptionalDouble> compute) {
        return bar(change.key(), change.assumption(), base, cases, compute);
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
                    .run(variant.plan())
                    .forecast(level, Percentiles.absent("the law alone is asked"), Optional.empty());
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
