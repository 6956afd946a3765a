package org.emergencelaw.store;

import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.emergencelaw.store.dialect.Dialect;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The database, migrated on opening: an SQLite file, or a schema of a PostgreSQL server, which several services may share. */
public final class Database implements AutoCloseable {

    /** Version of the newest migration in {@code store/schema}. */
    public static final String SCHEMA = "15";

    static final String HISTORY = "flyway_schema_history";

    /** Migrations that are the same SQL for all databases. */
    static final String SHARED = "classpath:org/emergencelaw/store/schema";

    private final Connections connections;
    private final boolean upgraded;

    private Database(Connections connections, boolean upgraded) {
        this.connections = connections;
        this.upgraded = upgraded;
    }

    /** As {@link #open(String)}. */
    public static Database open(Path file) {
        return open(file.toString());
    }

    /**
     * Opens or creates the database and brings its schema up to date; of a file that is of an earlier version a copy is kept beside it
     * first.
     *
     * @param address a file, or {@code jdbc:postgresql:...}
     * @throws UncheckedIOException if it cannot be opened or written
     * @throws IllegalArgumentException if it is the address of another kind of database
     */
    public static Database open(String address) {
        Dialect dialect = Dialect.at(address);
        try {
            Optional<Path> file = dialect.file().filter(Database::isFileToBe);
            if (file.isPresent()) new DatabaseFile(file.get()).keepPrivate();
            Connections connections = Connections.open(dialect);
            try {
                Optional<String> schema = schema(connections);
                boolean upgraded = !schema.equals(Optional.of(SCHEMA));
                if (upgraded) upgrade(connections, schema);
                return new Database(connections, upgraded);
            } catch (RuntimeException failed) {
                connections.close();
                throw failed;
            }
        } catch (IOException | HikariPool.PoolInitializationException | FlywayException unusable) {
            throw new UncheckedIOException(new IOException(
                    "the database " + dialect.name() + " cannot be used: " + reason(dialect.file(), unusable),
                    unusable));
        }
    }

    /** Otherwise opening it says what is in the way. */
    private static boolean isFileToBe(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && Files.isDirectory(directory) && !Files.isDirectory(file);
    }

    private static void upgrade(Connections connections, Optional<String> schema) throws IOException {
        if (schema.isPresent() && newer(schema.get()))
            throw new IOException("it was made by a newer version of this program (schema " + schema.get()
                    + ", this one knows up to " + SCHEMA + "): use that version");
        Optional<Path> file = connections.dialect().file();
        if (schema.isPresent() && file.isPresent()) {
            DatabaseFile database = new DatabaseFile(file.get());
            Path backup = database.beside(".schema-" + schema.get() + ".backup");
            if (!Files.exists(backup)) database.backUpTo(backup);
        }
        migrate(connections);
    }

    private static boolean newer(String schema) {
        return Double.parseDouble(schema) > Double.parseDouble(SCHEMA);
    }

    private static String reason(Optional<Path> there, Exception unusable) {
        if (there.isPresent()) {
            Path file = there.get(), directory = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file)) return "it is a directory";
            if (directory != null && !Files.isDirectory(directory)) return "there is no directory " + directory;
            if (directory != null && !Files.isWritable(directory))
                return "the directory " + directory + " is not writable";
            if (Files.exists(file) && !Files.isWritable(file)) return "it is not writable";
        }
        Throwable root = unusable;
        while (root.getCause() != null) root = root.getCause();
        return String.valueOf(root.getMessage()).strip();
    }

    private static void migrate(Connections connections) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(connections.writing())
                .locations(SHARED, connections.dialect().migrations())
                .load()
                .migrate();
    }

    /**
     * Version of the newest migration; absent where there is none. Asking takes a thousandth of the time that the migrations take to
     * find out that nothing is left.
     */
    private static Optional<String> schema(Connections connections) {
        return connections.alone(handle -> connections.dialect().hasTable(handle, HISTORY)
                ? handle.createQuery("select version from " + HISTORY
                                + " where success order by installed_rank desc limit 1")
                        .mapTo(String.class)
                        .findOne()
                : Optional.empty());
    }

    Connections connections() {
        return connections;
    }

    /**
     * Whether this is the address of a server's database, rather than a file.
     *
     * @throws IllegalArgumentException if it is the address of another kind of database
     */
    public static boolean isOfServer(String address) {
        return Dialect.at(address).file().isEmpty();
    }

    /** As it is shown to people. */
    public String name() {
        return connections.dialect().name();
    }

    /** Where it is; absent where it is a server's. */
    public Optional<Path> file() {
        return connections.dialect().file();
    }

    /** Whether its tables were changed when it was opened. */
    public boolean upgraded() {
        return upgraded;
    }

    /** What it takes on the disk. */
    public long bytes() {
        return connections.read(connections.dialect()::bytes);
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
        connections.alone(handle -> {
            connections.dialect().shrink(handle);
            return handle;
        });
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
