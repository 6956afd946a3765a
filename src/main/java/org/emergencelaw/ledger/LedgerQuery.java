package org.emergencelaw.ledger;

import java.util.Optional;

/**
 * Which locked forecasts a list shows, and in which order.
 *
 * @param task of this task alone
 * @param family of this family alone
 * @param text which claim, task, family, note or id holds
 * @param counted those that a scoreboard counts: decided yes or no, and undisputed
 * @param unlisted whether those that are hidden from lists are shown too
 * @param probabilityFrom least probability, inclusive
 * @param probabilityBelow probability below which; above 1 includes 1
 */
public record LedgerQuery(
        Optional<LedgerStanding.State> state,
        Optional<String> task,
        Optional<String> family,
        Optional<String> text,
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
        LOCKED,
        TASK,
        FAMILY,
        PROBABILITY,
        COMPUTE,
        DEADLINE,
        STATE
    }

    /** On which scoreboard a forecast counts. */
    public enum Counted {
        PROSPECTIVE,
        EXERCISE
    }

    private static final int MOST = 1_000;

    public LedgerQuery {
        if (!(limit >= 1 && limit <= MOST))
            throw new IllegalArgumentException("limit must be from 1 to " + MOST + ", was " + limit);
        if (!(offset >= 0)) throw new IllegalArgumentException("cursor must be at least 0, was " + offset);
    }

    /** All of a task and a family, listed or not, the newest first. */
    public static LedgerQuery of(String task, String family) {
        return newest(Optional.empty(), Optional.of(task), Optional.of(family), true, MOST);
    }

    /** The newest first, whatever they are. */
    public static LedgerQuery newest(int limit) {
        return newest(Optional.empty(), Optional.empty(), Optional.empty(), false, limit);
    }

    /** All of them, hidden ones too, the newest first. */
    public static LedgerQuery everything() {
        return everything(Optional.empty(), Optional.empty(), MOST);
    }

    /** Those in a state and of a task, hidden ones too, the newest first. */
    public static LedgerQuery everything(Optional<LedgerStanding.State> state, Optional<String> task, int limit) {
        return newest(state, task, Optional.empty(), true, limit);
    }

    private static LedgerQuery newest(
            Optional<LedgerStanding.State> state,
            Optional<String> task,
            Optional<String> family,
            boolean unlisted,
            int limit) {
        return new LedgerQuery(
                state,
                task,
                family,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                unlisted,
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
                text,
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
}
