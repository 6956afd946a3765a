package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emergencelaw.SettableClock;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.DatabaseCopy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chain of a real ledger: whole, tampered with in every way, and verified by others. */
class LedgerChainTest {

    @TempDir
    static Path directory;

    static SettableClock clock = new SettableClock(RunningService.NOW);
    static RunningService service;
    static String first = "";

    @BeforeAll
    static void sixEntriesWithAClockThatRunsBackwards() throws Exception {
        service = RunningService.in(directory, 20, clock);
        String fit = LedgerSite.fit(service);
        first = LedgerSite.draft(service, fit);
        LedgerSite.lock(service, first);
        clock.set(RunningService.NOW.minus(Duration.ofDays(3)));
        String second = LedgerSite.draft(service, fit);
        LedgerSite.lock(service, second);
        service.postCsv(first + "/outcome", LedgerSite.results(0.3, 1000));
        service.postJson(first + "/note", "{\"note\": \"Größe µ \\ud83d\\ude00 \\\"quoted\\\" {\\\"entry\\\":1}\"}");
        clock.set(RunningService.NOW.plus(Duration.ofDays(400)));
        service.postJson(first + "/visibility", "{\"listed\": false}");
        service.postJson(second + "/withdrawal", "{\"reason\": \"r\"}");
        assertThat(lines()).hasSize(6);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static List<String> lines() {
        return service.get("/ledger.jsonl").body().lines().toList();
    }

    private static ChainVerification verify(List<String> lines) {
        return ChainVerification.START.then(lines.stream()
                .map(LedgerEntry::ofLine)
                .map(entry -> new ChainVerification.Link(entry.text(), entry.sha256()))
                .toList());
    }

    @Test
    void aClockThatRunsBackwardsDoesNotBreakTheOrder() {
        List<LedgerEntry> entries = lines().stream().map(LedgerEntry::ofLine).toList();
        assertThat(entries).extracting(LedgerEntry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(entries).extracting(LedgerEntry::at).isSorted();
        assertThat(entries.get(1).at()).isEqualTo(RunningService.NOW);
        assertThat(entries.get(1).clock()).isEqualTo(RunningService.NOW.minus(Duration.ofDays(3)));
        assertThat(verify(lines()))
                .isEqualTo(new ChainVerification(
                        6, java.util.Optional.of(entries.get(5).sha256()), java.util.Optional.empty()));
    }

    @Test
    void overdueAndLateAreSaid() throws Exception {
        SettableClock calendar = new SettableClock(RunningService.NOW);
        try (RunningService other = RunningService.in(Files.createDirectory(directory.resolve("late")), 20, calendar)) {
            String draft = LedgerSite.draft(other, LedgerSite.fit(other));
            LedgerSite.lock(other, draft);
            assertThat(other.get("/ledger").body()).doesNotContain("overdue");
            calendar.set(Instant.parse(LedgerSite.DEADLINE).plusSeconds(1));
            assertThat(other.get("/ledger").body()).contains("overdue");
            assertThat(other.get("/ledger/" + LedgerSite.id(draft)).body()).contains("overdue");
            JsonNode late = other.postCsv(draft + "/outcome", LedgerSite.results(0.3, 1000))
                    .json();
            assertThat(late.at("/outcome/after_deadline").asBoolean()).isTrue();
            assertThat(other.get("/ledger").body()).doesNotContain("overdue");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 'Größe', 'Grösse', its text has the SHA-256",
        "3, '\"outcome\":\"emerged\"', '\"outcome\":\"not_emerged\"', its text has the SHA-256",
        "1, '\"probability\":', ' \"probability\":', its text has the SHA-256",
    })
    void aChangedTextIsFound(int line, String from, String to, String said) {
        List<String> lines = new ArrayList<>(lines());
        assertThat(lines.get(line - 1)).contains(from);
        lines.set(line - 1, lines.get(line - 1).replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
        ChainVerification chain = verify(lines);
        assertThat(chain.broken().orElseThrow().sequence()).isEqualTo(line);
        assertThat(chain.broken().orElseThrow().reason()).contains(said);
        assertThat(chain.entries()).isEqualTo(line - 1);
    }

    @Test
    void whatIsTakenOutPutInOrMovedIsFound() {
        for (int i = 0; i < 5; i++) {
            List<String> cut = new ArrayList<>(lines());
            cut.remove(i);
            assertThat(verify(cut).broken().orElseThrow().sequence()).isEqualTo(i + 1);
            List<String> twice = new ArrayList<>(lines());
            twice.add(i, lines().get(i));
            assertThat(verify(twice).broken().orElseThrow().sequence()).isEqualTo(i + 2);
            List<String> swapped = new ArrayList<>(lines());
            swapped.add(i, swapped.remove(i + 1));
            assertThat(verify(swapped).broken().orElseThrow().sequence()).isEqualTo(i + 1);
        }
    }

    @Test
    void anEntryForgedWithItsOwnDigestBreaksTheNextLink() {
        List<String> lines = new ArrayList<>(lines());
        LedgerEntry note = LedgerEntry.ofLine(lines.get(3));
        String forged = note.text().replace("Größe", "Masse");
        lines.set(
                3,
                LedgerEntry.of(forged, org.emergencelaw.ledger.CanonicalJson.sha256(forged))
                        .line());
        assertThat(verify(lines).broken().orElseThrow().sequence()).isEqualTo(5);
    }

    @Test
    void textsThatAreNotCanonicalAreFound() {
        LedgerEntry entry = LedgerEntry.ofLine(lines().get(0));
        String spaced = entry.text().replaceFirst("\"body\":\\{", "\"body\":{ ");
        ChainVerification chain = ChainVerification.START.then(
                List.of(new ChainVerification.Link(spaced, org.emergencelaw.ledger.CanonicalJson.sha256(spaced))));
        assertThat(chain.broken().orElseThrow().reason()).contains("canonical form");
    }

    @Test
    void theDatabaseRefusesChangesAndVerifyFindsThoseOfAnAdministrator() throws Exception {
        try (Connection database = TestDatabase.connect(directory.resolve("studies.db"));
                var statement = database.createStatement()) {
            for (String change : List.of(
                    "update ledger set sha256 = 'x'",
                    "delete from ledger",
                    "update ledger_rows set csv = ''",
                    "delete from ledger_rows"))
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> statement.execute(change))
                        .hasMessageContaining("append-only");
        }
        Path copy = copy("copy");
        tamper(copy, dropped("ledger_rows_are_not_changed", "ledger_rows"), "update ledger_rows set csv = csv || ' '");
        assertThat(verified(copy).broken().orElseThrow().reason()).contains("rows that it names were changed");
        tamper(
                copy,
                dropped("ledger_is_not_changed", "ledger"),
                "update ledger set entry = replace(entry, 'Größe', 'Grösse') where sequence = 4");
        assertThat(verified(copy).broken().orElseThrow().sequence()).isEqualTo(4);
    }

    /** As after a dump and a restore by a program that knows no computed columns. */
    @ParameterizedTest
    @CsvSource({
        "probability, 0.99, 1",
        "train_flops, null, 1",
        "claim, 'It will.', 1",
        "deadline, '2030-01-01T00:00:00Z', 2",
        "outcome, 'not_emerged', 3",
        "rows_sha256, null, 3",
        "note, '', 4",
        "listed, true, 5",
        "kind, 'void', 6",
        "forecast_id, 'x', 6",
        "sequence, 7, 6",
    })
    void aColumnThatSaysOtherwiseThanItsEntryIsFound(String column, String value, long sequence) throws Exception {
        Path copy = copy(column);
        tamper(copy, TestDatabase.isOfServer() ? computedNoMore() : PLAIN_TABLE);
        assertThat(verified(copy).broken()).isEmpty();
        String literal = value.equals("null") || value.matches("true|[0-9.]+") ? value : "'" + value + "'";
        tamper(copy, "update ledger set " + column + " = " + literal + " where sequence = " + sequence);
        ChainVerification.Broken broken = verified(copy).broken().orElseThrow();
        assertThat(broken.sequence()).isEqualTo(column.equals("sequence") ? 7 : sequence);
        assertThat(broken.reason()).contains("column " + column);
    }

    private static final String[] PLAIN_TABLE = {
        "pragma legacy_alter_table = on",
        "create table plain as select * from ledger",
        "drop table ledger",
        "alter table plain rename to ledger"
    };

    private static String[] computedNoMore() {
        Stream<String> columns = Stream.of(
                        "previous_sha256, at, kind, forecast_id, claim, task, family, probability, train_flops, seen,"
                                + " backtest, deadline, outcome, listed, note, rows_sha256")
                .flatMap(names -> Stream.of(names.split(", ")));
        return Stream.concat(
                        Stream.of(
                                dropped("ledger_is_not_changed", "ledger"),
                                "alter table ledger drop constraint ledger_check"),
                        columns.map(name -> "alter table ledger alter column " + name + " drop expression"))
                .toArray(String[]::new);
    }

    private static String dropped(String trigger, String table) {
        return "drop trigger " + trigger + (TestDatabase.isOfServer() ? " on " + table : "");
    }

    /** All that the service has, in a database that nobody else has open. */
    private static Path copy(String name) throws Exception {
        Path copy = directory.resolve(name + ".db");
        if (TestDatabase.isOfServer())
            try (Database to = Database.open(TestDatabase.at(copy))) {
                new DatabaseCopy(service.database(), to).run();
            }
        else tamper(directory.resolve("studies.db"), "vacuum into '" + copy + "'");
        return copy;
    }

    private static ChainVerification verified(Path database) {
        try (Database opened = Database.open(TestDatabase.at(database))) {
            return opened.ledger().verify();
        }
    }

    private static void tamper(Path file, String... statements) throws Exception {
        try (Connection database = TestDatabase.connect(file);
                var statement = database.createStatement()) {
            for (String one : statements) statement.execute(one);
        }
    }

    /** The program that the guide prints, on a real export, whole and tampered with. */
    @Test
    void theProgramOfTheGuideVerifiesAnExport() throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).exists();
        String guide = Files.readString(Path.of("src/docs/ledger.md"));
        String program = guide.substring(guide.indexOf("```python\n") + 10, guide.indexOf("print(n,"));
        program += guide.substring(guide.indexOf("print(n,"), guide.indexOf("\n```", guide.indexOf("print(n,")));
        assertThat(program.lines()).hasSize(10);
        String export = service.get("/ledger.jsonl").body();
        String head = LedgerEntry.ofLine(lines().get(5)).sha256();
        assertThat(python(program, export)).isEqualTo("0: 6 entries in order, the last is " + head);
        assertThat(python(program, export.replace("Größe", "Grösse")))
                .startsWith("1: ")
                .contains("entry 4 was changed");
        assertThat(python(program, export.lines().skip(1).reduce("", (a, b) -> a + b + "\n")))
                .contains("line 1 does not follow the one before");
        String alone = service.get("/ledger/" + LedgerSite.id(first) + ".jsonl").body();
        assertThat(alone.lines()).hasSize(4);
        assertThat(python(program, alone, "alone")).startsWith("0: 4 entries in order");
        assertThat(python(program, alone.replace("emerged", "embraced"), "alone"))
                .startsWith("1: ");
    }

    private static String python(String program, String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", program));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile(directory, "in", ".jsonl"), input);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(in.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() + ": " + said;
    }

    @Test
    void theTableHasEveryForecastAndRunsNoFormula() {
        JsonNode listed = service.get("/ledger.json?unlisted=true").json();
        assertThat(listed.get("total").asInt()).isEqualTo(2);
        assertThat(service.get("/ledger.csv?unlisted=true").body().lines()).hasSize(3);
        assertThat(service.get("/ledger.csv").body().lines()).hasSize(2);
    }
}
