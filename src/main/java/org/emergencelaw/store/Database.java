package org.emergencelaw.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/** The embedded database: one SQLite file with WAL and {@code synchronous=FULL}, migrated on opening. */
public final class Database implements AutoCloseable {

    /** Version of the newest migration in {@code store/schema}. */
    static final String SCHEMA = "9";

    private static final String HISTORY = "flyway_schema_history";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Opens or creates the file and brings its schema up to date.
     *
     * @throws UncheckedIOException if the file cannot be opened or written
     */
    public static Database open(Path file) {
        try {
            HikariDataSource pool = pool(file);
            try {
                Database database = new Database(pool);
                if (!current(database.jdbi)) migrate(pool);
                return database;
            } catch (RuntimeException failed) {
                pool.close();
                throw failed;
            }
        } catch (HikariPool.PoolInitializationException | FlywayException unusable) {
            throw new UncheckedIOException(
                    new IOException("the database " + file + " cannot be used: " + reason(file, unusable), unusable));
        }
    }

    private static String reason(Path file, Exception unusable) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) return "it is a directory";
        if (directory != null && !Files.isDirectory(directory)) return "there is no directory " + directory;
        if (directory != null && !Files.isWritable(directory)) return "the directory " + directory + " is not writable";
        if (Files.exists(file) && !Files.isWritable(file)) return "it is not writable";
        Throwable root = unusable;
        while (root.getCause() != null) root = root.getCause();
        return String.valueOf(root.getMessage()).strip();
    }

    private static HikariDataSource pool(Path file) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file);
        // one writer at a time; a busy one is waited for rather than refused
        config.addDataSourceProperty("busy_timeout", "10000");
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("foreign_keys", "true");
        // take the write lock at the start: a read that turns into a write could otherwise fail with BUSY
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        config.setPoolName("database");
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource pool) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:org/emergencelaw/store/schema")
                .load()
                .migrate();
    }

    /** Whether nothing is left to migrate: asking takes a thousandth of the time that the migrations take to find that out. */
    private static boolean current(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select 1 from sqlite_master where name = :table)")
                                .bind("table", HISTORY)
                                .mapTo(Boolean.class)
                                .one()
                        && handle.createQuery("select version from " + HISTORY
                                        + " where success order by installed_rank desc limit 1")
                                .mapTo(String.class)
                                .findOne()
                                .equals(Optional.of(SCHEMA)));
    }

    public StudyStore studies() {
        return new StudyStore(jdbi);
    }

    public ObservationStore observations() {
        return new ObservationStore(jdbi);
    }

    public ModelStore models() {
        return new ModelStore(jdbi);
    }

    public FitStore fits() {
        return new FitStore(jdbi);
    }

    public ForecastStore forecasts() {
        return new ForecastStore(jdbi);
    }

    public LedgerStore ledger() {
        return new LedgerStore(jdbi);
    }

    public JobStore jobs() {
        return new JobStore(jdbi);
    }

    public IdempotencyStore idempotency() {
        return new IdempotencyStore(jdbi);
    }

    /** Runs work in one transaction, the only one that writes at a time: all of it is kept, or nothing. */
    public <T> T atomically(Supplier<T> work) {
        return jdbi.inTransaction(handle -> work.get());
    }

    /** Whether a query is answered, for readiness probes. */
    public boolean answers() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select 1").mapTo(Integer.class).one() == 1);
    }

    @Override
    public void close() {
        pool.close();
    }
}
