package org.emergencelaw.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LedgerStanding;

/**
 * Which locked forecasts a list shows, and in which order.
 *
 * @param task of this task alone
 * @param family of this family alone
 * @param counted those that a scoreboard counts: decided yes or no, and undisputed
 * @param unlisted whether those that are hidden from lists are shown too
 * @param probabilityFrom least probability, inclusive
 * @param probabilityBelow probability below which; above 1 includes 1
 */
public record LedgerQuery(
        Optional<LedgerStanding.State> state,
        Optional<String> task,
        Optional<String> family,
        Optional<Foreknowledge> seen,
        Optional<Double> probabilityFrom,
        Optional<Double> probabilityBelow,
        Optional<Counted> counted,
        boolean unlisted,
        Sort sort,
        boolean descending,
        int limit,
        int offset) {

    /** What a list can be sorted by. */
    public enum Sort {
        LOCKED("sequence"),
        TASK("task"),
        FAMILY("family"),
        PROBABILITY("probability"),
        COMPUTE("train_flops"),
        DEADLINE("deadline"),
        STATE("state");

        private final String column;

        Sort(String column) {
            this.column = column;
        }
    }

    /** On which scoreboard a forecast counts. */
    public enum Counted {
        PROSPECTIVE("not backtest and seen <> 'results_seen'"),
        EXERCISE("(backtest or seen = 'results_seen')");

        private final String condition;

        Counted(String condition) {
            this.condition = condition;
        }
    }

    private static final int MOST = 1_000;

    public LedgerQuery {
        if (!(limit >= 1 && limit <= MOST))
            throw new IllegalArgumentException("limit must be from 1 to " + MOST + ", was " + limit);
        if (!(offset >= 0)) throw new IllegalArgumentException("cursor must be at least 0, was " + offset);
    }

    /** The newest first, whatever they are. */
    public static LedgerQuery newest(int limit) {
        return new LedgerQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Sort.LOCKED,
                true,
                limit,
                0);
    }

    /** The same, another page of it. */
    public LedgerQuery page(int newLimit, int newOffset) {
        return new LedgerQuery(
                state,
                task,
                family,
                seen,
                probabilityFrom,
                probabilityBelow,
                counted,
                unlisted,
                sort,
                descending,
                newLimit,
                newOffset);
    }

    String where() {
        List<String> conditions = new ArrayList<>();
        if (!unlisted) conditions.add("listed");
        state.ifPresent(any -> conditions.add("state = :state"));
        task.ifPresent(any -> conditions.add("task = :task"));
        family.ifPresent(any -> conditions.add("family = :family"));
        seen.ifPresent(any -> conditions.add("seen = :seen"));
        probabilityFrom.ifPresent(any -> conditions.add("probability >= :from"));
        probabilityBelow.ifPresent(any -> conditions.add("probability < :below"));
        counted.ifPresent(
                board -> conditions.add("state in ('emerged', 'not_emerged') and not disputed and " + board.condition));
        return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    }

    Map<String, Object> bindings() {
        Map<String, Object> bindings = new LinkedHashMap<>();
        state.ifPresent(value -> bindings.put("state", DisplayNames.key(value)));
        task.ifPresent(value -> bindings.put("task", value));
        family.ifPresent(value -> bindings.put("family", value));
        seen.ifPresent(value -> bindings.put("seen", DisplayNames.key(value)));
        probabilityFrom.ifPresent(value -> bindings.put("from", value));
        probabilityBelow.ifPresent(value -> bindings.put("below", value));
        return bindings;
    }

    /** Equal keys stand in the order of their locks, so that pages neither repeat nor skip. */
    String order() {
        String direction = descending ? " desc" : " asc";
        return sort.column + direction + (sort == Sort.LOCKED ? "" : ", sequence" + direction);
    }
}
