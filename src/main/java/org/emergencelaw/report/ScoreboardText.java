package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ledger.ClaimedEvent;
import org.emergencelaw.ledger.Scoreboard;
import org.emergencelaw.statistics.ClusteredMean;
import org.emergencelaw.workspace.LedgerScores;

/** Scores of locked forecasts and their rivals, as cells and as CSV. */
public final class ScoreboardText {

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

    private ScoreboardText() {}

    /** A mean with its interval where there is one. */
    public static String mean(ClusteredMean mean) {
        String value = DisplayNumbers.decimal3(mean.value());
        return mean.q05().isPresent() ? value + " (" + DisplayNumbers.range3(mean.q05(), mean.q95()) + ")" : value;
    }

    /** A share of a count, {@code 9 of 10}. */
    public static String coverage(ClusteredMean mean) {
        return mean.value().isPresent()
                ? Math.round(mean.value().getAsDouble() * mean.count()) + " of " + mean.count()
                : DisplayNumbers.ABSENT;
    }

    public static String csv(LedgerScores scores) {
        StringBuilder rows = new StringBuilder(CsvWriter.line(COLUMNS));
        rows.append(rows("prospective", scores.prospective())).append(rows("exercises", scores.exercises()));
        for (LedgerScores.ByEvent one : scores.byEvent())
            rows.append(rows("prospective_" + DisplayNames.key(one.event()), one.prospective()))
                    .append(rows("exercises_" + DisplayNames.key(one.event()), one.exercises()));
        return rows.toString();
    }

    /** What claims of an event are called. */
    public static String claims(ClaimedEvent event) {
        return switch (event) {
            case LEVEL -> "reaches a named level";
            case EXCEEDS_TRIVIAL -> "exceeds trivial accuracy by the test";
        };
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
            rows.append(CsvWriter.line(cells));
        }
        return rows.toString();
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }
}
