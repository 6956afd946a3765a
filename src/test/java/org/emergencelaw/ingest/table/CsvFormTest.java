package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.emergencelaw.ingest.Samples.GOOD;
import static org.emergencelaw.ingest.Samples.HEADER;
import static org.emergencelaw.ingest.Samples.csv;
import static org.emergencelaw.ingest.Samples.onlyError;
import static org.emergencelaw.ingest.Samples.onlyObservation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.emergencelaw.format.RowError;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of a CSV file: encoding, delimiter, quotes, header, cells in a row. */
class CsvFormTest {

    private static final Observation EXPECTED = onlyObservation(csv(HEADER, GOOD));

    private static ImportResult read(byte[] bytes) throws IOException {
        return ObservationCsv.read(new ByteArrayInputStream(bytes), ImportRules.any());
    }

    private static ImportResult read(String text) {
        return ObservationCsv.read(text, ImportRules.any());
    }

    @Test
    void commaSemicolonAndTabAreDetected() {
        for (String delimiter : new String[] {",", ";", "\t"})
            assertThat(onlyObservation(csv(HEADER.replace(",", delimiter), GOOD.replace(",", delimiter))))
                    .isEqualTo(EXPECTED);
    }

    @Test
    void aDecimalCommaIsAnErrorAndNoGuess() {
        String row = GOOD.replace(",", ";").replace("0.25", "0,25").replace("2.45", "2,45");

        ImportResult result = csv(HEADER.replace(",", ";"), row);

        assertThat(result.errors())
                .extracting(RowError::line, RowError::column, RowError::value, RowError::hint)
                .containsExactly(
                        tuple(
                                2,
                                "pretrain_loss_nats",
                                "2,45",
                                "write decimals with a point, and no thousands separators"),
                        tuple(2, "accuracy", "0,25", "write decimals with a point, and no thousands separators"));
    }

