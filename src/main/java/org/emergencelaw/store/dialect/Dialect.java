package org.emergencelaw.store.dialect;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where a database is, and what its SQL says differently. */
public sealed interface Dialect permits Sqlite, PostgreSql {

    /** How long a statement waits for its turn. */
    int MILLIS_TO_WAIT = 5_000;

    /** How long whoever writes waits for a connection that others of this process write by. */
    default int millisForATurn() {
        return MILLIS_TO_WAIT;
    }

    /** That there has to be for what is written, in bytes; more than a database keeps in memory for one transaction. */
    int ROOM = 4 << 20;

    /**
     * @param database a file, or {@code jdbc:postgresql:...}
     * @throws IllegalArgumentException if it is the address of another kind of database
     */
    static Dialect at(String database) {
        if (database.startsWith(PostgreSql.PREFIX)) return new PostgreSql(database);
        if (database.startsWith("jdbc:") || database.contains("://"))
            throw new IllegalArgumentException(
                    "database must be a file, or an address such as jdbc:postgresql://localhost/emergence, was "
                            + PostgreSql.withoutPassword(database));
        return new Sqlite(Path.of(database));
    }

    /** As it is shown to people: without a password. */
    String name();

    /** Absent where it is a server's. */
    Optional<Path> file();

    /** Location of the migrations that are in this dialect alone. */
    String migrations();

    /** @param writes whether its connections write, too */
    void configure(HikariConfig pool, boolean writes);

    /** At the start of a transaction: until it ends nobody else writes, whatever process and machine. */
    void claimWriting(Handle handle);

    boolean hasTable(Handle handle, String table);

    /** What a column that keeps JSON says at a path such as {@code body.task.name}; null where it says nothing. */
    String json(String column, String path, JsonType type);

    /** Whether a column is JSON. */
    String isJson(String column);

    /** Whether a column holds bytes, or else JSON. */
    String isBytesOrJson(String column);

    /** Types of values in JSON. */
    enum JsonType {
        TEXT,
        WHOLE,
        NUMBER,
        TRUTH
    }

    /** Writes {@value #ROOM} bytes, for the transaction to take back. */
    void fill(Handle handle);

    /** Gives room that is not used back; outside of a transaction. */
    void shrink(Handle handle);

    /** What it takes on the disk. */
    long bytes(Handle handle);

    /** Query for a number that is another after every commit, for one connection that is asked again and again. */
    String version();

    /** Absent where it is something else, which is a fault of the program, or of what is written. */
    Optional<Outage> outage(SQLException failed);

    /** Whether a text that was to be written holds what the database cannot keep. */
    boolean refusesText(SQLException failed);
}
