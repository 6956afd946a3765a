package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.RowSelection;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/** What a forecast claims and warns of, in words. */
record ForecastSummary(FittedStudy fitted, boolean pointOnly, double level) {

    /** Less is not worth a sentence. */
    private static final double NEVER_SAID = 0.005;

    private EmergenceFit fit() {
        return fitted.fit();
    }

    Forecast none(Forecast.Planned planned, String why, Optional<LawForecast> law) {
        OptionalDouble none = OptionalDouble.empty();
        return new Forecast(
                planned,
                OptionalDouble.of(level),
                none,
                none,
                none,
                none,
                Optional.empty(),
                none,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                none,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                none,
                Optional.empty(),
                law,
                "No forecast: " + why,
                fit().warnings(),
                Optional.of(why));
    }

    /** @param exceeds probability of beating guessing; absent where that is no news */
    String claim(
            StudyForecast study,
            double reaches,
            OptionalDouble exceeds,
            Interval90 accuracy,
            OptionalDouble factor,
            double doublings,
            Optional<EmergenceOnPath> crossing) {
        return run() + " reaches the named level, " + DisplayNumbers.decimal3(level) + " on "
                + fitted.task().name() + ", with probability " + DisplayNumbers.percent(reaches)
                + "; it is expected to score " + DisplayNumbers.decimal3(accuracy.median()) + " (90% interval "
                + DisplayNumbers.range3(accuracy.q05(), accuracy.q95()) + ")."
                + (exceeds.isPresent()
                        ? " It beats guessing with probability " + DisplayNumbers.percent(exceeds) + "."
                        : "")
                + reach(factor, doublings)
                + crossing.map(ForecastSummary::onPath).orElse("") + restsOn(study) + borrowed();
    }

    /** What the first sentence must say of the law before it says anything else. */
    private String run() {
        return lead(fit().verdict(), "The run");
    }

    /** A sentence behind what must be said of the law before anything else. */
    static String lead(Verdict verdict, String sentence) {
        Optional<String> first = switch (verdict) {
            case IDENTIFIED, ALREADY_EMERGED, NO_FINETUNING, NO_SIGNAL -> Optional.empty();
            case WEAKLY_IDENTIFIED -> Optional.of("The law is weakly identified by these data; ");
            case NOT_IDENTIFIED -> Optional.of("The law is not identified by these data; ");
            case MISFIT -> Optional.of("The law does not describe these rows (misfit); ");
            case BELOW_CHANCE -> Optional.of("Few-shot accuracy lies below guessing (below chance); ");
        };
        return first.map(words -> words + Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1))
                .orElse(sentence);
    }

    private static String restsOn(StudyForecast study) {
        return switch (study.basis()) {
            case LAW -> "";
            case FEW_SHOT ->
                " This rests on the few-shot accuracies of "
                        + DisplayNumbers.plural(study.history().points().size(), "checkpoint") + " alone.";
            case REFERENCE ->
                " With few-shot accuracies of fewer than three checkpoints, this rests on what is usual elsewhere, not on"
                        + " these data.";
        };
    }

    /** A path of compute, to stand after "along". */
    static String along(ComputePath path) {
        String number = DisplayNumbers.count(path.value());
        return switch (path.kind()) {
            case TOKENS_PER_PARAM -> number + " tokens per parameter";
            case PARAMS -> number + " parameters, trained longer";
            case TOKENS -> number + " tokens, larger models";
        };
    }

    private static String onPath(EmergenceOnPath emergence) {
        Percentiles flops = emergence.trainFlops();
        OptionalDouble middle = flops.median().isPresent() ? flops.median() : flops.mle();
        String at = " Along " + emergence.along()
                + (middle.isPresent()
                        ? ", the level is reached at " + DisplayNumbers.flops(middle) + " FLOPs"
                        : ", it is more likely never reached than ever");
        String interval = flops.q05().isPresent() && flops.q95().isPresent()
                ? " (90% interval " + DisplayNumbers.flops(flops.q05()) + " to " + DisplayNumbers.flops(flops.q95())
                        + ")"
                : "";
        String never = emergence.pNever() >= NEVER_SAID
                ? "; on this path it is never reached with probability " + DisplayNumbers.percent(emergence.pNever())
                : "";
        return at + interval + never + ".";
    }

    private String borrowed() {
        if (!fitted.study().borrowed()) return "";
        return fitted.study()
                .losses()
                .published()
                .map(law -> " Losses are those of the published law " + law.name() + ", not measured.")
                .orElse("");
    }

    private static String reach(OptionalDouble factor, double doublings) {
        if (factor.isEmpty()) return "";
        if (factor.getAsDouble() <= 1)
            return doublings <= 0
                    ? " This lies within the submitted compute."
                    : " Its compute lies within the submitted, its loss beyond that of every checkpoint.";
        return " Its compute is " + DisplayNumbers.times(factor) + " the largest submitted.";
    }

    /** What places rows without a loss is said by the forecast itself. */
    private List<Warning> ofFit() {
        return fit().warnings().stream()
                .filter(warning -> !warning.code().equals(RowSelection.PLACED_BY_COMPUTE))
                .toList();
    }

    List<Warning> warnings(
            StudyForecast study, OptionalDouble factor, Optional<EmergenceOnPath> emergence, List<Warning> ofPlan) {
        List<Warning> warnings = new ArrayList<>(ofFit());
        warnings.addAll(study.warnings());
        warnings.addAll(ofPlan);
        if (pointOnly)
            warnings.add(new Warning(
                    "point_law",
                    "The fit is a point without uncertainty: what the law says by itself covers only the noise of the run and"
                            + " of its items, and is too narrow. Fit by another method."));
        double tested = TrackRecord.farthestTimes(Optional.of(study.basis()));
        if (factor.isPresent() && factor.getAsDouble() > tested)
            warnings.add(new Warning(
                    "far_extrapolation",
                    "The plan needs " + DisplayNumbers.times(factor)
                            + " the largest submitted compute; nothing was tested beyond "
                            + DisplayNumbers.exact(tested) + "×."));
        emergence
                .filter(found -> found.pNever() >= NEVER_SAID)
                .ifPresent(found -> warnings.add(new Warning(
                        "never_on_path",
                        "Accuracy never leaves its floor on this path with probability "
                                + DisplayNumbers.percent(found.pNever())
                                + ": in that share of the forecast no compute along " + found.along()
                                + " brings few-shot accuracy off its floor: it would take a lower loss than that path"
                                + " ever has, or it never comes.")));
        return warnings;
    }
}
