package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says of itself, and to those who misuse it. */
class UsageTest {

    @TempDir
    Path directory;

    @Test
    void versionAndHelpGoToStdout() {
        Ran version = Ran.of("--version");
        assertThat(version.status()).isZero();
        assertThat(version.out()).startsWith("emergence-law ");
        Ran help = Ran.of("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("serve", "import", "export", "fit", "forecast", "compare", "Exit status");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "import",
                "export",
                "report",
                "fit",
                "forecast",
                "compare",
                "calibrate",
                "ledger",
                "verify",
                "backup",
                "restore",
                "token",
                "vacuum"
            })
    void everyCommandHelpsWithAnExample(String command) {
        Ran help = Ran.of(command, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("Example", "emergence-law " + command + " ")
                .doesNotContain("null");
        // an example that a terminal breaks cannot be copied
        assertThat(help.out().lines().filter(line -> line.startsWith("  emergence-law")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(79));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                      | a command is missing",
                "fitt                                                    | fitt",
                "fit                                                     | FILE",
                "fit a.csv --sed 1                                       | --sed",
                "fit a.csv --seed one                                    | --seed",
                "fit a.csv --law cubic                                   | --law",
                "fit a.csv --method luck                                 | --method",
                "fit no-such.csv                                         | there is no file no-such.csv",
                "fit data                                                | data is a directory",
                "import data/synthetic/observations.csv                  | --study",
                "export                                                  | --study",
                "export --study x --database no-such.db                  | there is no database no-such.db",
                "forecast data/synthetic/observations.csv                | params and tokens",
                "forecast data/synthetic/observations.csv --params 13B   | params and tokens",
                "forecast data/synthetic/observations.csv --params a --tokens 1 | --params must be a number",
                "serve --config no-such.yaml                             | there is no file no-such.yaml",
                "serve --port 99999                                      | port must be from 0 to 65535",
                "serve --port many                                       | --port",
            })
    void misuseIsStatusTwoWithOneClearMessage(String line, String said) {
        Ran ran = line.isEmpty() ? Ran.of() : Ran.of(line.split(" "));
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(said).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "verify", "resolve", "export"})
    void everyCommandOfTheLedgerHelpsWithAnExample(String command) {
        Ran help = Ran.of("ledger", command, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Example").doesNotContain("null");
        assertThat(help.out().lines().filter(line -> line.startsWith("  emergence-law")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(79));
    }

    @Test
    void aStackTraceIsShownOnRequestOnly() {
        assertThat(Ran.of("fit", "no-such.csv", "--debug").err()).contains("\tat ");
    }

    @Test
    void badSettingsNameTheKey() throws Exception {
        Path file = directory.resolve("service.yaml");
        Files.writeString(
                file, Files.readString(Path.of("configs/service.yaml")).replace("port:", "prot:"));
        Ran ran = Ran.of("serve", "--config", file.toString());
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("service.yaml: port is missing");
    }

    @Test
    void aDatabaseThatCannotBeUsedIsAFault() throws Exception {
        String rows = "data/synthetic/observations.csv";
        Ran missing = Ran.of("import", rows, "--study", "s", "--database", directory + "/none/x.db");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no directory").doesNotContain("\tat ");
        Ran folder = Ran.of("import", rows, "--study", "s", "--database", directory.toString());
        assertThat(folder.status()).isEqualTo(1);
        assertThat(folder.err()).contains("it is a directory");
        Path text = Files.writeString(directory.resolve("text.db"), "this is no database at all, but a text file\n");
        Ran other = Ran.of("import", rows, "--study", "s", "--database", text.toString());
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("not a database");
    }
}
