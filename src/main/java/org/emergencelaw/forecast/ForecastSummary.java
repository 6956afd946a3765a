package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.loss.LossLawEstimate;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;

/** What a forecast claims and warns of, in words. */
record ForecastSummary(Task task, EmergenceFit fit, boolean pointOnly) {

    /** Compute beyond the data by more than this is called far. */
    private static final double FAR = 16;

    /** Less is not worth a sentence. */
    private static final double NEVER_SAID = 0.005;

    Forecast none(Forecast.Planned planned) {
        OptionalDouble none = OptionalDouble.empty();
        return new Forecast(
                planned,
                none,
                none,
                Optional.empty(),
                none,
                Optional.empty(),
                "No forecast: " + fit.summary(),
                fit.warnings(),
                Optional.of(fit.summary()));
    }

    String claim(double exceeds, Interval90 accuracy, OptionalDouble factor, Optional<EmergenceOnPath> emergence) {
        String weak = fit.verdict() == Verdict.WEAKLY_IDENTIFIED ? " The data identify the law only weakly." : "";
        return "The run exceeds trivial accuracy on " + task.name() + " with probability "
                + DisplayNumbers.percent(exceeds) + "; it is expected to score "
                + DisplayNumbers.decimal3(accuracy.median()) + " (90% interval "
                + DisplayNumbers.range3(accuracy.q05(), accuracy.q95()) + ")." + reach(factor)
                + emergence.map(ForecastSummary::onPath).orElse("") + weak + borrowed();
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
                        ? ", emergence is at " + DisplayNumbers.flops(middle) + " FLOPs"
                        : ", emergence is more likely never than ever");
        String interval = flops.q05().isPresent() && flops.q95().isPresent()
                ? " (90% interval " + DisplayNumbers.flops(flops.q05()) + " to " + DisplayNumbers.flops(flops.q95())
                        + ")"
                : "";
        String never = emergence.pNever() >= NEVER_SAID
                ? "; never on this path: " + DisplayNumbers.percent(emergence.pNever())
                : "";
        return at + interval + never + ".";
    }

    private String borrowed() {
        return fit.lossLaw()
                .flatMap(LossLawEstimate::published)
                .map(name -> " Losses are those of the published law " + name + ", not measured.")
                .orElse("");
    }

    private static String reach(OptionalDouble factor) {
        if (factor.isEmpty()) return "";
        if (factor.getAsDouble() <= 1) return " This lies within the submitted compute.";
        return " Its compute is " + DisplayNumbers.times(factor) + " the largest submitted.";
    }

    List<Warning> warnings(OptionalDouble factor, Optional<EmergenceOnPath> emergence) {
        List<Warning> warnings = new ArrayList<>(fit.warnings());
        if (pointOnly)
            warnings.add(new Warning(
                    "point_law",
                    "The fit is a point without uncertainty: the intervals cover only the noise of the run and of its"
                            + " items, and are too narrow. Fit by another method."));
        if (factor.isPresent() && factor.getAsDouble() > FAR)
            warnings.add(new Warning(
                    "far_extrapolation",
                    "The plan needs " + DisplayNumbers.times(factor)
                            + " the largest submitted compute; nothing was tested" + " beyond "
                            + DisplayNumbers.exact(FAR) + "×."));
        emergence
                .filter(found -> found.pNever() >= NEVER_SAID)
                .ifPresent(found -> warnings.add(new Warning(
                        "never_on_path",
                        "Never on this path: " + DisplayNumbers.percent(found.pNever())
                                + ". In that share of the posterior the loss" + " along " + found.along()
                                + " levels off above the point of emergence.")));
        return warnings;
    }
}
