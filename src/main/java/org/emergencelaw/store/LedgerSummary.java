package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LedgerStanding;

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

    static LedgerStanding.State state(ResultSet row) throws SQLException {
        return LedgerStanding.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    static LedgerSummary of(ResultSet row) throws SQLException {
        double flops = row.getDouble("train_flops");
        OptionalDouble trainFlops = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(flops);
        return new LedgerSummary(
                row.getLong("sequence"),
                row.getString("sha256"),
                Instant.parse(row.getString("locked_at")),
                row.getString("forecast_id"),
                row.getString("claim"),
                row.getString("task"),
                row.getString("family"),
                row.getDouble("probability"),
                trainFlops,
                Foreknowledge.valueOf(row.getString("seen").toUpperCase(Locale.ROOT)),
                row.getBoolean("backtest"),
                Instant.parse(row.getString("deadline")),
                state(row),
                row.getBoolean("disputed"),
                row.getBoolean("listed"),
                Optional.ofNullable(row.getString("note")));
    }
}
