package org.emergencelaw;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.emergencelaw.store.Database;
import org.slf4j.LoggerFactory;

/**
 * Where tests keep what they keep: in SQLite files, or, with {@code -Demergencelaw.database=postgresql}, in databases of a PostgreSQL
 * server that the test process starts for itself. A test names a file either way.
 */
public final class TestDatabase {

    /** Databases of the server that stay, beside those that somebody has open; those of tests that have ended go. */
    private static final int KEPT = 8;

    private static final String TEMPLATE = "migrated";

    private static final Set<String> MADE = new LinkedHashSet<>();

    private TestDatabase() {}

    /** Started when first asked for; it ends with the process. */
    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                ((Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.WARN);
                EmbeddedPostgres server = quick().start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                execute(server, "create database " + TEMPLATE);
                Database.open(server.getJdbcUrl("postgres", TEMPLATE)).close();
                return server;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** A server whose data need not outlive a crash of the machine. */
    public static EmbeddedPostgres.Builder quick() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("autovacuum", "off")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD);
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException late) {
            throw new UncheckedIOException(late);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    /** Whether tests run on a server. */
    public static boolean isOfServer() {
        return System.getProperty("emergencelaw.database", "sqlite").equals("postgresql");
    }

    /** Address of the database that stands for a file; one that is first asked for has its tables, and nothing in them. */
    public static String at(Path file) {
        return isOfServer() ? ofServer(file) : ofFile(file);
    }

    /** A file whose tables were made once: making them takes most of the time that a service takes to start. */
    private static final class MigratedFile {

        static final Path PATH = made();

        private static Path made() {
            try {
                Path folder = Files.createTempDirectory("migrated");
                Path file = folder.resolve("studies.db");
                Database.open(file).close();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(file, folder)));
                return file;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static void delete(Path... paths) {
            try {
                for (Path path : paths) Files.deleteIfExists(path);
            } catch (IOException left) {
                throw new UncheckedIOException(left);
            }
        }
    }

    private static String ofFile(Path file) {
        try {
            if (!Files.exists(file)) Files.copy(MigratedFile.PATH, file);
            return file.toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Address of the database of the server that stands for a file, whichever tests run on; it is empty when it is first asked for. */
    public static String ofServer(Path file) {
        return Server.RUNNING.getJdbcUrl("postgres", made(file));
    }

    private static synchronized String made(Path file) {
        String name = "t"
                + UUID.nameUUIDFromBytes(file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        if (!MADE.add(name)) return name;
        execute(Server.RUNNING, "create database " + name + " template " + TEMPLATE + " strategy file_copy");
        if (MADE.size() > KEPT) dropOldest();
        return name;
    }

    /** The oldest that nobody has open. */
    private static void dropOldest() {
        Set<String> open = open(Server.RUNNING);
        Optional<String> oldest =
                MADE.stream().filter(name -> !open.contains(name)).findFirst();
        oldest.ifPresent(name -> {
            MADE.remove(name);
            execute(Server.RUNNING, "drop database " + name + " with (force)");
        });
    }

    private static Set<String> open(EmbeddedPostgres server) {
        Set<String> open = new HashSet<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select distinct datname from pg_stat_activity" + " where datname is not null")) {
            while (row.next()) open.add(row.getString(1));
        } catch (SQLException broken) {
            throw new IllegalStateException("who has a database open", broken);
        }
        return open;
    }

    /** Begins a transaction, as another program, beside which nobody else writes. */
    public static void beginWriting(Statement statement) throws SQLException {
        if (isOfServer()) {
            statement.execute("begin");
            statement.execute("select pg_advisory_xact_lock(hashtext('emergence-law'), hashtext(current_schema()))");
        } else {
            statement.execute("pragma busy_timeout = 10000");
            statement.execute("pragma foreign_keys = on");
            statement.execute("begin immediate");
        }
    }

    /** A number that changes with every commit of another connection that wrote. */
    public static long version(Statement statement) throws SQLException {
        try (var row = statement.executeQuery(
                isOfServer()
                        ? "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
                        : "pragma data_version")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A connection as another program has it. */
    public static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection(isOfServer() ? at(file) : "jdbc:sqlite:" + file);
    }
}
