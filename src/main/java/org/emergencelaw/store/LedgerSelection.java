package org.emergencelaw.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emergencelaw.ledger.LedgerQuery;

/** A query of the ledger as SQL over {@code ledger_standing}. */
record LedgerSelection(LedgerQuery query) {

    String where() {
        List<String> conditions = new ArrayList<>();
        if (!query.unlisted()) conditions.add("listed");
        query.state().ifPresent(any -> conditions.add("state = :state"));
        query.task().ifPresent(any -> conditions.add("task = :task"));
        query.family().ifPresent(any -> conditions.add("family = :family"));
        query.text()
                .ifPresent(any -> conditions.add(
                        SqlValues.search("claim", "task", "family", "forecast_id", "coalesce(note, '')")));
        query.seen().ifPresent(any -> conditions.add("seen = :seen"));
        query.probabilityFrom().ifPresent(any -> conditions.add("probability >= :from"));
        query.probabilityBelow().ifPresent(any -> conditions.add("probability < :below"));
        query.counted()
                .ifPresent(board ->
                        conditions.add("state in ('emerged', 'not_emerged') and not disputed and " + condition(board)));
        return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    }

    private static String condition(LedgerQuery.Counted board) {
        return switch (board) {
            case PROSPECTIVE -> "not backtest and seen <> 'results_seen'";
            case EXERCISE -> "(backtest or seen = 'results_seen')";
        };
    }

    Map<String, Object> bindings() {
        Map<String, Object> bindings = new LinkedHashMap<>();
        query.state().ifPresent(value -> bindings.put("state", SqlValues.key(value)));
        query.task().ifPresent(value -> bindings.put("task", value));
        query.family().ifPresent(value -> bindings.put("family", value));
        query.text().ifPresent(value -> bindings.put("search", SqlValues.searched(value)));
        query.seen().ifPresent(value -> bindings.put("seen", SqlValues.key(value)));
        query.probabilityFrom().ifPresent(value -> bindings.put("from", value));
        query.probabilityBelow().ifPresent(value -> bindings.put("below", value));
        return bindings;
    }

    /** Equal keys stand in the order of their locks, so that pages neither repeat nor skip. */
    String order() {
        String direction = query.descending() ? " desc" : " asc";
        boolean locked = query.sort() == LedgerQuery.Sort.LOCKED;
        // what has none is below all others
        return column()
                + direction
                + (query.descending() ? " nulls last" : " nulls first")
                + (locked ? "" : ", sequence" + direction);
    }

    private String column() {
        return switch (query.sort()) {
            case LOCKED -> "sequence";
            case TASK -> "task";
            case FAMILY -> "family";
            case PROBABILITY -> "probability";
            case COMPUTE -> "train_flops";
            case DEADLINE -> "deadline";
            case STATE -> "state";
        };
    }
}
