package org.emergencelaw.report;

import java.util.Optional;
import java.util.function.Function;
import org.emergencelaw.forecast.FamilyComparison;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.measurement.LawNextMeasurement;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.DisplayNumbers;

/** What helps to plan, for people: the tornado, the next measurement, two families. */
public final class PlanningText {

    private PlanningText() {}

    public static String tornado(SensitivityTornado tornado) {
        String level = DisplayNumbers.decimal3(tornado.level());
        ConsoleTable table = new ConsoleTable()
                .row(
                        "Assumption",
                        "changed to",
                        "compute at " + level + ", FLOPs",
                        "compute at emergence",
                        "P(" + level + ")");
        add(table, "as it stands", tornado.base(), PlanningText::compute);
        for (SensitivityTornado.Bar bar : tornado.bars()) add(table, bar, PlanningText::compute);
        return table + tornado.law().map(law -> "\n" + law(law, level)).orElse("");
    }

    private static String compute(SensitivityTornado.Case one) {
        return DisplayNumbers.flops(one.crossingFlops());
    }

    private static String loss(SensitivityTornado.Case one) {
        return DisplayNumbers.decimal3(one.emergenceLossNats());
    }

    private static String law(SensitivityTornado.ByLaw law, String level) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "The emergence law by itself",
                        "changed to",
                        "E(D₀), nats",
                        "compute at emergence, FLOPs",
                        "P(" + level + ")");
        add(table, "as it stands", law.base(), PlanningText::loss);
        for (SensitivityTornado.Bar bar : law.bars()) add(table, bar, PlanningText::loss);
        return table.toString();
    }

    private static void add(
            ConsoleTable table, SensitivityTornado.Bar bar, Function<SensitivityTornado.Case, String> first) {
        String name =
                bar.assumption() + (bar.swing().isPresent() ? " (" + DisplayNumbers.times(bar.swing()) + ")" : "");
        for (SensitivityTornado.Case one : bar.cases()) {
            add(table, name, one, first);
            name = "";
        }
    }

    /** @param first what stands beside the compute at emergence: compute at the level, or for the law its loss */
    private static void add(
            ConsoleTable table,
            String name,
            SensitivityTornado.Case one,
            Function<SensitivityTornado.Case, String> first) {
        table.row(
                name,
                one.change(),
                first.apply(one),
                DisplayNumbers.flops(one.emergenceFlops()),
                one.reason().isPresent() ? one.reason().get() : DisplayNumbers.percent(one.pReachesLevel()));
    }

    public static String next(NextMeasurement next) {
        ConsoleTable table = new ConsoleTable().row("Measurement", "runs", "expected error, doublings", "narrower by");
        for (NextMeasurement.Option option : next.candidates())
            table.row(
                    option.what(),
                    Integer.toString(option.runs()),
                    DisplayNumbers.significant3(option.expectedSpreadDoublings()),
                    DisplayNumbers.share(option.expectedNarrowing()) + " (standard error "
                            + DisplayNumbers.share(option.standardError()) + ")");
        return next.answer() + "\n\n" + table
                + next.law().map(law -> "\n" + law(law)).orElse("");
    }

    private static String law(LawNextMeasurement law) {
        ConsoleTable table =
                new ConsoleTable().row("For the law by itself", "runs", "expected width of E(D₀), nats", "narrower by");
        for (LawNextMeasurement.Option option : law.candidates())
            table.row(
                    option.what(),
                    Integer.toString(option.runs()),
                    DisplayNumbers.decimal3(option.expectedWidthNats()),
                    DisplayNumbers.share(option.expectedNarrowing()));
        return law.answer() + "\n\n" + table;
    }

    public static String race(FamilyComparison race) {
        ConsoleTable table = new ConsoleTable()
                .row(
                        "First at " + DisplayNumbers.decimal3(race.level()),
                        race.a().name(),
                        race.b().name(),
                        "neither");
        add(table, "  at weaker models, by loss", race.inLoss());
        add(table, "  at less compute", race.inCompute());
        add(table, "  leaves its floor first, by loss", race.elbowInLoss());
        add(table, "  leaves its floor first, by compute", race.elbowInCompute());
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
