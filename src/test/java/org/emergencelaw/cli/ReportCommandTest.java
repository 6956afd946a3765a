package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report of rows, of a study and of a forecast, without a service. */
class ReportCommandTest {

    private static final String ROWS = "data/synthetic/observations.csv";

    @TempDir
    Path directory;

    private Path report() {
        return directory.resolve("report.html");
    }

    private String written(String... arguments) throws IOException {
        Ran ran = Ran.of(arguments);
        assertThat(ran.status()).as(ran.err()).isZero();
        String html = Files.readString(report());
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("<svg class=\"picture\"", "rows SHA-256 ")
                .doesNotContain("<script", "<link", "href=\"/");
        return html;
    }

    @Test
    void rowsOfAFileAreAReportOfThePlannedRun() throws IOException {
        String html = written(
                "report",
                ROWS,
                "--method",
                "mle",
                "--params",
                "50B",
                "--tokens",
                "1.6T",
                "--level",
                "0.5",
                "--output",
                report().toString());

        assertThat(html).contains("50B parameters", "level 0.500</text>");
    }

    @Test
    void aStudyOfTheDatabaseIsTheSame() throws IOException {
        String database = directory.resolve("studies.db").toString();
        Ran made = Ran.of("import", ROWS, "--study", "kept", "--task", "synthetic_four_choice", "--database", database);
        assertThat(made.status()).as(made.err()).isZero();

        assertThat(written("report", "kept", "--database", database, "--output", report().toString()))
                .contains("<h1>kept</h1>");
    }

    @Test
    void theSameAsJsonIsWhatThePageShows() throws IOException {
        Ran ran = Ran.of("report", ROWS, "--method", "mle", "--params", "50B", "--tokens", "1.6T", "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode view = Json.mapper().readTree(ran.out());
        assertThat(view.at("/study/task/name").asText()).isEqualTo("synthetic_four_choice");
        assertThat(view.at("/cockpit/forecast/planned_run/params").asDouble()).isEqualTo(50e9);
        assertThat(view.at("/headline/trust").asText()).isNotEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() {
        String database = directory.resolve("none.db").toString();

        Ran ran = Ran.of("report", "nothing", "--database", database);

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("there is no database " + database);
    }
}
