package org.emergencelaw.store;

import java.util.List;
import java.util.stream.Collectors;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.store.dialect.Dialect;
import org.emergencelaw.store.dialect.Dialect.JsonType;

/**
 * Columns of the ledger beside the text of an entry, each with what it must say. The database computes them from the text itself
 * and lets nobody write them; a file that was dumped and restored, or written by another program, may have lost that.
 */
enum LedgerColumns {
    SEQUENCE(JsonType.WHOLE, "sequence"),
    PREVIOUS_SHA256(JsonType.TEXT, "previous_sha256"),
    AT(JsonType.TEXT, "at"),
    KIND(JsonType.TEXT, "kind"),
    FORECAST_ID(JsonType.TEXT, "forecast_id"),
    CLAIM(JsonType.TEXT, "body.claim"),
    TASK(JsonType.TEXT, "body.task.name"),
    FAMILY(JsonType.TEXT, "body.family"),
    PROBABILITY(JsonType.NUMBER, "body.forecast.probability"),
    TRAIN_FLOPS(JsonType.NUMBER, "body.run.train_flops"),
    SEEN(JsonType.TEXT, "body.terms.seen"),
    BACKTEST(JsonType.TRUTH, "body.terms.backtest"),
    DEADLINE(JsonType.TEXT, "body.terms.rule.deadline"),
    OUTCOME(JsonType.TEXT, "body.outcome"),
    LISTED(JsonType.TRUTH, "body.listed"),
    NOTE(JsonType.TEXT, "body.note"),
    ROWS_SHA256(JsonType.TEXT, "body.input_sha256", "body.results_sha256");

    private final JsonType type;
    private final List<String> paths;

    LedgerColumns(JsonType type, String... paths) {
        this.type = type;
        this.paths = List.of(paths);
    }

    private String differs(Dialect dialect) {
        String said =
                paths.stream().map(path -> dialect.json("entry", path, type)).collect(Collectors.joining(", "));
        return "when " + name() + " is distinct from " + (paths.size() > 1 ? "coalesce(" : "(") + said + ") then '"
                + DisplayNames.key(this) + "'";
    }

    /** Query for the first entry of which a column says something else, and that column: {@code sequence, differing}. */
    static String differing(Dialect dialect) {
        return List.of(values()).stream()
                .map(column -> column.differs(dialect))
                .collect(
                        Collectors.joining(
                                " ",
                                "select * from (select sequence, case ",
                                " end as differing from ledger) compared where differing is not null order by sequence limit 1"));
    }
}
