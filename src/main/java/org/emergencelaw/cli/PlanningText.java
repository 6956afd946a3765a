package org.emergencelaw.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.FamilyRace;
import org.emergencelaw.forecast.NextMeasurement;
import org.emergencelaw.forecast.Tornado;

/** What helps to plan, for people: the tornado, the next measurement, two families. */
final class PlanningText {

    private PlanningText() {}

    static String tornado(Tornado tornado) {
        Table table = new Table().row("Assumption", "changed to", "E(D0), nats", "compute at emergence", "P(exceeds)");
        add(table, "as it stands", tornado.base());
        for (Tornado.Bar bar : tornado.bars()) {
            String name = bar.assumption()
                    + (bar.swing().isPresent()
                            ? String.format(Locale.ROOT, " (%.3gx)", bar.swing().getAsDouble())
                            : "");
            for (Tornado.Case one : bar.cases()) {
                add(table, name, one);
                name = "";
            }
        }
        return table.toString();
    }

    private static void add(Table table, String name, Tornado.Case one) {
        table.row(
                name,
                one.change(),
                Table.plain(one.emergenceLossNats()),
                Table.large(one.emergenceFlops()),
                one.reason().isPresent() ? one.reason().get() : Table.percent(one.pExceedsTrivial()));
    }

    static String next(NextMeasurement next) {
        Table table = new Table().row("Measurement", "runs", "expected 90% width, nats", "narrower by");
        for (NextMeasurement.Option option : next.candidates())
            table.row(
                    option.what(),
                    Integer.toString(option.runs()),
                    Table.plain(option.expectedWidthNats()),
                    String.format(Locale.ROOT, "%.0f%%", 100 * option.expectedNarrowing()));
        return next.answer() + "\n\n" + table;
    }

    static String race(FamilyRace race) {
        Table table = new Table()
                .row("First with the ability", race.a().name(), race.b().name(), "neither");
        add(table, "  at weaker models, by loss", race.inLoss());
        add(table, "  at less compute", race.inCompute());
        return race.answer() + "\n\n" + table + "\n" + FitText.warnings(race.warnings());
    }

    private static void add(Table table, String name, Optional<FamilyRace.First> first) {
        table.row(
                name,
                first.map(found -> percent(found.pA())).orElse(Table.NONE),
                first.map(found -> percent(found.pB())).orElse(Table.NONE),
                first.map(found -> percent(found.pNeither())).orElse(Table.NONE));
    }

    private static String percent(double probability) {
        return Table.percent(OptionalDouble.of(probability));
    }
}
