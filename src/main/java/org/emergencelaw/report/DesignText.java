package org.emergencelaw.report;

import java.util.stream.Collectors;
import org.emergencelaw.forecast.design.DesignComparison;
import org.emergencelaw.forecast.design.DesignComparison.Candidate;
import org.emergencelaw.forecast.design.DesignComparison.Mean;
import org.emergencelaw.forecast.design.StudyDesign;
import org.emergencelaw.format.DisplayNumbers;

/** Designs in words and as a table of the console. */
public final class DesignText {

    private DesignText() {}

    /** The recommended design in a sentence. */
    public static String recommended(DesignComparison found) {
        StudyDesign best = found.best().design();
        return "Finetune %d checkpoints on %d amounts of data with %s each: %d runs, %s FLOPs."
                .formatted(
                        best.params().size(),
                        best.amounts().size(),
                        DisplayNumbers.plural(best.seeds(), "seed"),
                        best.finetunes(),
                        DisplayNumbers.flops(best.finetuningFlops()));
    }

    /** What it may lead one to expect. */
    public static String expected(DesignComparison found) {
        Candidate best = found.best();
        boolean near = found.candidates().stream()
                .anyMatch(each ->
                        each != best && each.behind().value() < each.behind().error());
        return "Its 90%% interval of the compute at emergence is expected to be %s doublings wide, where %s are left if nothing is measured. In %s of simulated tasks the interval lies on one side of %s FLOPs, and in %s on the wrong one; beforehand the capability appears by then in %s of them.%s"
                .formatted(
                        doublings(best.widthDoublings()),
                        DisplayNumbers.significant3(found.priorDoublings()),
                        share(best.answered()),
                        DisplayNumbers.flops(found.question().trainFlops()),
                        share(best.wrong()),
                        share(found.priorShare()),
                        near ? " Others do as well, by what so few simulated tasks can tell." : "");
    }

    /** {@code 8 × 5 × 1}. */
    public static String shape(StudyDesign design) {
        return design.params().size() + " × " + design.amounts().size() + " × " + design.seeds();
    }

    public static String sizes(StudyDesign design) {
        return design.params().stream().map(DisplayNumbers::count).collect(Collectors.joining(", "));
    }

    public static String amounts(StudyDesign design) {
        return design.amounts().stream().map(DisplayNumbers::whole).collect(Collectors.joining(", "));
    }

    /** A mean with its error. */
    public static String doublings(Mean mean) {
        return DisplayNumbers.significant3(mean.value()) + " ± " + DisplayNumbers.significant3(mean.error());
    }

    public static String share(Mean mean) {
        return share(mean.value()) + " ± " + share(mean.error());
    }

    public static String share(double share) {
        return Math.round(100 * share) + "%";
    }

    /** All of it, for the console. */
    public static String of(DesignComparison found) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "checkpoints × amounts × seeds",
                        "finetunes",
                        "FLOPs",
                        "90% interval, doublings",
                        "wider than the best by",
                        "identified",
                        "answered",
                        "wrongly",
                        "holds");
        for (Candidate each : found.candidates())
            table.row(
                    shape(each.design()),
                    Integer.toString(each.finetunes()),
                    DisplayNumbers.flops(each.finetuningFlops()),
                    doublings(each.widthDoublings()),
                    doublings(each.behind()),
                    share(each.identified()),
                    share(each.answered()),
                    share(each.wrong()),
                    share(each.holds()));
        StudyDesign best = found.best().design();
        return String.join(
                "\n",
                recommended(found),
                "Checkpoints: " + sizes(best) + " parameters; examples: " + amounts(best) + ".",
                expected(found),
                "",
                table.toString());
    }
}
