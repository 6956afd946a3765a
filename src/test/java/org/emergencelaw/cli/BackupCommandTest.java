package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups, restoring them, and what verifying says of files that somebody laid hands on. */
class BackupCommandTest {

    private static final String ROWS = rows();
    private static final String TERMS =
            "{\"deadline\": \"2027-01-01T00:00:00Z\", \"seen\": \"nothing_run\", \"assumptions\": \"same recipe\"}";

    @TempDir
    private static Path once;

    @TempDir
    Path directory;

    private Path backup;

    @BeforeAll
    static void aDatabaseWithAFitAndTwoLocks() {
        try (RunningService service = RunningService.in(once)) {
            String study = service.newStudy();
            created(service.postCsv(study + "/observations", ROWS));
            String fit = created(service.postJson(study + "/fits", "{\"method\": \"mle\"}"))
                    .get("id")
                    .asText();
            for (int i = 0; i < 2; i++) {
                String forecast = created(service.postJson(
                                "/api/v1/fits/" + fit + "/forecasts", "{\"params\": \"4B\", \"tokens\": \"1T\"}"))
                        .get("id")
                        .asText();
                created(service.postJson("/api/v1/forecasts/" + forecast + "/lock", TERMS));
            }
        }
    }

    @BeforeEach
    void copy() throws Exception {
        backup = directory.resolve("backup.db");
        Files.copy(database(once), database());
    }

    private static String rows() {
        StringBuilder csv = new StringBuilder(
                "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n");
        for (int i = 0; i < 5; i++) {
            String model = "t,f,m%d,%de8,%de10,%s,".formatted(i, 1 << i, 1 << i, 3.2 - 0.2 * i);
            csv.append(model).append("few_shot,5,0,0.25,1000\n");
            csv.append(model)
                    .append("finetuned,100,0,")
                    .append(0.25 + 0.05 * Math.max(0, i - 1))
                    .append(",1000\n");
            csv.append(model)
                    .append("finetuned,1000,0,")
                    .append(0.25 + 0.06 * i)
                    .append(",1000\n");
        }
        return csv.toString();
    }