    @Test
    void byteOrderMarkLineEndsAndBlankLinesDoNotMatter() throws IOException {
        assertThat(onlyObservation(read("\uFEFF" + HEADER + "\r\n" + GOOD + "\r\n")))
                .isEqualTo(EXPECTED);
        assertThat(onlyObservation(read(("\uFEFF" + HEADER + "\n" + GOOD).getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(EXPECTED);
        assertThat(onlyObservation(read(HEADER + "\r" + GOOD))).isEqualTo(EXPECTED);
        assertThat(onlyObservation(csv("", HEADER, "", " ", GOOD, ",".repeat(12), ",,", "")))
                .isEqualTo(EXPECTED);
    }

    @Test
    void columnsComeInAnyOrderAndUnknownOnesAreNotes() {
        Observation observation = onlyObservation(csv(
                "accuracy,pretrain_seed,examples,regime,note,model,task,pretrain_loss_nats",
                "0.5,7,5,few_shot,\"two\r\nlines, \"\"quoted\"\"\",m,t,2.5"));

        assertThat(observation.notes()).isEqualTo(Map.of("pretrain_seed", "7", "note", "two\nlines, \"quoted\""));
    }

    @Test
    void linesAreCountedThroughQuotedCells() {
        ImportResult result = csv(
                HEADER + ",note",
                GOOD + ",\"one\n\ntwo\"",
                "",
                GOOD.replace(",1,0.25", ",2,7") + " , \"x\" ",
                GOOD.replace(",1,0.25", ",3,8") + ",");

        assertThat(result.errors()).extracting(RowError::line).containsExactly(6, 7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b | 2 | write a cell that is not known as an empty one",
                "a,b,c,d,e,f,g,h,i,j,k,l,m,n | 14 | quote cells that contain the delimiter, and write decimals with a point"
            })
    void aRaggedRowNamesItsCounts(String row, int cells, String hint) {
        assertThat(onlyError(csv(HEADER, GOOD, row)))
                .isEqualTo(new RowError(3, "", "", "a row must have 13 cells like the header, has " + cells, hint));
    }

    @Test
    void strayQuotesSpoilOnlyTheirRow() {
        ImportResult result = csv(HEADER, GOOD.replace("small", "\"small\"er"), GOOD.replace("0.25", "7"));

        assertThat(result.errors())
                .extracting(error -> error.line() + " " + error.rule())
                .containsExactly(
                        "2 a closing quote must end its cell; here \"er\" follows",
                        "3 accuracy must be a number from 0 to 1");
        assertThat(onlyObservation(csv(HEADER, GOOD.replace("small", "sm\"all")))
                        .checkpoint()
                        .model())
                .isEqualTo("sm\"all");
    }

    @Test
    void aQuoteThatNeverClosesNamesItsLine() {
        assertThat(onlyError(csv(HEADER, GOOD, GOOD.replace("small", "\"small"), GOOD)))
                .isEqualTo(new RowError(
                        3,
                        "",
                        "",
                        "a quoted cell must be closed; this one opens on line 3",
                        "write a quote inside a quoted cell as two quotes"));
    }

    @ParameterizedTest
    @CsvSource({
        "pretrain_loss_nats, loss",
        "pretrain_loss_nats, pretrain_loss",
        "pretrain_loss_nats, Pretrain Loss Nats",
        "examples, D",
        "examples, shots",
        "model, Model",
        "task, benchmark",
        "accuracy, acc",
        "regime, Regime"
    })
    void aMissingColumnIsOneErrorWithTheNameThatWasMeant(String column, String name) {
        String header = "task,model,pretrain_loss_nats,regime,examples,accuracy";
        ImportResult result = csv(
                header.replaceFirst("\\b" + column + "\\b", name), "t,m,2.5,few_shot,5,0.5", "t,n,2.5,few_shot,5,0.5");

        RowError error = onlyError(result);
        assertThat(error.line()).isEqualTo(1);
        assertThat(error.column()).isEqualTo(column);
        assertThat(error.rule()).startsWith("column " + column + " is required");
        assertThat(error.hint()).isEqualTo("did you mean \"" + name + "\"? names are exact: rename it to " + column);
    }

    @Test
    void spaceAroundAHeaderCellIsDropped() {
        assertThat(onlyObservation(csv(HEADER.replace(",", " , "), GOOD))).isEqualTo(EXPECTED);
    }

    @Test
    void rowsAreStillCheckedWhenAColumnIsMissing() {
        ImportResult result = csv("task,model,pretrain_loss_nats,regime,accuracy", "t,m,2.5,few_shot,74.2");

        assertThat(result.errors())
                .extracting(error -> error.line() + " " + error.column())
                .containsExactly("1 examples", "2 accuracy");
    }

    @ParameterizedTest
    @CsvSource({"n_params, params", "n, params", "tokens_seen, tokens", "flops, train_flops", "D, examples"})
    void aColumnKeptAsNoteThatLooksKnownIsAWarning(String name, String column) {
        String have = "task,model,regime,accuracy,pretrain_loss_nats" + (column.equals("examples") ? "" : ",examples");
        ImportResult result =
                csv(have + "," + name, "t,m,few_shot,0.5,2.5,5" + (column.equals("examples") ? "" : ",5"));

        assertThat(result.warnings())
                .extracting(warning -> warning.code() + ": " + warning.message())
                .contains("column_kept_as_note: Column \"" + name + "\" is kept as a note and not used. Did you mean "
                        + column + "? Names are exact.");
    }

    @Test
    void headerNamesAreUniqueAndThere() {
        assertThat(onlyError(csv(HEADER + ",accuracy", GOOD + ",0.3")))
                .isEqualTo(new RowError(
                        1,
                        "accuracy",
                        "accuracy",
                        "a column name must not repeat",
                        "it is cell 14 of the header; remove or rename one of the columns"));
        assertThat(onlyError(csv(HEADER + ",", GOOD + ",0.3")))
                .isEqualTo(new RowError(
                        1,
                        "",
                        "",
                        "a column name must not be empty",
                        "it is cell 14 of the header; name it or remove the column"));
        assertThat(onlyError(csv(HEADER + "," + "x".repeat(101), GOOD + ",0.3")).rule())
                .isEqualTo("a column name must have at most 100 characters, has 101");
        assertThat(onlyError(csv(HEADER + ",\"a\nb\"", GOOD + ",0.3")).rule())
                .isEqualTo("a column name must not contain the control character U+000A");
    }

    @Test
    void textThatIsNoCsvIsNamed() {
        assertThat(onlyError(read("<!doctype html><html><body>Sign in</body></html>"))
                        .rule())
                .isEqualTo("text must be CSV, this looks like HTML or XML");
        assertThat(onlyError(read("  [{\"task\": \"t\"}]")).rule()).isEqualTo("text must be CSV, this looks like JSON");
        assertThat(onlyError(read("{\"observations\": []}")).hint()).isEqualTo("submit it as JSON");
        assertThat(onlyError(read("just some prose\nand more")))
                .isEqualTo(new RowError(
                        1,
                        "",
                        "just some prose",
                        "the first line must name the columns, separated by comma, semicolon or tab",
                        "required are task, model, regime, examples, accuracy"));
        assertThat(onlyError(read(GOOD)).line()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF", "  \r\n "})
    void anEmptyFileIsAnError(String text) {
        assertThat(onlyError(read(text)))
                .isEqualTo(new RowError(1, "", "", "a file must not be empty", "the first line names the columns"));
    }

    @Test
    void aHeaderAloneIsAnError() {
        assertThat(onlyError(read(HEADER)).rule()).isEqualTo("an import must have at least one row");
    }

    @Test
    void textMustBeUtf8() throws IOException {
        byte[] latin = (HEADER + "\r\n" + GOOD + "\r\n" + GOOD.replace("small", "größe"))
                .getBytes(Charset.forName("windows-1252"));
        assertThat(onlyError(read(latin)))
                .isEqualTo(new RowError(3, "", "byte 0xF6", "text must be UTF-8", "save it as CSV UTF-8"));
        byte[] cut = "task,é".getBytes(StandardCharsets.UTF_8);
        assertThat(onlyError(read(Arrays.copyOf(cut, cut.length - 1))).rule()).isEqualTo("text must be UTF-8");
        assertThat(onlyError(read(HEADER.getBytes(StandardCharsets.UTF_16))).hint())
                .startsWith("this is UTF-16");
        assertThat(onlyError(read(new byte[] {'P', 'K', 3, 4, (byte) 0xFF})).hint())
                .contains("workbook");
    }

    @Test
    void veryWideRowsAreRefused() {
        assertThat(onlyError(csv(HEADER, GOOD, ",x".repeat(1_000))).rule())
                .isEqualTo("a row must have at most 217 cells");
        assertThat(onlyError(csv(HEADER + ",x".repeat(1_000))).rule()).isEqualTo("a row must have at most 217 cells");
    }
}
