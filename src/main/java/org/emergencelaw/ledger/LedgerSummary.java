package org.emergencelaw.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A locked forecast in a list.
 *
 * @param sequence of its lock
 * @param sha256 of its lock
 * @param probability of the claim, as locked
 * @param seen what was already known of the run
 * @param note the newest remark
 */
public record LedgerSummary(
        long sequence,
        String sha256,
        Instant lockedAt,
        String forecastId,
        String claim,
        String task,
        String family,
        double probability,
        OptionalDouble trainFlops,
        Foreknowledge seen,
        boolean backtest,
        Instant deadline,
        LedgerStanding.State state,
        boolean disputed,
        boolean listed,
        Optional<String> note) {

    /** Whether it counts as foresight. */
    public boolean prospective() {
        return !backtest && seen != Foreknowledge.RESULTS_SEEN;
    }

    public LedgerStanding standing() {
        return new LedgerStanding(state, disputed, listed);
    }

    /** Whether results should have come by now. */
    public boolean overdue(Instant now) {
        return state == LedgerStanding.State.OPEN && now.isAfter(deadline);
    }
}
