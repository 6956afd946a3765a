package org.emergencelaw.report;

import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.ledger.FrozenPrediction;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.workspace.ForecastLedger;

/** Locked forecasts on the console. */
public final class LedgerText {

    private LedgerText() {}

    /** A locked forecast with all its entries. */
    public static String of(ForecastLedger.Entry entry) {
        LedgerSummary standing = entry.standing();
        StringBuilder text = new StringBuilder();
        text.append(entry.lock().claim()).append("\n\n");
        text.append(new ConsoleTable()
                .row("State", DisplayNumbers.key(standing.state()) + (standing.disputed() ? ", disputed" : ""))
                .row("Probability", ConsoleTable.plain(standing.probability()))
                .row("Seen before", DisplayNumbers.key(standing.seen()))
                .row("Forecast", standing.forecastId()));
        text.append('\n').append(rivals(entry.lock())).append('\n');
        for (ForecastLedger.Event event : entry.entries())
            text.append("entry ")
                    .append(event.sequence())
                    .append(", ")
                    .append(event.at())
                    .append(", ")
                    .append(event.kind().key())
                    .append(": ")
                    .append(event.words())
                    .append("\n  SHA-256 ")
                    .append(event.sha256())
                    .append('\n');
        return text.toString().stripTrailing();
    }

    /** Several, a line each. */
    public static String list(List<LedgerSummary> lines, long total) {
        ConsoleTable table =
                new ConsoleTable().row("Locked", "state", "P", "compute, FLOPs", "results by", "task", "forecast");
        for (LedgerSummary line : lines)
            table.row(
                    line.lockedAt().toString().substring(0, 10),
                    DisplayNumbers.key(line.state()),
                    ConsoleTable.percent(OptionalDouble.of(line.probability())),
                    line.trainFlops().isPresent()
                            ? ConsoleTable.large(line.trainFlops().getAsDouble())
                            : ConsoleTable.NONE,
                    line.deadline().toString().substring(0, 10),
                    line.task(),
                    line.forecastId());
        return table + "\n" + lines.size() + " of " + total + " locked forecasts";
    }

    private static String rivals(LockedForecast lock) {
        ConsoleTable table = new ConsoleTable().row("Rivals", "probability", "of");
        for (FrozenPrediction rival : lock.rivals())
            table.row(
                    "  " + rival.key(),
                    rival.probability().isPresent()
                            ? ConsoleTable.plain(rival.probability().getAsDouble())
                            : ConsoleTable.NONE,
                    rival.basis().map(DisplayNumbers::key).orElse("abstained"));
        return table.toString();
    }
}
