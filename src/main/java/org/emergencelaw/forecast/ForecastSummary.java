package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.loss.LossLawEstimate;
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
        return String.format(
                Locale.ROOT,
                "The run exceeds trivial accuracy on %s with probability %s; it is expected to score %.3f (90%%"
                        + " interval %.3f to %.3f).%s%s%s%s",
                task.name(),
                percent(exceeds),
                accuracy.median(),
                accuracy.q05(),
                accuracy.q95(),
                reach(factor),
                emergence.map(ForecastSummary::onPath).orElse(""),
                weak,
                borrowed());
    }

    private static String onPath(EmergenceOnPath emergence) {
        Percentiles flops = emergence.trainFlops();
        OptionalDouble middle = flops.median().isPresent() ? flops.median() : flops.mle();
        String at = middle.isEmpty()
                ? String.format(Locale.ROOT, " Along %s emergence is more likely never than ever", emergence.along())
                : String.format(
                        Locale.ROOT, " Along %s emergence is at %.2g FLOPs", emergence.along(), middle.getAsDouble());
        String interval = flops.q05().isPresent() && flops.q95().isPresent()
                ? String.format(
                        Locale.ROOT,
                        " (90%% interval %.2g to %.2g)",
                        flops.q05().getAsDouble(),
                        flops.q95().getAsDouble())
                : "";
        String never = emergence.pNever() >= NEVER_SAID ? "; never on this path: " + percent(emergence.pNever()) : "";
        return (at + interval + never + ".").replace("e+", "e");
    }

    private String borrowed() {
        return fit.lossLaw()
                .flatMap(LossLawEstimate::published)
                .map(name -> " Losses are those of the published law " + name + ", not measured.")
                .orElse("");
    }

    /** Never a certainty that a finite number of draws cannot know. */
    static String percent(double probability) {
        if (probability > 0.99) return "above 99%";
        if (probability < 0.01) return "below 1%";
        return String.format(Locale.ROOT, "%.0f%%", 100 * probability);
    }

    /** Three significant digits. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String reach(OptionalDouble factor) {
        if (factor.isEmpty()) return "";
        if (factor.getAsDouble() <= 1) return " This lies within the submitted compute.";
        return String.format(Locale.ROOT, " Its compute is %.3g times the largest submitted.", factor.getAsDouble());
    }

    List<Warning> warnings(OptionalDouble factor, Optional<EmergenceOnPath> emergence) {
        List<Warning> warnings = new ArrayList<>(fit.warnings());
        if (pointOnly)
            warnings.add(new Warning(
                    "point_law",
                    "The fit is a point without uncertainty: the intervals hold the noise of the run and of its items"
                            + " only, and are too narrow. Fit by another method."));
        if (factor.isPresent() && factor.getAsDouble() > FAR)
            warnings.add(new Warning(
                    "far_extrapolation",
                    String.format(
                            Locale.ROOT,
                            "The plan lies %.3g times beyond the largest submitted compute; beyond %.0f times nothing"
                                    + " was tested.",
                            factor.getAsDouble(),
                            FAR)));
        emergence
                .filter(found -> found.pNever() >= NEVER_SAID)
                .ifPresent(found -> warnings.add(new Warning(
                        "never_on_path",
                        "Never on this path: " + percent(found.pNever()) + ". In that share of the posterior the loss"
                                + " along " + found.along() + " levels off above the point of emergence.")));
        return warnings;
    }
}
