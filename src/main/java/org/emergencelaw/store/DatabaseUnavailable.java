package org.emergencelaw.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.emergencelaw.store.dialect.Dialect;
import org.emergencelaw.store.dialect.Outage;
import org.jdbi.v3.core.transaction.TransactionException;

/** The database cannot do now what it can do at other times. */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Outage.Kind kind;
    private final boolean committing;

    private DatabaseUnavailable(Outage outage, Throwable failed) {
        super(outage.what(), failed);
        kind = outage.kind();
        committing = failed instanceof TransactionException
                && String.valueOf(failed.getMessage()).contains("commit");
    }

    /** Absent where it is something else, which is a fault of the program. */
    static Optional<DatabaseUnavailable> of(Throwable failed, Dialect dialect) {
        Optional<Outage> waited = Optional.empty();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            Optional<Outage> outage = cause instanceof SQLException sql ? dialect.outage(sql) : Optional.empty();
            if (outage.isPresent()) return outage.map(known -> new DatabaseUnavailable(known, failed));
            if (cause instanceof SQLTransientConnectionException)
                waited = Optional.of(new Outage(Outage.Kind.TURN, "too many wait for the database"));
        }
        return waited.map(known -> new DatabaseUnavailable(known, failed));
    }

    /** Text that the database cannot keep is bad input; absent where it is something else. */
    static Optional<IllegalArgumentException> refusedText(Throwable failed, Dialect dialect) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause())
            if (cause instanceof SQLException sql && dialect.refusesText(sql))
                return Optional.of(new IllegalArgumentException(
                        "text must not hold the character with the number 0, which the database cannot keep", failed));
        return Optional.empty();
    }

    /** Whether there is no room, rather than no turn. */
    public boolean full() {
        return kind == Outage.Kind.ROOM;
    }

    /** Whether it went while it was keeping what was written: that may be kept, or not. Otherwise nothing of it is. */
    public boolean uncertain() {
        return committing && kind == Outage.Kind.ANSWER;
    }
}
