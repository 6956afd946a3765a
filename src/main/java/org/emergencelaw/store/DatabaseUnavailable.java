package org.emergencelaw.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** The database cannot do now what it can do at other times; nothing of it was kept. */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Primary result codes of SQLite, see sqlite.org/rescode.html. */
    private static final int BUSY = 5;

    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int IO = 10;
    private static final int FULL = 13;

    private final boolean full;

    private DatabaseUnavailable(String message, boolean full, Throwable cause) {
        super(message, cause);
        this.full = full;
    }

    /** Absent where it is something else, which is a fault of the program. */
    static Optional<DatabaseUnavailable> of(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException)
                return Optional.of(new DatabaseUnavailable("too many wait for the database", false, failed));
            if (cause instanceof SQLException sql) return of(sql.getErrorCode() & 0xFF, failed);
        }
        return Optional.empty();
    }

    private static Optional<DatabaseUnavailable> of(int code, Throwable failed) {
        String what = switch (code) {
            case BUSY, LOCKED -> "another process holds the database file";
            case FULL -> "the disk of the database is full";
            case IO, READ_ONLY -> "the database file cannot be written";
            default -> "";
        };
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of(new DatabaseUnavailable(what, code != BUSY && code != LOCKED, failed));
    }

    /** Whether there is no room, rather than no turn. */
    public boolean full() {
        return full;
    }
}
