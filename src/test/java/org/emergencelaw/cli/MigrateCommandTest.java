package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.emergencelaw.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** From a file to a server and back. */
@EnabledIfSystemProperty(named = "emergencelaw.database", matches = "postgresql", disabledReason = "needs a server")
class MigrateCommandTest {

    /** Of the database of version 0.1.0, whose draws are digits. */
    private static final String HEAD = "ebf60fdee1074dbeefca1f368ac185d65f4eb18c280b966b94d08eb677fe902e";

    private static final String ENTRIES = "22";

    @TempDir
    Path directory;

    private Path file;
    private String server = "";

    @BeforeEach
    void aFileOfVersion010AndAnEmptyServer() throws Exception {
        file = directory.resolve("studies.db");
        try (InputStream packed = Objects.requireNonNull(
                        MigrateCommandTest.class.getResourceAsStream("/contract/v0.1.0.sqlite.gz"));
                InputStream database = new GZIPInputStream(packed)) {
            Files.copy(database, file);
        }
        server = TestDatabase.ofServer(directory.resolve("server"));
    }

    private static void sql(String database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            for (String text : statements) statement.execute(text);
        }
    }

    private static int count(String database, String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static String done(Ran ran) {
        assertThat(ran.status()).as(ran.err()).isZero();
        return ran.out();
    }

    @Test
    void allGoesOverAndComesBackWithTheSameDigests() throws Exception {
        Path back = directory.resolve("back.db");

        String there = done(Ran.of("migrate", file.toString(), server, "--json"));
        String andBack = done(Ran.of("migrate", server, back.toString(), "--json"));

        assertThat(there).contains("\"ledger\"", "\"observation\"", "\"fit\"").isEqualTo(andBack);
        assertThat(done(Ran.of("verify", "--database", server, "--entries", ENTRIES, "--head", HEAD)))
                .contains(ENTRIES + " entries in order");
        assertThat(done(Ran.of("verify", back.toString(), "--entries", ENTRIES, "--head", HEAD)))
                .contains("is whole", ENTRIES + " entries in order");
        assertThat(done(Ran.of("ledger", "export", "--db", server)))
                .isNotBlank()
                .isEqualTo(done(Ran.of("ledger", "export", "--db", file.toString())));
        assertThat(directory.toFile().list((folder, name) -> name.startsWith("back.db")))
                .containsExactly("back.db");
    }

    @Test
    void nothingIsWrittenOverAnything() throws Exception {
        done(Ran.of("migrate", file.toString(), server));
        int fits = count(server, "fit");

        Ran again = Ran.of("migrate", file.toString(), server);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("is not empty", "nothing was written");
        assertThat(count(server, "fit")).isEqualTo(fits);
        Ran over = Ran.of("migrate", server, file.toString());
        assertThat(over.status()).isEqualTo(2);
        assertThat(over.err()).contains("is there already");
        assertThat(Ran.of("migrate", directory.resolve("none.db").toString(), server)
                        .err())
                .contains("there is no database");
    }

    @Test
    void aBrokenChainGoesNowhere() throws Exception {
        done(Ran.of("verify", "--database", file.toString()));
        sql(
                "jdbc:sqlite:" + file,
                "drop trigger ledger_is_not_changed",
                "update ledger set entry = replace(entry, '\"kind\":\"lock\"', '\"kind\": \"lock\"') where sequence = 3");

        Ran broken = Ran.of("migrate", file.toString(), server);

        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.err()).contains("broken at entry", "nothing was written");
        for (String table : new String[] {"study", "ledger", "fit"})
            assertThat(count(server, table)).isZero();
    }

    @Test
    void whatIsOfFilesIsRefusedWithTheToolsOfTheServer() {
        for (String[] line : new String[][] {
            {"backup", directory.resolve("b.db").toString(), "--db", server},
            {"restore", file.toString(), "--db", server}
        }) {
            Ran refused = Ran.of(line);
            assertThat(refused.status()).as(line[0]).isEqualTo(2);
            assertThat(refused.err()).contains("pg_dump");
        }
        assertThat(done(Ran.of("vacuum", "--db", server))).contains("0 fits deleted");
        assertThat(Ran.of("verify", "--db", "jdbc:mysql://localhost/x?password=secret")
                        .err())
                .contains("database must be a file, or an address such as jdbc:postgresql:")
                .doesNotContain("secret");
        Ran nobody = Ran.of("verify", "--db", "jdbc:postgresql://localhost:1/x?password=secret");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err()).contains("cannot be used").doesNotContain("secret");
    }
}
