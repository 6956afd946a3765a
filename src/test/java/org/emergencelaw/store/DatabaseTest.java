package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emergencelaw.OfFilesAlone;
import org.emergencelaw.job.Job;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Opening, migrating and refusing a file. */
@OfFilesAlone("opening, upgrading and refusing a file")
class DatabaseTest extends WithDatabase {

    private static final Path MIGRATIONS = Path.of("src/main/resources/org/emergencelaw/store");

    @Test
    void theSchemaThatIsTakenForCurrentIsTheNewestMigration() throws IOException {
        assertThat(versions("schema", "dialect/sqlite")).last().isEqualTo(Integer.parseInt(Database.SCHEMA));
    }

    /** One version a number, from 1 on, whichever dialect; PostgreSQL has besides what only it needs. */
    @Test
    void bothDialectsHaveAllMigrations() throws IOException {
        assertThat(versions("schema", "dialect/sqlite"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, Integer.parseInt(Database.SCHEMA))
                        .boxed()
                        .toList())
                .isEqualTo(versions("schema", "dialect/postgresql"));
    }

    private static List<Integer> versions(String... folders) throws IOException {
        List<Integer> versions = new ArrayList<>();
        for (String folder : folders)
            try (Stream<Path> files = Files.list(MIGRATIONS.resolve(folder))) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.matches("V[0-9]+__.*\\.sql"))
                        .map(name -> Integer.valueOf(name.replaceAll("V([0-9]+)__.*", "$1")))
                        .forEach(versions::add);
            }
        return versions.stream().sorted().toList();
    }

    @Test
    void aFileIsMigratedOnceAndOpensAgainWithWhatIsInIt() throws Exception {
        study("s");
        int migrations = count("flyway_schema_history");
        database.close();

        database = Database.open(file());

        assertThat(database.studies().find("s")).isPresent();
        assertThat(count("flyway_schema_history")).isEqualTo(migrations);
        assertThat(database.ready()).isTrue();
    }

    @Test
    void aFileOfAnEarlierVersionIsBroughtUpToDate() throws Exception {
        Path old = directory.resolve("old.db");
        Flyway.configure(Database.class.getClassLoader())
                .dataSource("jdbc:sqlite:" + old, "", "")
                .locations(Database.SHARED, "classpath:org/emergencelaw/store/dialect/sqlite")
                .target("5")
                .load()
                .migrate();

        try (Database opened = Database.open(old)) {
            assertThat(opened.jobs().startable(NOW)).isEmpty();
            assertThat(opened.studies().revision("none")).isEmpty();
        }
        assertThat(new DatabaseFile(old).beside(".schema-5.backup")).exists();
        assertThat(new DatabaseFile(new DatabaseFile(old).beside(".schema-5.backup")).schema())
                .hasValue(5);
    }

    @Test
    void jobsOfAnEarlierVersionKeepTheirPartsAndResults() throws Exception {
        Path old = directory.resolve("jobs.db");
        Flyway.configure(Database.class.getClassLoader())
                .dataSource("jdbc:sqlite:" + old, "", "")
                .locations(Database.SHARED, "classpath:org/emergencelaw/store/dialect/sqlite")
                .target("13")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into study (id, name, task, metric, trivial_accuracy, shots, family, created_at,"
                    + " flops_per_param_token, param_count)"
                    + " values ('s', 'n', 't', 'accuracy', 0.25, 5, 'f', '" + NOW + "', 6, 'total')");
            for (String job : new String[] {"'a', 'running', null", "'b', 'done', '[1]'"})
                statement.execute("insert into job (id, state, result, study_id, kind, seed, input_sha256, total,"
                        + " created_at) values (" + job + ", 's', 'backtest', 1, 'abc', 3, '" + NOW + "')");
            statement.execute("insert into job_part (job_id, position, result) values ('a', 1, '{}'), ('b', 0, '{}')");
        }

        try (Database opened = Database.open(old)) {
            assertThat(opened.jobs().startable(NOW)).extracting(Job::id).containsExactly("a");
            assertThat(opened.jobs().parts("a")).containsOnlyKeys(1);
            assertThat(opened.jobs().find("a").orElseThrow().done()).isEqualTo(1);
            assertThat(opened.jobs().find("b").orElseThrow().done()).isEqualTo(3);
            assertThat(opened.jobs().result("b")).contains("[1]");
            opened.studies().delete("s");
            assertThat(opened.jobs().parts("a")).isEmpty();
        }
    }

    @Test
    void theFileBelongsToItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        database.close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        database = Database.open(file());
        study("s");

        for (String beside : new String[] {"", "-wal", "-shm"})
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file() + beside))))
                    .as(beside)
                    .isEqualTo("rw-------");
    }

    @Test
    void aFileOfANewerVersionIsRefusedAndStaysAsItIs() throws Exception {
        database.close();
        sql("update flyway_schema_history set version = '99' where version = '" + Database.SCHEMA + "'");

        assertThatThrownBy(() -> Database.open(file()))
                .hasMessageContaining("newer version of this program (schema 99");
        sql("update flyway_schema_history set version = '" + Database.SCHEMA + "' where version = '99'");
        database = Database.open(file());
    }

    @Test
    void writesAreKeptTogetherOrNotAtAll() throws Exception {
        assertThatThrownBy(() -> database.atomically(() -> {
                    study("a");
                    throw new IllegalStateException("torn");
                }))
                .hasMessage("torn");

        assertThat(count("study")).isZero();
    }

    @Test
    void whatCannotBeOpenedSaysWhy() throws IOException {
        Path none = directory.resolve("no/such/folder/x.db");
        assertThatThrownBy(() -> Database.open(none))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no directory");
        assertThatThrownBy(() -> Database.open(directory)).hasMessageContaining("it is a directory");
        Path text = directory.resolve("text.db");
        Files.writeString(text, "this is no database, whatever its name says".repeat(100));
        assertThatThrownBy(() -> Database.open(text)).hasMessageContaining("cannot be used");
    }
}
