package org.emergencelaw.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.workspace.ForecastAnswer;

/** A forecast for people. */
public final class ForecastText {

    private ForecastText() {}

    public static String of(ForecastAnswer report) {
        Forecast forecast = report.forecast();
        StringBuilder text = new StringBuilder();
        text.append(forecast.claim()).append("\n\n");
        text.append("The law is ").append(FitText.verdict(report.fit())).append("\n\n");
        text.append(plan(forecast)).append('\n');
        if (forecast.pPastElbow().isPresent()) {
            text.append(answers(forecast)).append('\n');
            text.append(FitText.emergence(report.fit())).append('\n');
        }
        text.append(FitText.warnings(forecast.warnings()));
        return text.append(
                        "Next: write the forecast down before the run (--json > forecast.json); after the run add its"
                                + " rows with split = held_out and run emergence-law compare.")
                .toString();
    }

    private static String plan(Forecast forecast) {
        Forecast.Planned planned = forecast.plannedRun();
        String reach = forecast.extrapolationFactor().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%.3g times the largest submitted compute",
                        forecast.extrapolationFactor().getAsDouble())
                : ConsoleTable.NONE;
        return new ConsoleTable()
                .row("Planned run", "")
                .row("  params", ConsoleTable.large(planned.params()))
                .row("  tokens", ConsoleTable.large(planned.tokens()))
                .row("  compute, FLOPs", ConsoleTable.large(planned.trainFlops()))
                .row("  reach", reach)
                .row("  evaluated on", planned.evalItems() + " items")
                .toString();
    }

    private static String answers(Forecast forecast) {
        return new ConsoleTable()
                .row("Expected", "median", "90% interval")
                .row(range("  pretraining loss, nats", forecast.plannedRun().pretrainLossNats()))
                .row(range("  few-shot accuracy", forecast.accuracy()))
                .row(onPath(forecast))
                .row("  P(past the elbow)", ConsoleTable.percent(forecast.pPastElbow()))
                .row("  P(exceeds trivial)", ConsoleTable.percent(forecast.pExceedsTrivial()))
                .toString();
    }

    private static String[] onPath(Forecast forecast) {
        return forecast.emergenceOnPath()
                .map(found -> new String[] {
                    "  compute at emergence",
                    ConsoleTable.large(found.trainFlops().median()),
                    ConsoleTable.span(
                                    ConsoleTable.large(found.trainFlops().q05()),
                                    ConsoleTable.large(found.trainFlops().q95()))
                            + ", along " + found.along()
                            + ", never " + ConsoleTable.percent(OptionalDouble.of(found.pNever()))
                })
                .orElse(new String[] {"  compute at emergence", ConsoleTable.NONE, ConsoleTable.NONE});
    }

    private static String[] range(String name, Optional<Interval90> range) {
        return range.map(found -> new String[] {
                    name,
                    ConsoleTable.plain(found.median()),
                    ConsoleTable.span(ConsoleTable.plain(found.q05()), ConsoleTable.plain(found.q95()))
                })
                .orElse(new String[] {name, ConsoleTable.NONE, ConsoleTable.NONE});
    }
}
