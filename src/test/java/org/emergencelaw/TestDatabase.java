package org.emergencelaw;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.emergencelaw.store.Database;
import org.slf4j.LoggerFactory;

/**
 * Where tests keep what they keep: in SQLite files, or, with {@code -Demergencelaw.database=postgresql}, in databases of a PostgreSQL
 * server that the test process starts for itself. A test names a file either way.
 */
public final class TestDatabase {

    /** Databases of the server that stay; those of tests that have ended go. */
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

    /** Address of the database that stands for a file. */
    public static String at(Path file) {
        return isOfServer() ? ofServer(file) : file.toString();
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
        if (MADE.size() > KEPT) {
            String oldest = MADE.iterator().next();
            MADE.remove(oldest);
            execute(Server.RUNNING, "drop database " + oldest + " with (force)");
        }
        return name;
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
