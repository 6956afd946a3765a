package org.emergencelaw.cli;

import java.util.List;
import java.util.Locale;
import org.emergencelaw.fit.Diagnostics;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Estimate;
import org.emergencelaw.fit.LawEstimate;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.observation.Warning;

/** A fit for people: what it means first, the numbers after it. */
final class FitText {

    private FitText() {}

    /** @param file where the observations stand, for the next command */
    static String of(EmergenceFit fit, String file) {
        StringBuilder text = new StringBuilder();
        text.append(verdict(fit)).append("\n\n");
        if (fit.emergence().lossNats().mle().isPresent())
            text.append(emergence(fit)).append('\n');
        fit.law().ifPresent(law -> text.append(law(law)).append('\n'));
        fit.diagnostics().ifPresent(found -> text.append(data(fit, found)).append('\n'));
        text.append(warnings(fit.warnings()));
        return text.append("Next: ").append(next(fit, file)).toString();
    }

    static String verdict(EmergenceFit fit) {
        return fit.verdict().name().toLowerCase(Locale.ROOT) + ": " + fit.summary();
    }

    static String emergence(EmergenceFit fit) {
        Estimate loss = fit.emergence().lossNats();
        Estimate flops = fit.emergence().trainFlops();
        Table table = new Table()
                .row("Point of emergence", "median", "90% interval", "50% interval", "best fit")
                .row(
                        "  loss, nats per token",
                        Table.plain(loss.median()),
                        Table.span(Table.plain(loss.q05()), Table.plain(loss.q95())),
                        Table.span(Table.plain(loss.q25()), Table.plain(loss.q75())),
                        Table.plain(loss.mle()))
                .row(
                        "  compute, FLOPs",
                        Table.large(flops.median()),
                        Table.span(Table.large(flops.q05()), Table.large(flops.q95())),
                        Table.span(Table.large(flops.q25()), Table.large(flops.q75())),
                        Table.large(flops.mle()));
        return table + flops.reason().map(why -> "  (compute: " + why + ")\n").orElse("");
    }

    private static String law(LawEstimate law) {
        String form = law.alpha().isPresent() ? "E(D) = C + k (ln D)^alpha" : "E(D) = C + k D^beta";
        String exponent =
                law.alpha().isPresent() ? "alpha " + Table.plain(law.alpha()) : "beta " + Table.plain(law.beta());
        return String.format(
                Locale.ROOT,
                "Law %s: C %.4f, k %.4g, %s%n  slope %.4f per nat, floor %.4f, few-shot shift %+.4f%n",
                form,
                law.c(),
                law.k(),
                exponent,
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
