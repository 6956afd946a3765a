package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.ingest.Samples.GOOD;
import static org.emergencelaw.ingest.Samples.HEADER;
import static org.emergencelaw.ingest.Samples.csv;
import static org.emergencelaw.ingest.Samples.onlyError;
import static org.emergencelaw.ingest.Samples.onlyObservation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationJsonTest {

    private static final String ROW = """
            {"task":"mmlu","family":"llama","model":"small","params":"1.3B","tokens":20e9,"train_flops":1.56e20,
             "pretrain_loss_nats":2.45,"regime":"few_shot","examples":5,"seed":1,"accuracy":0.25,"n_eval":1000,
             "split":null}""";

    private static ImportResult read(String json) {
        return ObservationJson.read(json, ImportRules.any());
    }

    @Test
    void anArrayOrAnObjectThatHoldsItGiveWhatCsvGives() throws IOException {
        assertThat(onlyObservation(read("[" + ROW + "]"))).isEqualTo(onlyObservation(csv(HEADER, GOOD)));
        assertThat(onlyObservation(read("\uFEFF {\"observations\":[" + ROW + "]}\n")))
                .isEqualTo(onlyObservation(csv(HEADER, GOOD)));
        byte[] bytes = ("[" + ROW + "]").getBytes(StandardCharsets.UTF_8);
        assertThat(ObservationJson.read(new ByteArrayInputStream(bytes), ImportRules.any())
                        .accepted())
                .isTrue();
    }

    @Test
    void unknownKeysAreNotesAndFormulasStay() {
        ImportResult result =
                read("[" + ROW.replace("{", "{\"pretrain_seed\":3,\"tuned\":true,\"note\":\"'=1+1\",") + "]");

        assertThat(onlyObservation(result).notes())
                .isEqualTo(Map.of("pretrain_seed", "3", "tuned", "true", "note", "'=1+1"));
    }

    /** Its limits are told in words about the text. */
    @Test
    void whatIsTooDeepOrTooLongIsRefusedWithoutNamesOfTheParser() {
        for (String text : List.of("[".repeat(1_500), ROW.replace("20e9", "2".repeat(1_500))))
            assertThat(onlyError(read(text)).hint())
                    .startsWith(text.startsWith("[") ? "Document nesting depth" : "Number value length")
                    .doesNotContain("Constraints", "`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"accuracy\":0.25 | \"accuracy\":74.2 | accuracy | 74.2 | accuracy must be a number from 0 to 1 | did you mean 0.742?",
                "\"accuracy\":0.25 | \"accuracy\":\"74.2%\" | accuracy | 74.2% | accuracy must be a number from 0 to 1 | did you mean 0.742?",
                "20e9 | 1e400 | tokens | 1e400 | tokens must be a number above 0 and at most 1e30 | it is too large for any computation",
                "\"few_shot\" | \"fewshot\" | regime | fewshot | regime must be few_shot or finetuned | did you mean few_shot?",
                "\"examples\":5 | \"examples\":5.5 | examples | 5.5 | examples must be a whole number from 0 to 1000000000000 | ''",
                "\"seed\":1 | \"seed\":true | seed | true | seed must be a whole number | 'write it like 7000000000, 7e9 or 7B'",
                "\"model\" | \"Model\" | model | '' | model must not be empty | 'did you mean \"Model\"? names are exact: rename it to model'",
                "\"split\":null | \"x\":[1,{}] | x | '' | 'x must be text, a number or null' | ''",
            },
            quoteCharacter = '\'')
    void badValuesAreNamedByElement(String from, String to, String column, String value, String rule, String hint) {
        ImportResult result =
                read("[" + ROW + "," + ROW.replace("\"seed\":1", "\"seed\":2").replace(from, to) + "]");
        // The second row differs by its seed, unless the seed is what is replaced.
        if (column.equals("seed")) result = read("[" + ROW + "," + ROW.replace(from, to) + "]");

        assertThat(onlyError(result)).isEqualTo(new RowError(2, column, value, rule, hint));
    }

    @Test
    void brokenJsonNamesThePlace() {
        RowError error = onlyError(read("[" + ROW + ",\n{\"task\":}]"));

        assertThat(error.line()).isEqualTo(2);
        assertThat(error.rule()).startsWith("text must be valid JSON; it breaks at line 4, column ");
        assertThat(onlyError(read("task,model\na,b")).rule()).startsWith("text must be valid JSON");
        assertThat(onlyError(read("[" + ROW)).rule()).startsWith("text must be valid JSON");
        assertThat(onlyError(read("[" + ROW + "] x")).rule()).startsWith("text must be valid JSON");
        assertThat(onlyError(read("[" + ROW.replace("{", "{\"task\":\"x\",") + "]"))
                        .hint())
                .contains("Duplicate field 'task'");
        assertThat(onlyError(read("[".repeat(200))).rule()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | text must be a JSON array of objects, or an object that has it as observations",
                "3 | text must be a JSON array of objects, or an object that has it as observations",
                "{} | an object must have the rows as observations",
                "[] | an import must have at least one row",
                "{\"observations\":[]} | an import must have at least one row",
                "[3] | an observation must be an object",
                "[[]] | an observation must be an object",
                "[null] | an observation must be an object",
            })
    void textOfAnotherShapeIsNamed(String json, String rule) {
        assertThat(onlyError(read(json)).rule()).isEqualTo(rule);
    }

    @Test
    void keysBesideTheRowsAreRefused() {
        assertThat(onlyError(read("{\"study\":{\"a\":[]},\"observations\":[" + ROW + "]}")))
                .isEqualTo(new RowError(1, "study", "study", "the only key beside the rows is observations", ""));
        assertThat(onlyError(read("[" + ROW + "][]")).rule()).isEqualTo("text must end after the rows");
    }

    @Test
    void manyKeysAndManyRowsAreRefused() {
        StringBuilder keys = new StringBuilder("[{");
        for (int i = 0; i < 300; i++) keys.append("\"k").append(i).append("\":1,");
        assertThat(onlyError(read(keys + "\"z\":1}]")).rule()).isEqualTo("an observation must have at most 217 keys");
        assertThat(onlyError(ObservationJson.read("[" + ROW + "," + ROW + "]", Samples.atMost(1)))
                        .rule())
                .isEqualTo("an import must have at most 1 rows (max_rows)");
    }

    @Test
    void columnsThatDifferRowByRowAreLimitedToo() {
        StringBuilder rows = new StringBuilder("[");
        for (int i = 0; i < 201; i++)
            rows.append(ROW.replace("\"seed\":1", "\"seed\":" + i + ",\"k" + i + "\":1"))
                    .append(',');
        rows.setCharAt(rows.length() - 1, ']');

        assertThat(onlyError(read(rows.toString())))
                .isEqualTo(new RowError(
                        201,
                        "k200",
                        "k200",
                        "an import must have at most 200 columns beside those of the contract",
                        ""));
    }

    @Test
    void whatIsWrittenReadsAsTheSame() throws IOException {
        ImportResult first = read("[" + ROW.replace("{", "{\"note\":\"a\\n\\\"b\\\" =1 \\ud83d\\ude00\",") + "]");
        StringWriter out = new StringWriter();
        ObservationJson.write(RowSequence.of(first.observations()), out);

        assertThat(out.toString()).startsWith("[{\"task\":\"mmlu\"").contains("\"params\":1300000000,");
        assertThat(read(out.toString()).observations()).isEqualTo(first.observations());
    }
}
