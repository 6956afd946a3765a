package org.emergencelaw.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.emergencelaw.format.Json;
import org.emergencelaw.store.dialect.Dialect;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Connections to one database: some that write, one transaction at a time, and several that only read and so wait for nobody. Who reads
 * sees one state, and in the middle of a transaction what it wrote.
 */
final class Connections implements AutoCloseable {

    private final Dialect dialect;
    /** Nothing is asked of it but whether others have written. */
    private final HikariDataSource watching;

    private final Jdbi watcher;
    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Jdbi writer;
    private final Jdbi readers;
    private volatile boolean full;
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);

    /** @param writing open already, for it makes the file that the others read */
    private Connections(Dialect dialect, HikariDataSource writing) {
        this.dialect = dialect;
        this.writing = writing;
        reading = pool(dialect, false);
        writer = Jdbi.create(writing);
        readers = Jdbi.create(reading);
        watching = watching(dialect);
        watcher = Jdbi.create(watching);
    }

    /** One connection for good: what it says is compared with what it said before. */
    private static HikariDataSource watching(Dialect dialect) {
        HikariConfig config = config(dialect, false);
        config.setMaximumPoolSize(1);
        config.setMaxLifetime(0);
        config.setPoolName("watching");
        return new HikariDataSource(config);
    }

    /** Another number after every commit, of this process and of others; to be compared with what it was in this process alone. */
    long version() {
        return told(() -> watcher.withHandle(handle ->
                handle.createQuery(dialect.version()).mapTo(Long.class).one()));
    }

    static Connections open(Dialect dialect) {
        HikariDataSource writing = pool(dialect, true);
        try {
            return new Connections(dialect, writing);
        } catch (RuntimeException failed) {
            writing.close();
            throw failed;
        }
    }

    private static HikariDataSource pool(Dialect dialect, boolean writes) {
        HikariConfig config = config(dialect, writes);
        config.setPoolName(writes ? "writer" : "readers");
        return new HikariDataSource(config);
    }

    private static HikariConfig config(Dialect dialect, boolean writes) {
        HikariConfig config = new HikariConfig();
        dialect.configure(config, writes);
        config.setConnectionTimeout(writes ? dialect.millisForATurn() : Dialect.MILLIS_TO_WAIT);
        config.setMinimumIdle(1);
        return config;
    }

    Dialect dialect() {
        return dialect;
    }

    DataSource writing() {
        return writing;
    }

    <T, X extends Exception> T read(HandleCallback<T, X> work) throws X {
        return told(() -> (inTransaction.get() ? writer : readers).inTransaction(work));
    }

    <X extends Exception> void useToRead(HandleConsumer<X> work) throws X {
        read(work.asCallback());
    }

    /** Work that no transaction may be around. */
    <T, X extends Exception> T alone(HandleCallback<T, X> work) throws X {
        return told(() -> writer.withHandle(work));
    }

    /** Work of which all is kept, or nothing. */
    <T, X extends Exception> T write(HandleCallback<T, X> work) throws X {
        return inTransaction(work);
    }

    /** As {@link #write}; what the work reads by way of other stores is what it wrote, and nobody else writes meanwhile. */
    <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
        boolean outer = inTransaction.get();
        inTransaction.set(true);
        try {
            return told(() -> writer.inTransaction(handle -> {
                if (!outer) dialect.claimWriting(handle);
                return work.withHandle(handle);
            }));
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

    /** What a full disk, a busy file or a server that is gone makes of any statement has one name. */
    private <T, X extends Exception> T told(Asked<T, X> work) throws X {
        try {
            return work.ask();
        } catch (JdbiException failed) {
            Optional<DatabaseUnavailable> known = DatabaseUnavailable.of(failed, dialect);
            if (known.isEmpty())
                throw DatabaseUnavailable.refusedText(failed, dialect)
                        .<RuntimeException>map(refused -> refused)
                        .orElse(failed);
            full |= known.get().full();
            throw known.get();
        }
    }

    /** Whether what is written finds room: where it did not, more than memory holds is written, and taken back, to see whether it does. */
    boolean haveRoom() {
        if (!full) return true;
        try {
            useTransaction(handle -> {
                dialect.fill(handle);
                handle.rollback();
            });
            full = false;
            return true;
        } catch (DatabaseUnavailable still) {
            return false;
        }
    }

    /** The row that a query finds for an id, as a text that is another where any of its values is; values are text or numbers. */
    Optional<String> asText(String query, String id) {
        return read(handle -> handle.createQuery(query)
                .bind("id", id)
                .map((row, context) -> {
                    List<Optional<String>> values = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++)
                        values.add(Optional.ofNullable(row.getString(i)));
                    return Json.write(values);
                })
                .findOne());
    }

    <T> T atomically(Supplier<T> work) {
        return inTransaction(handle -> work.get());
    }

    @Override
    public void close() {
        watching.close();
        reading.close();
        writing.close();
    }
}
