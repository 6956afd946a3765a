package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as programs write them: what surrounds one is passed over and told, and arithmetic turns other units. */
class TableRelativesTest {

    private static final String HEADER =
            "task,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval";
    private static final List<String> ROWS = List.of(
            "t,a-70m,70M,2B,3.6,few_shot,5,0,0.252,1000",
            "t,a-160m,160M,4B,3.3,few_shot,5,0,0.261,1000",
            "t,a-160m,160M,4B,3.3,finetuned,1600,1,0.301,1000");

    private static ImportResult read(String csv) {
        return ObservationCsv.read(csv, ImportRules.any());
    }

    private static String lines(String header, List<String> rows) {
        return header + "\n" + String.join("\n", rows) + "\n";
    }

    private static List<String> codes(ImportResult read) {
        return read.warnings().stream()
                .map(Warning::code)
                .filter(code -> !code.equals("flops_from_6nt"))
                .toList();
    }

    private static String refusal(ImportResult read) {
        assertThat(read.observations()).isEmpty();
        return read.errors().stream().map(RowError::message).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0 1 2, index_column_ignored",
        "'', 3 7 20, index_column_ignored",
        "Unnamed: 0, 0 1 2, index_column_ignored",
        "Unnamed: 0.1, 5 4 3, index_column_ignored"
    })
    void theIndexOfADataFrameIsLeftOut(String name, String index, String code) {
        String[] cells = index.split(" ");
        List<String> rows = IntStream.range(0, 3)
                .mapToObj(i -> cells[i] + "," + ROWS.get(i))
                .toList();

        ImportResult read = read(lines(name + "," + HEADER, rows));

        assertThat(read.observations()).isEqualTo(read(lines(HEADER, ROWS)).observations());
        assertThat(codes(read)).containsExactly(code);
    }

    @Test
    void anUnnamedColumnThatSaysSomethingIsAnError() {
        List<String> rows = ROWS.stream().map(row -> "x," + row).toList();

        assertThat(refusal(read(lines("," + HEADER, rows)))).contains("a column name must not be empty");
    }

    @Test
    void aCellInAnUnnamedColumnFarBelowIsAnErrorOfItsLine() {
        List<String> rows = IntStream.range(0, 1_500)
                .mapToObj(i -> ROWS.get(2).replace(",1,0.301", "," + i + ",0.301") + (i == 1_400 ? ",x" : ","))
                .toList();

        assertThat(read(lines(HEADER + ",", rows)).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.line()).isEqualTo(1_402));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sep=,  | ,  | separator_line_ignored",
                "\"sep=;\" | ; | separator_line_ignored",
                "SEP=;  | ;  | separator_line_ignored",
            })
    void theSeparatorLineOfExcelIsPassedOver(String line, String delimiter, String code) {
        ImportResult read = read(line + "\r\n" + lines(HEADER, ROWS).replace(",", delimiter));

        assertThat(read.observations()).hasSize(3);
        assertThat(codes(read)).containsExactly(code);
    }

    @Test
    void commasAtTheEndOfLinesAndHeadersThatStandAgainArePassedOver() {
        List<String> trailing = ROWS.stream().map(row -> row + ",,").toList();

        assertThat(codes(read(lines(HEADER, trailing)))).containsExactly("empty_cells_ignored");
        assertThat(codes(read(lines(HEADER + ",,", ROWS)))).containsExactly("empty_columns_ignored");
        ImportResult joined = read(lines(HEADER, ROWS.subList(0, 1)) + lines(HEADER, ROWS.subList(1, 3)));
        assertThat(joined.observations()).hasSize(3);
        assertThat(codes(joined)).containsExactly("header_repeated");
        assertThat(refusal(read(lines(HEADER, List.of(ROWS.get(0) + ",x"))))).contains("has 11");
    }

    @Test
    void aRepeatedColumnIsRefusedWithSpaceAroundItToo() {
        assertThat(refusal(read(lines(HEADER + ", accuracy", List.of(ROWS.get(0) + ",0.3")))))
                .contains("a column name must not repeat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pretrain_perplexity | 36.598234 | ln(pretrain_perplexity)",
                "pretrain_loss_bits_per_token | 5.19370214 | pretrain_loss_bits_per_token * ln 2",
                "pretrain_loss_bits_per_byte,bytes_per_token | 1.29842554,4 | pretrain_loss_bits_per_byte * bytes_per_token * ln 2",
            })
    void aLossMayStateItsUnit(String column, String cell, String conversion) {
        ImportResult read = read(lines(
                HEADER.replace("pretrain_loss_nats", column),
                List.of(ROWS.get(0).replace(",3.6,", "," + cell + ","))));

        Observation row = read.observations().get(0);
        assertThat(row.checkpoint().pretrainLossNats().orElseThrow()).isCloseTo(3.6, within(1e-6));
        assertThat(row.notes())
                .containsEntry("pretrain_loss_conversion", conversion)
                .containsKey(column.split(",")[0]);
        assertThat(read(ObservationCsv.text(read.observations())).observations())
                .isEqualTo(read.observations());
    }

    @Test
    void aLossInAnotherUnitThatCannotBeTurnedOrDisagreesIsAnError() {
        assertThat(refusal(read(lines(
                        HEADER.replace("pretrain_loss_nats", "pretrain_loss_bits_per_byte"),
                        List.of(ROWS.get(0).replace("3.6", "1.3"))))))
                .contains("bytes_per_token must be a number above 0 where the loss is in bits per byte");
        assertThat(refusal(read(lines(HEADER + ",pretrain_perplexity", List.of(ROWS.get(0) + ",99")))))
                .contains("must be one loss; the former is 4.5951 nats");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a} * 1e6 | 7000000",
                "{a} * {b} | 14",
                "{a} + {b} * 3 - 1 | 12",
                "{a} / {b} | 3.5",
                "ln({a}) | 1.9459101490553132",
                "percent({a}) | 0.07",
                "percent({c}) | 0.2521",
                "{a} * {blank} | ''",
                "{a} * {text} | x",
                "1000 * 2 | 2000",
                "{big} * 2 | 140000000",
            })
    void cellsAreComputed(String formula, String result) {
        Map<String, String> row = Map.of("a", "7", "b", "2", "c", "25.21%", "blank", "", "text", "x", "big", "70M");

        assertThat(CellFormula.of(formula).orElseThrow().value(row)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"{a}", "7", "{a}B", "few_shot", "{a}@{b}", "{a} *", "* {a}", "exp({a})", "{a} {b}"},
            delimiter = '|')
    void whatComputesNothingIsText(String text) {
        assertThat(CellFormula.of(text)).isEmpty();
    }

    private static ImportResult mapped(String csv, String... columns) throws IOException {
        return ColumnMapping.of(Arrays.asList(columns))
                .read(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        ImportRules.any().withTask("t"),
                        TaskCatalogue.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Size (B) | params | 7 | params:={Size (B)} * 1e9",
                "params_M | params | 70 | params:={params_M} * 1e6",
                "tokens in billions | tokens | 2 | tokens:={tokens in billions} * 1e9",
                "FLOPs (1E21) | train_flops | 84 | train_flops:={FLOPs (1E21)} * 1e21",
                "compute [PF-days] | train_flops | 3 | train_flops:={compute [PF-days]} * 8.64e19",
                "acc (%) | accuracy | 25.2 | accuracy:=percent({acc (%)})",
                "val_ppl | pretrain_loss_nats | 8 | pretrain_loss_nats:=ln({val_ppl})",
            })
    void aColumnThatSaysAnotherUnitIsRefusedWithWhatWasMeant(String name, String column, String cell, String meant)
            throws IOException {
        assertThat(refusal(mapped(name + ",x\n" + cell + ",1\n", column + "=" + name, "model=x")))
                .contains(meant);
    }

    @Test
    void rowsThatWereNotMeasuredArePassedOverAndCounted() throws IOException {
        String csv = "m;n;t;a\na;70M;2B;0.25\nb;70M;3B;\nc;70M;4B;NaN\nd;70M;5B;-\n";

        ImportResult read =
                mapped(csv, "model=m", "params=n", "tokens=t", "accuracy=a", "regime:=few_shot", "examples:=0");

        assertThat(read.observations()).hasSize(1);
        assertThat(read.observations().get(0).examples()).isZero();
        assertThat(read.warnings())
                .anySatisfy(warning -> assertThat(warning.message()).startsWith("3 rows have no accuracy"));
    }
}
