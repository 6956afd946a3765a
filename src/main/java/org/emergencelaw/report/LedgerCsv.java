package org.emergencelaw.report;

import java.util.List;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.ledger.LedgerSummary;

/** Locked forecasts as a table for spreadsheets, a row each. */
public final class LedgerCsv {

    /** The header line. */
    public static final String HEADER = CsvWriter.line(List.of(
            "sequence",
            "forecast_id",
            "locked_at",
            "state",
            "disputed",
            "listed",
            "task",
            "family",
            "probability",
            "train_flops",
            "seen",
            "backtest",
            "deadline",
            "claim",
            "note",
            "sha256"));

    private LedgerCsv() {}

    /** The line of one forecast. */
    public static String of(LedgerSummary line) {
        return CsvWriter.line(List.of(
                Long.toString(line.sequence()),
                line.forecastId(),
                line.lockedAt().toString(),
                DisplayNames.key(line.state()),
                Boolean.toString(line.disputed()),
                Boolean.toString(line.listed()),
                line.task(),
                line.family(),
                Double.toString(line.probability()),
                line.trainFlops().isPresent()
                        ? Double.toString(line.trainFlops().getAsDouble())
                        : "",
                DisplayNames.key(line.seen()),
                Boolean.toString(line.backtest()),
                line.deadline().toString(),
                line.claim(),
                line.note().orElse(""),
                line.sha256()));
    }
}
