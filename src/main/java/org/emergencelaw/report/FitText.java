package org.emergencelaw.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFit.Diagnostics;
import org.emergencelaw.fit.LawEstimate;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;

/** A fit for people: what it means first, the numbers after it. */
public final class FitText {

    private FitText() {}

    /**
     * @param combined what forecasts of these rows say, of which the law is a part
     * @param next the measurement that would help most, where draws can tell
     * @param file where the observations stand, for the next command
     */
    public static String of(
            EmergenceFit fit, Optional<Forecaster.Unplanned> combined, Optional<NextMeasurement> next, String file) {
        StringBuilder text = new StringBuilder();
        text.append(verdict(fit)).append('\n');
        next.ifPresent(found -> text.append(found.answer()).append('\n'));
        text.append('\n');
        if (fit.emergence().lossNats().mle().isPresent())
            text.append("By the emergence law alone\n").append(emergence(fit)).append('\n');
        combined.ifPresent(said -> text.append(combined(said)).append('\n'));
        fit.law().ifPresent(law -> text.append(law(law)).append('\n'));
        fit.diagnostics().ifPresent(found -> text.append(data(fit, found)).append('\n'));
        fit.diagnostics()
                .flatMap(Diagnostics::sampling)
                .ifPresent(made -> text.append(sampling(made)).append('\n'));
        text.append(warnings(fit.warnings()));
        return text.append("Next: ").append(next(fit, file)).toString();
    }

    static String verdict(EmergenceFit fit) {
        return DisplayNames.label(fit.verdict()) + ": " + fit.summary();
    }

    /** What forecasts, comparisons and pages go by. */
    private static String combined(Forecaster.Unplanned said) {
        return "By the combined forecast, which every forecast goes by\n"
                + new ConsoleTable()
                        .row("Point of emergence", "5%", "10%", "25%", "median", "75%", "90%", "95%")
                        .row(seven("  loss, nats per token", said.emergence().lossNats(), DisplayNumbers::decimal3))
                        .row(seven("  compute, FLOPs", said.emergence().trainFlops(), DisplayNumbers::flops))
                        .row(seven(
                                "  compute at " + DisplayNumbers.decimal3(said.level()) + ", FLOPs",
                                said.crossing().trainFlops(),
                                DisplayNumbers::flops));
    }

    private static String[] seven(String name, Percentiles of, Function<OptionalDouble, String> cell) {
        String[] all = percentiles(name, of, cell);
        return Arrays.copyOf(all, all.length - 1);
    }

    static String emergence(EmergenceFit fit) {
        Percentiles loss = fit.emergence().lossNats();
        Percentiles flops = fit.emergence().trainFlops();
        ConsoleTable table = new ConsoleTable()
                .row("Point of emergence", "5%", "10%", "25%", "median", "75%", "90%", "95%", "least squares")
                .row(percentiles("  loss, nats per token", loss, DisplayNumbers::decimal3))
                .row(percentiles("  compute, FLOPs", flops, DisplayNumbers::flops));
        return table + flops.reason().map(why -> "  (compute: " + why + ")\n").orElse("");
    }

    private static String[] percentiles(String name, Percentiles of, Function<OptionalDouble, String> cell) {
        return Stream.concat(
                        Stream.of(name),
                        Stream.of(of.q05(), of.q10(), of.q25(), of.median(), of.q75(), of.q90(), of.q95(), of.mle())
                                .map(cell))
                .toArray(String[]::new);
    }

    /** The distribution function, a point a line. */
    public static String cdf(EmergenceFit fit) {
        ConsoleTable table = new ConsoleTable().row("emergence_loss_nats", "probability");
        fit.emergence()
                .lossNatsCdf()
                .orElse(List.of())
                .forEach(point -> table.row(
                        DisplayNumbers.decimal3(point.lossNats()), DisplayNumbers.decimal3(point.probability())));
        return table.toString();
    }

    /** How the draws were made, and of a chain how far each quantity is from convergence. */
    public static String sampling(SamplingDiagnostics made) {
        if (made.chain().isEmpty())
            return "Draws by " + scheme(made) + ": " + DisplayNumbers.whole(Math.round(made.effectiveDraws()))
                    + " effective"
                    + (made.paretoShape().isPresent()
                            ? ", Pareto k " + DisplayNumbers.significant3(made.paretoShape()) + " (good below 0.7)"
                            : "")
                    + "\n";
        ConsoleTable table = new ConsoleTable()
                .row("Chain", "R-hat", "bulk ESS", "tail ESS", "autocorrelation time", "steps", "good");
        for (SamplingDiagnostics.Convergence quantity : made.chain())
            table.row(
                    "  " + DisplayNames.label(quantity.quantity()),
                    DisplayNumbers.decimal3(quantity.rHat()),
                    DisplayNumbers.whole(Math.round(quantity.bulkEffective())),
                    DisplayNumbers.whole(Math.round(quantity.tailEffective())),
                    DisplayNumbers.significant3(quantity.autocorrelationTime()),
                    DisplayNumbers.whole(quantity.steps()),
                    quantity.good() ? "yes" : "no");
        return table.toString();
    }

    /** How the draws were made. */
    public static String scheme(SamplingDiagnostics made) {
        return made.scheme() == SamplingDiagnostics.Scheme.IMPORTANCE
                ? "importance sampling"
                : "an ensemble chain, because importance sampling was not accepted";
    }

    private static String law(LawEstimate law) {
        return "Emergence law by least squares, " + law.name().formula() + ": C "
                + DisplayNumbers.decimal3(law.law().c()) + ", k "
                + DisplayNumbers.significant3(law.law().k()) + ", " + law.name().parameter() + " "
                + DisplayNumbers.significant3(law.law().shapeParameter()) + "\n  slope "
                + DisplayNumbers.significant3(law.slope()) + " per nat, floor "
                + DisplayNumbers.decimal3(law.floor()) + ", few-shot shift "
                + DisplayNumbers.signed3(law.fewShotShift()) + "\n";
    }

    private static String data(EmergenceFit fit, Diagnostics found) {
        return "Data: " + DisplayNumbers.plural(fit.nObservations(), "row") + ", "
                + DisplayNumbers.plural(found.checkpoints(), "checkpoint") + ", "
                + DisplayNumbers.plural(found.dataAmounts(), "data amount") + " (" + found.resolvedLevels()
                + " with a visible elbow), " + DisplayNumbers.plural(found.seeds(), "finetuning seed")
                + "\n  trivial accuracy " + DisplayNumbers.exact(fit.trivialAccuracy()) + ", "
                + DisplayNumbers.plural(fit.shots(), "shot") + "; residual standard deviation "
                + DisplayNumbers.decimal3(found.residualSd()) + "\n";
    }

    static String warnings(List<Warning> warnings) {
        if (warnings.isEmpty()) return "";
        StringBuilder text = new StringBuilder("Warnings\n");
        for (Warning warning : warnings)
            text.append("  ")
                    .append(warning.code())
                    .append(": ")
                    .append(warning.message())
                    .append('\n');
        return text.append('\n').toString();
    }

    private static String next(EmergenceFit fit, String file) {
        if (fit.verdict() == Verdict.NOT_IDENTIFIED || !fit.verdict().lawSpeaks())
            return "measure what is missing (see above), then fit again; a forecast from these data would be a guess.";
        return "emergence-law forecast " + file + " --params 13B --tokens 1T, with the options of this fit.";
    }
}
