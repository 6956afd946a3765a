package org.emergencelaw.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFit.Diagnostics;
import org.emergencelaw.fit.LawEstimate;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.posterior.SamplingDiagnostics;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;

/** A fit for people: what it means first, the numbers after it. */
public final class FitText {

    private FitText() {}

    /**
     * @param next the measurement that would help most, where draws can tell
     * @param file where the observations stand, for the next command
     */
    public static String of(EmergenceFit fit, Optional<NextMeasurement> next, String file) {
        StringBuilder text = new StringBuilder();
        text.append(verdict(fit)).append('\n');
        next.ifPresent(found -> text.append(found.answer()).append('\n'));
        text.append('\n');
        if (fit.emergence().lossNats().mle().isPresent())
            text.append(emergence(fit)).append('\n');
        fit.law().ifPresent(law -> text.append(law(law)).append('\n'));
        fit.diagnostics().ifPresent(found -> text.append(data(fit, found)).append('\n'));
        fit.diagnostics()
                .flatMap(Diagnostics::sampling)
                .ifPresent(made -> text.append(sampling(made)).append('\n'));
        text.append(warnings(fit.warnings()));
        return text.append("Next: ").append(next(fit, file)).toString();
    }

    static String verdict(EmergenceFit fit) {
        return fit.verdict().name().toLowerCase(Locale.ROOT) + ": " + fit.summary();
    }

    static String emergence(EmergenceFit fit) {
        Percentiles loss = fit.emergence().lossNats();
        Percentiles flops = fit.emergence().trainFlops();
        ConsoleTable table = new ConsoleTable()
                .row("Point of emergence", "5%", "10%", "25%", "median", "75%", "90%", "95%", "best fit")
                .row(percentiles("  loss, nats per token", loss, ConsoleTable::plain))
                .row(percentiles("  compute, FLOPs", flops, ConsoleTable::large));
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
                        ConsoleTable.plain(point.lossNats()), String.format(Locale.ROOT, "%.3f", point.probability())));
        return table.toString();
    }

    /** How the draws were made, and of a chain how far each quantity is from convergence. */
    public static String sampling(SamplingDiagnostics made) {
        if (made.chain().isEmpty())
            return String.format(
                    Locale.ROOT,
                    "Draws: %s, %.0f effective%s%n",
                    made.scheme().name().toLowerCase(Locale.ROOT),
                    made.effectiveDraws(),
                    made.paretoShape().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    ", Pareto k %.2f",
                                    made.paretoShape().getAsDouble())
                            : "");
        ConsoleTable table =
                new ConsoleTable().row("Chain", "R-hat", "bulk ESS", "tail ESS", "autocorr. time", "steps", "good");
        for (SamplingDiagnostics.Convergence quantity : made.chain())
            table.row(
                    "  " + quantity.quantity(),
                    ConsoleTable.plain(quantity.rHat()),
                    String.format(Locale.ROOT, "%.0f", quantity.bulkEffective()),
                    String.format(Locale.ROOT, "%.0f", quantity.tailEffective()),
                    String.format(Locale.ROOT, "%.1f", quantity.autocorrelationTime()),
                    Integer.toString(quantity.steps()),
                    quantity.good() ? "yes" : "no");
        return table.toString();
    }

    private static String law(LawEstimate law) {
        return String.format(
                Locale.ROOT,
                "Law %s: C %.4f, k %.4g, %s %s%n  slope %.4f per nat, floor %.4f, few-shot shift %+.4f%n",
                law.name().formula(),
                law.law().c(),
                law.law().k(),
                law.name().parameter(),
                ConsoleTable.plain(law.law().shapeParameter()),
                law.slope(),
                law.floor(),
                law.fewShotShift());
    }

    private static String data(EmergenceFit fit, Diagnostics found) {
        return String.format(
                Locale.ROOT,
                "Data: %d rows, %d checkpoints, %d data amounts (%d show an elbow), %d finetuning seeds%n"
                        + "  trivial accuracy %s, %d shots; residual sd %.4f%n",
                fit.nObservations(),
                found.checkpoints(),
                found.dataAmounts(),
                found.resolvedLevels(),
                found.seeds(),
                fit.trivialAccuracy(),
                fit.shots(),
                found.residualSd());
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
        if (fit.verdict() == Verdict.NO_SIGNAL || fit.verdict() == Verdict.NOT_IDENTIFIED)
            return "measure what is missing (above), then fit again; a forecast from these data would be a guess.";
        return "emergence-law forecast " + file + " --params 13B --tokens 1T, with the options of this fit.";
    }
}
