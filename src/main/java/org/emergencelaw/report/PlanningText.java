package org.emergencelaw.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.SensitivityTornado;

/** What helps to plan, for people: the tornado, the next measurement, two families. */
public final class PlanningText {

    private PlanningText() {}

    public static String tornado(SensitivityTornado tornado) {
        ConsoleTable table =
                new ConsoleTable().row("Assumption", "changed to", "E(D0), nats", "compute at emergence", "P(exceeds)");
        add(table, "as it stands", tornado.base());
        for (SensitivityTornado.Bar bar : tornado.bars()) {
            String name = bar.assumption()
                    + (bar.swing().isPresent()
                            ? String.format(Locale.ROOT, " (%.3gx)", bar.swing().getAsDouble())
                            : "");
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
                ConsoleTable.plain(one.emergenceLossNats()),
                ConsoleTable.large(one.emergenceFlops()),
                one.reason().isPresent() ? one.reason().get() : ConsoleTable.percent(one.pExceedsTrivial()));
    }

    public static String next(NextMeasurement next) {
        ConsoleTable table = new ConsoleTable().row("Measurement", "runs", "expected 90% width, nats", "narrower by");
        for (NextMeasurement.Option option : next.candidates())
            table.row(
                    option.what(),
                    Integer.toString(option.runs()),
                    ConsoleTable.plain(option.expectedWidthNats()),
                    String.format(Locale.ROOT, "%.0f%%", 100 * option.expectedNarrowing()));
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
                first.map(found -> percent(found.pA())).orElse(ConsoleTable.NONE),
                first.map(found -> percent(found.pB())).orElse(ConsoleTable.NONE),
                first.map(found -> percent(found.pNeither())).orElse(ConsoleTable.NONE));
    }

    private static String percent(double probability) {
        return ConsoleTable.percent(OptionalDouble.of(probability));
    }
}
