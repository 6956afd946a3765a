package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.Spread;
import org.emergencelaw.forecast.TrackRecord;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Accuracy;

/**
 * How far to trust the forecast of a run: one verdict over all checks that were made, never better than the worst of them.
 *
 * @param trust the verdict
 * @param checks what it is made of, each with its reason
 */
public record Headline(Trust trust, List<Check> checks) {

    /** Best first. */
    public enum Trust {
        SUPPORTED,
        UNTESTED,
        WITH_CARE,
        NOT_RELIABLE
    }

    /**
     * One check.
     *
     * @param key what is checked
     * @param says in a few words
     * @param why in a sentence
     */
    public record Check(String key, Trust trust, String says, String why) {}

    /** Held-out and recorded intervals are of 90%. */
    private static final double NOMINAL = 0.9;
    /** Fewer hits than this probable are no accident. */
    private static final double CHANCE = 0.05;

    private static final String LAW = "law";
    private static final double SPREAD_CARE = 0.2;
    private static final double SPREAD_BAD = 0.6;
    private static final double NEAR = 4;

    public static Headline of(EmergenceFit fit, Optional<Forecast> forecast, HeldOutComparison heldOut) {
        List<Check> checks = new ArrayList<>();
        checks.add(law(fit, heldOut));
        checks.add(heldOut(heldOut));
        forecast.flatMap(Headline::spread)
                .filter(all -> all.said().size() > 1)
                .ifPresent(all -> checks.add(spread(all)));
        forecast.map(Forecast::extrapolationFactor)
                .filter(OptionalDouble::isPresent)
                .ifPresent(factor -> checks.add(reach(factor.getAsDouble(), forecast.orElseThrow())));
        forecast.flatMap(Forecast::record).ifPresent(record -> checks.add(record(record)));
        if (!fit.warnings().isEmpty()) checks.add(rows(fit.warnings()));
        boolean none = forecast.isEmpty() || forecast.get().pReachesLevel().isEmpty();
        // that there is no law takes nothing from a forecast of few-shot rows
        Trust worst = checks.stream()
                .filter(check -> !(check.key.equals(LAW) && check.trust == Trust.UNTESTED))
                .map(Check::trust)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Headline(none ? Trust.NOT_RELIABLE : worst, List.copyOf(checks));
    }

    /** What held-out models say, of the law and of the forecast. */
    public static List<Check> heldOut(EmergenceFit fit, HeldOutComparison heldOut) {
        return List.of(heldOut(heldOut), law(fit, heldOut));
    }

    /** The verdict in words. */
    public String words() {
        return words(trust);
    }

    static String words(Trust trust) {
        return switch (trust) {
            case SUPPORTED -> "supported by every check";
            case UNTESTED -> "not tested on these models";
            case WITH_CARE -> "take with care";
            case NOT_RELIABLE -> "do not rely on it";
        };
    }

    /** The law is never green where held-out models have refuted it. */
    private static Check law(EmergenceFit fit, HeldOutComparison heldOut) {
        Verdict verdict = fit.verdict();
        Optional<String> missed = verdict.lawSpeaks() ? heldOut.law().flatMap(Headline::missed) : Optional.empty();
        if (missed.isPresent())
            return new Check(
                    LAW,
                    Trust.WITH_CARE,
                    "law " + DisplayNames.label(verdict) + ", missed held-out models",
                    fit.summary() + " But " + missed.get() + " The forecast gives it little weight.");
        Trust trust = switch (verdict) {
            case IDENTIFIED, ALREADY_EMERGED -> Trust.SUPPORTED;
            case NO_FINETUNING, NO_SIGNAL -> Trust.UNTESTED;
            case WEAKLY_IDENTIFIED, NOT_IDENTIFIED -> Trust.WITH_CARE;
            case MISFIT, BELOW_CHANCE -> Trust.NOT_RELIABLE;
        };
        return new Check(LAW, trust, "law: " + DisplayNames.label(verdict), fit.summary());
    }

    private static Optional<String> missed(HeldOutComparison.ByLaw law) {
        boolean elbow = !law.seenWithinInterval().orElse(true);
        boolean accuracies = tooFew(law.covered(), law.of());
        if (!elbow && !accuracies) return Optional.empty();
        return Optional.of("the law by itself "
                + (elbow ? "put the elbow where its 90% interval does not hold the one that held-out models show" : "")
                + (elbow && accuracies ? ", and " : "")
                + (accuracies
                        ? "holds " + law.covered() + " of " + law.of() + " held-out accuracies in its 90% intervals"
                        : "")
                + ".");
    }

    private static Check heldOut(HeldOutComparison heldOut) {
        int told = (int) heldOut.checkpoints().stream()
                .filter(row -> row.predicted().isPresent())
                .count();
        if (told == 0)
            return new Check(
                    "held_out",
                    Trust.UNTESTED,
                    "no held-out models",
                    "No larger model was held out, so nothing here was tested on this family. Mark rows of the largest models"
                            + " with split = held_out.");
        boolean missed = !heldOut.seenWithinInterval().orElse(true);
        Trust trust = tooFew(heldOut.covered(), told) || missed ? Trust.NOT_RELIABLE : Trust.SUPPORTED;
        return new Check(
                "held_out",
                trust,
                heldOut.covered() + " of " + told + " held-out models within 90%" + (missed ? ", elbow missed" : ""),
                heldOut.summary());
    }

    private static boolean tooFew(int held, int of) {
        return of > 0 && new Accuracy(held, of).pAtMost(NOMINAL) < CHANCE;
    }

    /** As the forecast has it; of its voices alone where it was made without. */
    private static Optional<Spread> spread(Forecast forecast) {
        return forecast.spread().or(() -> forecast.voices().map(Spread::ofVoices));
    }

    private static Check spread(Spread spread) {
        double width = spread.width();
        Trust trust =
                width <= SPREAD_CARE ? Trust.SUPPORTED : width <= SPREAD_BAD ? Trust.WITH_CARE : Trust.NOT_RELIABLE;
        return new Check(
                "voices",
                trust,
                DisplayNumbers.percent(spread.least().pReachesLevel()) + " to "
                        + DisplayNumbers.percent(spread.most().pReachesLevel()) + " under other assumptions",
                ForecastText.assumptions(spread));
    }

    private static Check reach(double factor, Forecast forecast) {
        double tested = TrackRecord.farthestTimes(forecast.basis());
        Trust trust = factor <= NEAR ? Trust.SUPPORTED : factor <= tested ? Trust.WITH_CARE : Trust.NOT_RELIABLE;
        return new Check(
                "reach",
                trust,
                factor <= 1 ? "within the submitted compute" : DisplayNumbers.times(factor) + " the submitted compute",
                "The run has " + DisplayNumbers.times(factor) + " the largest submitted compute. Up to "
                        + DisplayNumbers.exact(NEAR) + "× is near; " + ForecastText.tested(forecast) + ".");
    }

    private static Check record(TrackRecord record) {
        return new Check(
                "record",
                tooFew(record.held(), record.of()) ? Trust.NOT_RELIABLE : Trust.SUPPORTED,
                "forecasts like it held " + record.held() + " of " + record.of(),
                ForecastText.record(record));
    }

    private static Check rows(List<Warning> warnings) {
        return new Check(
                "rows",
                Trust.WITH_CARE,
                DisplayNumbers.plural(warnings.size(), "warning"),
                warnings.stream().map(Warning::message).collect(Collectors.joining(" ")));
    }
}
