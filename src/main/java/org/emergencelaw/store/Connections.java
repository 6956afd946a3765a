package org.emergencelaw.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Connections to the one file: one that writes, for SQLite has one writer at a time, and several that only read and so wait for
 * nobody. Who reads in the middle of a transaction reads what it wrote.
 */
final class Connections implements AutoCloseable {

    private static final int READERS = 12;
    /** For each connection, outside the heap; a negative number means KiB. */
    private static final String KIB_OF_CACHE = "-1000";

    /** That there has to be for what is written, in bytes; above the cache, or it would not reach the disk. */
    private static final int ROOM = 4 << 20;

    private static final int MILLIS_TO_WAIT = 5_000;

    /** Nothing is asked of it but whether others have written. */
    private final Connection watching;

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Jdbi writer;
    private final Jdbi readers;
    private volatile boolean full;
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);

    /** @param writing open already, for it makes the file that the others read */
    private Connections(HikariDataSource writing, Path file) {
        this.writing = writing;
        reading = pool(file, "readers", READERS, "DEFERRED", "pragma query_only = true");
        writer = Jdbi.create(writing);
        readers = Jdbi.create(reading);
        watching = watching(file);
    }

    private static Connection watching(Path file) {
        try {
            return DriverManager.getConnection("jdbc:sqlite:" + file);
        } catch (SQLException unusable) {
            throw new ConnectionException(unusable);
        }
    }

    /** Another number after every commit, of this process and of others; to be compared with what it was in this process alone. */
    long version() {
        synchronized (watching) {
            try (Statement asked = watching.createStatement();
                    ResultSet row = asked.executeQuery("pragma data_version")) {
                return row.getLong(1);
            } catch (SQLException failed) {
                throw new ConnectionException(failed);
            }
        }
    }

    static Connections open(Path file) {
        // take the write lock at the start: a read that turns into a write could otherwise fail with BUSY
        HikariDataSource writing = pool(file, "writer", 1, "IMMEDIATE", "pragma query_only = false");
        try {
            return new Connections(writing, file);
        } catch (RuntimeException failed) {
            writing.close();
            throw failed;
        }
    }

    private static HikariDataSource pool(Path file, String name, int size, String transactions, String first) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file);
        // another process that writes is waited for rather than refused
        config.addDataSourceProperty("busy_timeout", Integer.toString(MILLIS_TO_WAIT));
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("foreign_keys", "true");
        config.addDataSourceProperty("transaction_mode", transactions);
        config.addDataSourceProperty("cache_size", KIB_OF_CACHE);
        config.setConnectionInitSql(first);
        config.setConnectionTimeout(MILLIS_TO_WAIT);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setPoolName(name);
        return new HikariDataSource(config);
    }

    DataSource writing() {
        return writing;
    }

    <T, X extends Exception> T read(HandleCallback<T, X> work) throws X {
        return told(() -> (inTransaction.get() ? writer : readers).withHandle(work));
    }

    <X extends Exception> void useToRead(HandleConsumer<X> work) throws X {
        read(work.asCallback());
    }

    <T, X extends Exception> T write(HandleCallback<T, X> work) throws X {
        return told(() -> writer.withHandle(work));
    }

    /** Work of which all is kept, or nothing; what it reads by way of other stores is what it wrote. */
    <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
        boolean outer = inTransaction.get();
        inTransaction.set(true);
        try {
            return told(() -> writer.inTransaction(work));
        } finally {
            inTransaction.set(outer);
        }
    }

    <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        inTransaction(work.asCallback());
    }

    /** Work as Jdbi does it. */
    private interface Asked<T, X extends Exception> {
        T ask() throws X;
    }

    /** What a full disk or a busy file makes of any statement has one name. */
    private <T, X extends Exception> T told(Asked<T, X> work) throws X {
        try {
            return work.ask();
        } catch (JdbiException failed) {
            Optional<DatabaseUnavailable> known = DatabaseUnavailable.of(failed);
            if (known.isEmpty()) throw failed;
            full |= known.get().full();
            throw known.get();
        }
    }

    /** Whether what is written finds room: where it did not, more than memory holds is written, and taken back, to see whether it does. */
    boolean haveRoom() {
        if (!full) return true;
        try {
            useTransaction(handle -> {
                handle.execute("create table room (bytes blob)");
                handle.execute("insert into room values (zeroblob(?))", ROOM);
                handle.rollback();
            });
            full = false;
            return true;
        } catch (DatabaseUnavailable still) {
            return false;
        }
    }

    <T> T atomically(Supplier<T> work) {
        return inTransaction(handle -> work.get());
    }

    @Override
    public void close() {
        try {
            watching.close();
        } catch (SQLException closed) {
            // nothing was written by it
        }
        reading.close();
        writing.close();
    }
}
