package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.ingest.Samples.GOOD;
import static org.emergencelaw.ingest.Samples.HEADER;
import static org.emergencelaw.ingest.Samples.csv;
import static org.emergencelaw.ingest.Samples.onlyError;
import static org.emergencelaw.ingest.Samples.withCell;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of each cell: what breaks it, and what the error says. */
class CellRulesTest {

    private static final String ACCURACY = "accuracy must be a number from 0 to 1";
    private static final String PARAMS = "params must be a number above 0 and at most 1e30";
    private static final String LOSS = "pretrain_loss_nats must be a number above 0 and at most 1000";
    private static final String EXAMPLES = "examples must be a whole number from 0 to 1000000000000";
    private static final String ITEMS = "n_eval must be a whole number from 1 to 2147483647";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "accuracy | 74.2 | " + ACCURACY + " | did you mean 0.742?",
                "accuracy | 74.2% | " + ACCURACY + " | did you mean 0.742?",
                "accuracy | 1 % | " + ACCURACY + " | did you mean 0.01?",
                "accuracy | 100 | " + ACCURACY + " | did you mean 1?",
                "accuracy | 250 | " + ACCURACY + " | write it as a fraction of 1",
                "accuracy | 1e99999999999% | " + ACCURACY + " | write it as a fraction of 1",
                "accuracy | 1.0000001 | " + ACCURACY + " | did you mean 1?",
                "accuracy | -0.1 | " + ACCURACY + " | ``",
                "accuracy | 0,25 | " + ACCURACY + " | write decimals with a point, and no thousands separators",
                "accuracy | 1K | " + ACCURACY + " | K, M, B and T are for counts",
                "accuracy | NaN | " + ACCURACY
                        + " | leave the row out where the value is not known: an empty cell is refused, too",
                "accuracy | \u2014 | " + ACCURACY
                        + " | leave the row out where the value is not known: an empty cell is refused, too",
                "accuracy | n.a. | " + ACCURACY
                        + " | leave the row out where the value is not known: an empty cell is refused, too",
                "params | ... | " + PARAMS + " | leave the cell empty where the value is not known",
                "accuracy | high | " + ACCURACY + " | write it like 0.5 or 5e-1",
                "accuracy | 0x1p-3 | " + ACCURACY + " | write it like 0.5 or 5e-1",
                "accuracy | 0.5d | " + ACCURACY + " | write it like 0.5 or 5e-1",
                "params | 0 | " + PARAMS + " | ``",
                "params | -7B | " + PARAMS + " | ``",
                "params | 7 B | " + PARAMS + " | write it like 7000000000, 7e9 or 7B",
                "params | 7G | " + PARAMS + " | write it like 7000000000, 7e9 or 7B",
                "params | 7e9B | " + PARAMS + " | write it like 7000000000, 7e9 or 7B",
                "params | 1_000_000 | " + PARAMS + " | write decimals with a point, and no thousands separators",
                "params | 1,000,000 | " + PARAMS + " | write decimals with a point, and no thousands separators",
                "params | 1.000.000 | " + PARAMS + " | write decimals with a point, and no thousands separators",
                "params | 1e400 | " + PARAMS + " | it is too large for any computation",
                "params | 1e-400 | " + PARAMS + " | it is too close to 0 for any computation",
                "params | 1e31 | " + PARAMS + " | ``",
                "params | inf | " + PARAMS + " | leave the cell empty where the value is not known",
                "params | -Infinity | " + PARAMS + " | leave the cell empty where the value is not known",
                "params | N/A | " + PARAMS + " | leave the cell empty where the value is not known",
                "params | null | " + PARAMS + " | leave the cell empty where the value is not known",
                "params | #DIV/0! | " + PARAMS + " | leave the cell empty where the value is not known",
                "params | ٧ | " + PARAMS + " | write it like 7000000000, 7e9 or 7B",
                "tokens | 0 | tokens must be a number above 0 and at most 1e30 | ``",
                "train_flops | -1 | train_flops must be a number above 0 and at most 1e60 | ``",
                "train_flops | 1e400 | train_flops must be a number above 0 and at most 1e60 | it is too large for any computation",
                "pretrain_loss_nats | -2.5 | " + LOSS + " | ``",
                "pretrain_loss_nats | 0 | " + LOSS + " | ``",
                "pretrain_loss_nats | 2.5K | " + LOSS + " | K, M, B and T are for counts",
                "examples | 0.5 | " + EXAMPLES + " | ``",
                "examples | -1 | " + EXAMPLES + " | ``",
                "examples | 1e13 | " + EXAMPLES + " | ``",
                "examples | five | " + EXAMPLES + " | write it like 7000000000, 7e9 or 7B",
                "seed | 1.5 | seed must be a whole number | ``",
                "seed | abc | seed must be a whole number | write it like 7000000000, 7e9 or 7B",
                "seed | 99999999999999999999 | seed must be a whole number | it has too many digits",
                "seed | 9223372036854775808 | seed must be a whole number | it has too many digits",
                "n_eval | 0 | " + ITEMS + " | ``",
                "n_eval | -5 | " + ITEMS + " | ``",
                "n_eval | 256.5 | " + ITEMS + " | ``",
                "n_eval | 3e9 | " + ITEMS + " | ``",
                "regime | few-shot | regime must be few_shot or finetuned | did you mean few_shot?",
                "regime | fewshot | regime must be few_shot or finetuned | did you mean few_shot?",
                "regime | FEW_SHOT | regime must be few_shot or finetuned | did you mean few_shot?",
                "regime | 5-shot | regime must be few_shot or finetuned | did you mean few_shot?",
                "regime | finetune | regime must be few_shot or finetuned | did you mean finetuned?",
                "regime | Fine-Tuned | regime must be few_shot or finetuned | did you mean finetuned?",
                "regime | pretrained | regime must be few_shot or finetuned | write few_shot or finetuned",
                "split | test | split must be excluded, fit or held_out | did you mean held_out?",
                "split | held-out | split must be excluded, fit or held_out | did you mean held_out?",
                "split | train | split must be excluded, fit or held_out | did you mean fit?",
                "split | both | split must be excluded, fit or held_out | write excluded, fit or held_out",
                "task | `` | task must not be empty | ``",
                "model | `` | model must not be empty | ``",
                "regime | `` | regime must not be empty | ``",
                "examples | `` | examples must not be empty | ``",
                "accuracy | `` | accuracy must not be empty | ``",
            })
    void aBadCellIsNamedWithItsRule(String column, String cell, String rule, String hint) {
        assertThat(onlyError(withCell(column, cell))).isEqualTo(new RowError(3, column, cell, rule, hint));
    }

    @ParameterizedTest
    @CsvSource({
        "7B, 7e9",
        "7b, 7e9",
        "1.4T, 1.4e12",
        "125m, 1.25e8",
        "125M, 1.25e8",
        "64k, 64000",
        "64K, 64000",
        "6e21, 6e21",
        "6E+21, 6e21",
        "+5, 5",
        ".5, 0.5",
        "5., 5",
        "1, 1",
        "0.1B, 1e8"
    })
    void countsAreReadInEachSpelling(String cell, double value) {
        ImportResult result = withCell("params", cell);

        assertThat(result.errors()).isEmpty();
        assertThat(result.observations().get(1).checkpoint().params()).isEqualTo(OptionalDouble.of(value));
    }

    @ParameterizedTest
    @CsvSource({
        "1e3, 1000",
        "1K, 1000",
        "7.0, 7",
        "9007199254740993, 9007199254740993",
        "-3, -3",
        "0, 0",
        "9223372036854775807, 9223372036854775807"
    })
    void wholeNumbersAreExact(String cell, long value) {
        assertThat(withCell("seed", cell).observations().get(1).seed()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.7423, 0.7423", "-0, 0", "5e-1, 0.5"})
    void accuracyNeedNotBeAMultipleOfOneItem(String cell, double value) {
        assertThat(withCell("accuracy", cell).observations().get(1).accuracy()).isEqualTo(value);
    }

    @Test
    void aFinetunedRowNeedsTwoExamples() {
        ImportResult result = csv(HEADER, GOOD.replace("few_shot,5", "finetuned,1"));

        assertThat(onlyError(result))
                .isEqualTo(new RowError(
                        2,
                        "examples",
                        "1",
                        "examples must be at least 2 where regime is finetuned",
                        "a model that was not finetuned is few_shot, with its number of shots"));
    }

    @Test
    void everyFaultOfEveryRowIsReported() {
        ImportResult result = csv(
                HEADER,
                GOOD,
                "mmlu,llama,small,x,0,1.56e20,2.45,shots,5,1,74.2,1000,fit",
                GOOD.replace(",1,0.25", ",2,0.25"),
                ",llama,,1.3B,20e9,1.56e20,-2,few_shot,,1,2,0,maybe");

        assertThat(result.rows()).isEqualTo(4);
        assertThat(result.errors())
                .extracting(error -> error.line() + " " + error.column())
                .containsExactly(
                        "3 params",
                        "3 tokens",
                        "3 regime",
                        "3 accuracy",
                        "5 task",
                        "5 model",
                        "5 pretrain_loss_nats",
                        "5 examples",
                        "5 accuracy",
                        "5 n_eval",
                        "5 split");
    }

    @Test
    void aRowNeedsALossOrWhatEstimatesOne() {
        String header = "task,model,regime,examples,accuracy,seed,pretrain_loss_nats,params,tokens,train_flops";

        assertThat(csv(
                                header,
                                "t,m,few_shot,5,0.5,1,2.5,,,",
                                "t,m,few_shot,5,0.5,2,,1B,1B,",
                                "t,m,few_shot,5,0.5,3,,,,1e20")
                        .accepted())
                .isTrue();
        assertThat(onlyError(csv(header, "t,m,few_shot,5,0.5,1,,1B,,")))
                .isEqualTo(new RowError(
                        2,
                        "pretrain_loss_nats",
                        "",
                        "pretrain_loss_nats must be given, or train_flops, or params and tokens",
                        ""));
        assertThat(onlyError(csv(header, "t,m,few_shot,5,0.5,1,,1B,x,")).column())
                .as("the bad cell, and no complaint about the loss on top")
                .isEqualTo("tokens");
    }

    @Test
    void blankOptionalCellsAreAbsent() {
        Observation observation = Samples.onlyObservation(csv(
                "task,model,regime,examples,accuracy,seed,n_eval,split,pretrain_loss_nats,metric,x",
                "t,m,few_shot,5,0.5,,,,2.5, ,"));

        assertThat(observation.seed()).isZero();
        assertThat(observation.nEval()).isEqualTo(OptionalInt.empty());
        assertThat(observation.split()).isEqualTo(Split.FIT);
        assertThat(observation.metric()).isEmpty();
        assertThat(observation.notes()).isEmpty();
        assertThat(observation.checkpoint().family()).isEmpty();
    }

    @Test
    void aCellHasALimit() {
        RowError error = onlyError(withCell("model", "m".repeat(1_001)));

        assertThat(error.line()).isEqualTo(3);
        assertThat(error.column()).isEqualTo("model");
        assertThat(error.rule()).isEqualTo("model must have at most 1000 characters, has 1001");
        assertThat(error.value()).hasSize(100).endsWith("…");
        assertThat(withCell("model", "m".repeat(1_000)).accepted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 0x1B, 0x7F, 0x85 + 1, '\n', '\t'})
    void controlCharactersAreRefusedAndShownEscaped(int control) {
        RowError error = onlyError(withCell("model", "a" + (char) control + "b"));

        assertThat(error.column()).isEqualTo("model");
        assertThat(error.value()).isEqualTo("a\\u%04xb".formatted(control));
        assertThat(error.rule()).isEqualTo("model must not contain the control character U+%04X".formatted(control));
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(onlyError(withCell("task", "a\uD800b")).rule())
                .isEqualTo("task must not contain the unpaired surrogate U+D800");
        assertThat(withCell("task", "a\uD83D\uDE00b").accepted()).isTrue();
    }

    @Test
    void spaceAroundACellIsDropped() {
        assertThat(withCell("model", "\u00A0 big \u00A0")
                        .observations()
                        .get(1)
                        .checkpoint()
                        .model())
                .isEqualTo("big");
        assertThat(withCell("accuracy", " 0.5 ").observations().get(1).accuracy())
                .isEqualTo(0.5);
    }

    @Test
    void anErrorReadsAsOneSentence() {
        assertThat(onlyError(withCell("accuracy", "74.2")).message())
                .isEqualTo("line 3: accuracy must be a number from 0 to 1, was \"74.2\"; did you mean 0.742?");
        assertThat(new RowError(2, "", "", "a row must be short", "").message())
                .isEqualTo("line 2: a row must be short");
        assertThat(List.of(new RowError(1, "a\nb", "\u202Ex", "r", "h")))
                .containsExactly(new RowError(1, "a\\u000ab", "\\u202ex", "r", "h"));
    }
}
