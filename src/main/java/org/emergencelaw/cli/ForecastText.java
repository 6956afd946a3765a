package org.emergencelaw.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Range;
import org.emergencelaw.web.ForecastReport;

/** A forecast for people. */
final class ForecastText {

    private ForecastText() {}

    static String of(ForecastReport report) {
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
                : Table.NONE;
        return new Table()
                .row("Planned run", "")
                .row("  params", Table.large(planned.params()))
                .row("  tokens", Table.large(planned.tokens()))
                .row("  compute, FLOPs", Table.large(planned.trainFlops()))
                .row("  reach", reach)
                .row("  evaluated on", planned.evalItems() + " items")
                .toString();
    }

    private static String answers(Forecast forecast) {
        return new Table()
                .row("Expected", "median", "90% interval")
                .row(range("  pretraining loss, nats", forecast.plannedRun().pretrainLossNats()))
                .row(range("  few-shot accuracy", forecast.accuracy()))
                .row(onPath(forecast))
                .row("  P(past the elbow)", Table.percent(forecast.pPastElbow()))
                .row("  P(exceeds trivial)", Table.percent(forecast.pExceedsTrivial()))
                .toString();
    }

    private static String[] onPath(Forecast forecast) {
        return forecast.emergenceOnPath()
                .map(found -> new String[] {
                    "  compute at emergence",
                    Table.large(found.trainFlops().median()),
                    Table.span(
                                    Table.large(found.trainFlops().q05()),
                                    Table.large(found.trainFlops().q95())) + ", along " + found.along()
                            + ", never " + Table.percent(OptionalDouble.of(found.pNever()))
                })
                .orElse(new String[] {"  compute at emergence", Table.NONE, Table.NONE});
    }

    private static String[] range(String name, Optional<Range> range) {
        return range.map(found -> new String[] {
                    name, Table.plain(found.median()), Table.span(Table.plain(found.q05()), Table.plain(found.q95()))
                })
                .orElse(new String[] {name, Table.NONE, Table.NONE});
    }
}
