package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.ledger.Scoreboard;
import org.emergencelaw.report.DisplayNumbers;
import org.emergencelaw.statistics.ClusteredMean;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LedgerScores;

/** How good the locked forecasts were. */
public record ScoresPage(ForecastLedger ledger) {

    private static final List<String> COLUMNS = List.of(
            "board",
            "forecaster",
            "claims",
            "abstained",
            "brier",
            "brier_q05",
            "brier_q95",
            "brier_excess",
            "brier_excess_q05",
            "brier_excess_q95",
            "log_loss",
            "log_loss_q05",
            "log_loss_q95",
            "discrimination",
            "emergence_crps_nats",
            "emergence_within_90",
            "accuracy_crps",
            "accuracy_within_90");

    public LedgerScores view(Context ctx) {
        return ledger.scores();
    }

    public void csv(Context ctx) {
        ctx.contentType("text/csv; charset=utf-8").result(csv(ledger.scores()));
    }

    private static String csv(LedgerScores scores) {
        return CsvWriter.of(COLUMNS)
                + rows("prospective", scores.prospective())
                + rows("exercises", scores.exercises());
    }

    private static String rows(String board, Scoreboard scores) {
        StringBuilder rows = new StringBuilder();
        for (Scoreboard.Row row : scores.forecasters()) {
            List<String> cells = new ArrayList<>(
                    List.of(board, row.key(), Integer.toString(row.claims()), Integer.toString(row.abstained())));
            for (ClusteredMean mean : List.of(row.brier(), row.brierExcess(), row.logLoss())) {
                cells.add(cell(mean.value()));
                cells.add(cell(mean.q05()));
                cells.add(cell(mean.q95()));
            }
            cells.add(cell(row.discrimination()));
            for (ClusteredMean mean :
                    List.of(row.emergenceCrps(), row.emergenceWithin(), row.accuracyCrps(), row.accuracyWithin()))
                cells.add(cell(mean.value()));
            rows.append(CsvWriter.of(cells));
        }
        return rows.toString();
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }

    /** A mean with its interval where there is one. */
    public static String words(ClusteredMean mean) {
        if (mean.value().isEmpty()) return DisplayNumbers.ABSENT;
        String value = DisplayNumbers.three(mean.value());
        return mean.q05().isPresent()
                ? value + " (" + DisplayNumbers.three(mean.q05()) + " to " + DisplayNumbers.three(mean.q95()) + ")"
                : value;
    }

    /** A share of a count, {@code 9 of 10}. */
    public static String share(ClusteredMean mean) {
        return mean.value().isPresent()
                ? Math.round(mean.value().getAsDouble() * mean.count()) + " of " + mean.count()
                : DisplayNumbers.ABSENT;
    }
}
