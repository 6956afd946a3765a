package org.emergencelaw.store;

import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The embedded database: one SQLite file with WAL and {@code synchronous=FULL}, migrated on opening. */
public final class Database implements AutoCloseable {

    /** Version of the newest migration in {@code store/schema}. */
    public static final String SCHEMA = "13";

    static final String HISTORY = "flyway_schema_history";

    private final Path file;
    private final Connections connections;
    private final boolean upgraded;

    private Database(Path file, Connections connections, boolean upgraded) {
        this.file = file;
        this.upgraded = upgraded;
        this.connections = connections;
    }

    /**
     * Opens or creates the file and brings its schema up to date; what was of an earlier version is kept beside it first.
     *
     * @throws UncheckedIOException if the file cannot be opened or written
     */
    public static Database open(Path file) {
        try {
            if (isFileToBe(file)) new DatabaseFile(file).keepPrivate();
            Connections connections = Connections.open(file);
            try {
                boolean upgraded = !current(connections);
                if (upgraded) upgrade(file, connections);
                return new Database(file, connections, upgraded);
            } catch (RuntimeException failed) {
                connections.close();
                throw failed;
            }
        } catch (IOException | HikariPool.PoolInitializationException | FlywayException unusable) {
            throw new UncheckedIOException(
                    new IOException("the database " + file + " cannot be used: " + reason(file, unusable), unusable));
        }
    }

    /** Otherwise opening it says what is in the way. */
    private static boolean isFileToBe(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && Files.isDirectory(directory) && !Files.isDirectory(file);
    }

    private static void upgrade(Path file, Connections connections) throws IOException {
        DatabaseFile database = new DatabaseFile(file);
        Optional<Integer> schema = database.schema();
        if (schema.isPresent() && schema.get() > Integer.parseInt(SCHEMA))
            throw new IOException("it was made by a newer version of this program (schema " + schema.get()
                    + ", this one knows up to " + SCHEMA + "): use that version");
        if (schema.isPresent()) {
            Path backup = database.beside(".schema-" + schema.get() + ".backup");
            if (!Files.exists(backup)) database.backUpTo(backup);
        }
        migrate(connections);
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

    private static void migrate(Connections connections) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(connections.writing())
                .locations("classpath:org/emergencelaw/store/schema")
                .load()
                .migrate();
    }

    /** Whether nothing is left to migrate: asking takes a thousandth of the time that the migrations take to find that out. */
    private static boolean current(Connections connections) {
        return connections.write(
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

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Whether its tables were changed when it was opened. */
    public boolean upgraded() {
        return upgraded;
    }

    /** Another number after whatever is written, by whomever; it means nothing to another process. */
    public long version() {
        return connections.version();
    }

    public StudyStore studies() {
        return new StudyStore(connections);
    }

    public SuiteStore suites() {
        return new SuiteStore(connections);
    }

    public SuiteForecastStore suiteForecasts() {
        return new SuiteForecastStore(connections);
    }

    public WatchStore watches() {
        return new WatchStore(connections);
    }

    public ObservationStore observations() {
        return new ObservationStore(connections);
    }

    public ModelStore models() {
        return new ModelStore(connections);
    }

    public FitStore fits() {
        return new FitStore(connections);
    }

    public ForecastStore forecasts() {
        return new ForecastStore(connections);
    }

    public LedgerStore ledger() {
        return new LedgerStore(connections);
    }

    public JobStore jobs() {
        return new JobStore(connections);
    }

    public AccessStore access() {
        return new AccessStore(connections);
    }

    public IdempotencyStore idempotency() {
        return new IdempotencyStore(connections);
    }

    /** Runs work in one transaction, the only one that writes at a time: all of it is kept, or nothing. */
    public <T> T atomically(Supplier<T> work) {
        return connections.atomically(work);
    }

    /** Gives room that is not used back to the disk. */
    public void shrink() {
        connections.write(handle -> handle.execute("vacuum"));
        connections.write(handle -> handle.execute("pragma wal_checkpoint(truncate)"));
    }

    /** Whether it can be read, and was not full when it was last written. */
    public boolean ready() {
        return answers() && connections.haveRoom();
    }

    private boolean answers() {
        return connections.read(
                handle -> handle.createQuery("select 1").mapTo(Integer.class).one() == 1);
    }

    @Override
    public void close() {
        connections.close();
    }
}
