package org.emergencelaw.report;

import java.util.Optional;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.format.DisplayNumbers;

/** What helps to plan, for people: the tornado, the next measurement, two families. */
public final class PlanningText {

    private PlanningText() {}

    public static String tornado(SensitivityTornado tornado) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "Assumption",
                        "changed to",
                        "E(D₀), nats",
                        "compute at emergence, FLOPs",
                        "P(exceeds trivial accuracy)");
        add(table, "as it stands", tornado.base());
        for (SensitivityTornado.Bar bar : tornado.bars()) {
            String name =
                    bar.assumption() + (bar.swing().isPresent() ? " (" + DisplayNumbers.times(bar.swing()) + ")" : "");
            for (SensitivityTornado.Case one : bar.cases()) {
                add(table, name, one);
                name = "";
            }
        }
        return table.toString();
    }

    private static void add(ConsoleTable table, String name, SensitivityTornado.Case one) {
        table.row(
                name,
                one.change(),
                DisplayNumbers.decimal3(one.emergenceLossNats()),
                DisplayNumbers.flops(one.emergenceFlops()),
                one.reason().isPresent() ? one.reason().get() : DisplayNumbers.percent(one.pExceedsTrivial()));
    }

    public static String next(NextMeasurement next) {
        ConsoleTable table = new ConsoleTable().row("Measurement", "runs", "expected width, nats", "narrower by");
        for (NextMeasurement.Option option : next.candidates())
            table.row(
                    option.what(),
                    Integer.toString(option.runs()),
                    DisplayNumbers.decimal3(option.expectedWidthNats()),
                    DisplayNumbers.share(option.expectedNarrowing()));
        return next.answer() + "\n\n" + table;
    }

    public static String race(FamilyComparison race) {
        ConsoleTable table = new ConsoleTable()
                .row("First with the ability", race.a().name(), race.b().name(), "neither");
        add(table, "  at weaker models, by loss", race.inLoss());
        add(table, "  at less compute", race.inCompute());
        return race.answer() + "\n\n" + table + "\n" + FitText.warnings(race.warnings());
    }

    private static void add(ConsoleTable table, String name, Optional<FamilyComparison.First> first) {
        table.row(
                name,
                first.map(found -> DisplayNumbers.percent(found.pA())).orElse(DisplayNumbers.ABSENT),
                first.map(found -> DisplayNumbers.percent(found.pB())).orElse(DisplayNumbers.ABSENT),
                first.map(found -> DisplayNumbers.percent(found.pNeither())).orElse(DisplayNumbers.ABSENT));
    }
}
