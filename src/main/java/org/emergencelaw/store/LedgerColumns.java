package org.emergencelaw.store;

import java.util.List;
import java.util.stream.Collectors;
import org.emergencelaw.format.DisplayNames;

/**
 * Columns of the ledger beside the text of an entry, each with what it must say. The database computes them from the text itself
 * and lets nobody write them; a file that was dumped and restored, or written by another program, may have lost that.
 */
enum LedgerColumns {
    SEQUENCE("$.sequence"),
    PREVIOUS_SHA256("$.previous_sha256"),
    AT("$.at"),
    KIND("$.kind"),
    FORECAST_ID("$.forecast_id"),
    CLAIM("$.body.claim"),
    TASK("$.body.task.name"),
    FAMILY("$.body.family"),
    PROBABILITY("$.body.forecast.probability"),
    TRAIN_FLOPS("$.body.run.train_flops"),
    SEEN("$.body.terms.seen"),
    BACKTEST("$.body.terms.backtest"),
    DEADLINE("$.body.terms.rule.deadline"),
    OUTCOME("$.body.outcome"),
    LISTED("$.body.listed"),
    NOTE("$.body.note"),
    ROWS_SHA256("$.body.input_sha256", "$.body.results_sha256");

    private final List<String> paths;

    LedgerColumns(String... paths) {
        this.paths = List.of(paths);
    }

    private String differs() {
        String said = paths.stream().map(path -> "entry ->> '" + path + "'").collect(Collectors.joining(", "));
        return "when " + name() + " is not " + (paths.size() > 1 ? "coalesce(" : "(") + said + ") then '"
                + DisplayNames.key(this) + "'";
    }

    /** Query for the first entry of which a column says something else, and that column: {@code sequence, differing}. */
    static String differing() {
        return List.of(values()).stream()
                .map(LedgerColumns::differs)
                .collect(Collectors.joining(
                        " ",
                        "select sequence, case ",
                        " end as differing from ledger where differing is not null order by sequence limit 1"));
    }
}
