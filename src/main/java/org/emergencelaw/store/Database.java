package org.emergencelaw.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** The embedded database: one SQLite file with WAL and {@code synchronous=FULL}, migrated on opening. */
public final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final ObjectMapper json;

    private Database(HikariDataSource pool, ObjectMapper json) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.json = json;
    }

    /**
     * Opens or creates the file and brings its schema up to date.
     *
     * @param json mapper for records that are kept as JSON
     */
    public static Database open(Path file, ObjectMapper json) {
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
        HikariDataSource pool = new HikariDataSource(config);
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:org/emergencelaw/store/schema")
                    .load()
                    .migrate();
        } catch (RuntimeException failed) {
            pool.close();
            throw failed;
        }
        return new Database(pool, json);
    }

    public StudyStore studies() {
        return new StudyStore(jdbi);
    }

    public ObservationStore observations() {
        return new ObservationStore(jdbi, json);
    }

    public FitStore fits() {
        return new FitStore(jdbi, json);
    }

    public ForecastStore forecasts() {
        return new ForecastStore(jdbi, json);
    }

    public IdempotencyStore idempotency() {
        return new IdempotencyStore(jdbi);
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