    private static JsonNode created(RunningService.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private Path database() {
        return database(directory);
    }

    private static Path database(Path of) {
        return of.resolve("studies.db");
    }

    private Ran backUp() {
        return Ran.of("backup", backup.toString(), "--database", database().toString(), "--json");
    }

    private static void sql(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : statements) statement.execute(each);
        }
    }

    @Test
    void aBackupSaysWhatToNoteAndNeverReplacesAFile() throws Exception {
        Ran ran = backUp();

        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode written = Json.mapper().readTree(ran.out());
        assertThat(written.get("ledger_entries").asInt()).isEqualTo(2);
        String head = written.get("ledger_head_sha256").asText();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(backUp().err()).contains("is there already: a backup never replaces one");

        Ran verified = Ran.of("verify", backup.toString(), "--entries", "2", "--head", head);
        assertThat(verified.out()).contains("is whole, with 1 study and 1 fit", "ledger: 2 entries in order");
        assertThat(verified.status()).isZero();
        assertThat(Ran.of("verify", backup.toString(), "--entries", "3", "--head", head)
                        .out())
                .contains("BROKEN at entry 3: it is not there: the ledger had 3 entries");
        assertThat(Ran.of("verify", backup.toString(), "--entries", "1", "--head", head)
                        .out())
                .contains("BROKEN at entry 1: it has the SHA-256");
        assertThat(Ran.of("verify", backup.toString(), "--head", head).err())
                .contains("give --head and --entries together");
    }

    @Test
    void verifyingLeavesNothingBesideTheFileAndChangesNothingInIt() throws Exception {
        backUp();
        byte[] before = Files.readAllBytes(backup);
        List<Path> files = files();

        assertThat(Ran.of("verify", backup.toString()).status()).isZero();

        assertThat(Arrays.equals(Files.readAllBytes(backup), before)).isTrue();
        assertThat(files()).isEqualTo(files);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    /** What somebody may do to a file, and what verifying says of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update observation set accuracy = 0.9 where position = 1 | were changed by another program",
                "update fit set fit = substr(fit, 1, 100) | cannot be read",
                "delete from study | BROKEN: a row of",
                "drop trigger ledger_is_not_cut; delete from ledger | there is no entry at all",
                "drop trigger ledger_is_not_changed; update ledger set entry = replace(entry, 'same', 'some') | BROKEN at entry 1"
            })
    void whatWasTamperedWithIsFound(String statements, String said) throws Exception {
        backUp();
        sql(backup, statements.split("; "));

        Ran ran = Ran.of("verify", backup.toString());

        assertThat(ran.out()).contains(said);
        assertThat(ran.status()).isEqualTo(1);
    }

    @Test
    void pagesThatWereOverwrittenAreFound() throws Exception {
        backUp();
        try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "rw")) {
            for (long at = 4_096; at < file.length(); at += 4_096) {
                file.seek(at + 2_000);
                file.write(new byte[1_000]);
            }
        }

        Ran ran = Ran.of("verify", backup.toString());

        assertThat(ran.out()).startsWith("BROKEN: ");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(Ran.of("restore", backup.toString(), "--database", database().toString())
                        .err())
                .contains("is not whole", "nothing was restored");
    }

    @Test
    void whatWasRestoredIsWhatWasBackedUpAndWhatStoodThereIsKept() throws Exception {
        backUp();
        String contents = contents(database());
        try (RunningService service = RunningService.in(directory)) {
            service.newStudy();
            Ran refused = Ran.of(
                    "restore", backup.toString(), "--database", database().toString());
            assertThat(refused.err())
                    .contains("is served already, by process "
                            + ProcessHandle.current().pid() + " at " + service.url());
            assertThat(refused.status()).isEqualTo(2);
        }
        String later = contents(database());
        assertThat(later).isNotEqualTo(contents);

        Ran ran = Ran.of("restore", backup.toString(), "--database", database().toString(), "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(contents(database())).isEqualTo(contents);
        Path before = Path.of(Json.mapper().readTree(ran.out()).get("before").asText());
        assertThat(contents(before)).isEqualTo(later);
        try (RunningService service = RunningService.in(directory)) {
            assertThat(service.get("/api/v1/studies").json().get("items")).hasSize(1);
        }
    }

    /** Every row of every table. */
    private static String contents(Path file) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement tables = connection.createStatement();
                var table = tables.executeQuery("select name from sqlite_master where type = 'table' order by name")) {
            while (table.next())
                try (Statement statement = connection.createStatement();
                        var rows = statement.executeQuery("select * from " + table.getString(1) + " order by 1, 2")) {
                    text.append(table.getString(1)).append('\n');
                    while (rows.next())
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++)
                            text.append(rows.getString(i)).append('|');
                }
        }
        return text.toString();
    }

    @Test
    void oldFitsGoAndWhatALockRestsOnStays() throws Exception {
        try (RunningService service = RunningService.in(directory)) {
            String study = "/api/v1/studies/"
                    + service.get("/api/v1/studies").json().at("/items/0/id").asText();
            for (int seed = 0; seed < 4; seed++)
                created(service.postJson(study + "/fits", "{\"method\": \"mle\", \"seed\": " + seed + "}"));
        }
        Ran young = Ran.of(
                "vacuum",
                "--older-than",
                "3650",
                "--keep",
                "1",
                "--database",
                database().toString());
        assertThat(young.out()).startsWith("0 fits deleted, 5 kept");
        Ran ran = Ran.of("vacuum", "--keep", "1", "--database", database().toString(), "--json");

        JsonNode done = Json.mapper().readTree(ran.out());
        assertThat(done.get("fits_deleted").asInt()).isEqualTo(3);
        assertThat(done.get("fits_kept").asInt())
                .as("the newest, and that of the locks")
                .isEqualTo(2);
        assertThat(done.get("bytes_after").asLong())
                .isLessThan(done.get("bytes_before").asLong());
        backUp();
        assertThat(Ran.of("verify", backup.toString()).out())
                .contains("is whole, with 1 study and 2 fits", "2 entries");
    }

    @Test
    void anEmptyExportIsNoLedger() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.jsonl"));

        assertThat(Ran.of("verify", empty.toString()).status()).isEqualTo(1);
        assertThat(Ran.of("verify", empty.toString(), "--entries", "0").status())
                .isZero();
    }
}
