package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emergencelaw.ingest.Samples.GOOD;
import static org.emergencelaw.ingest.Samples.HEADER;
import static org.emergencelaw.ingest.Samples.csv;
import static org.emergencelaw.ingest.Samples.onlyError;
import static org.emergencelaw.ingest.Samples.onlyObservation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;

/** What holds across rows: duplicates, the study's task and family, limits, warnings. */
class ImportRulesTest {

    private static final String REPEAT = "a row must be a new measurement; this one %s"
            + " (same task, checkpoint, regime, examples, seed, metric, filter, versions and protocol)";
    private static final String REPEAT_HINT =
            "keep one of the two; only what was trained or prompted anew is another measurement";

    private static final Study STUDY =
            new Study("s", "S", new Task("mmlu", "accuracy", 0.25, 5), "llama", Instant.EPOCH);

    private static ImportResult read(ImportRules rules, String... lines) {
        return ObservationCsv.read(String.join("\n", lines), rules);
    }

    @Test
    void theSameMeasurementTwiceNamesTheFirstLine() {
        assertThat(onlyError(csv(HEADER, GOOD, GOOD.replace(",1,0.25", ",2,0.25"), GOOD.replace("0.25", "0.26"))))
                .isEqualTo(new RowError(4, "", "", REPEAT.formatted("repeats line 2"), REPEAT_HINT));
    }

    @Test
    void whatIsSavedAlreadyIsPassedOver() {
        ImportRules rules =
                ImportRules.any().withSaved(RowSequence.of(csv(HEADER, GOOD).observations()));

        ImportResult longer = read(rules, HEADER, GOOD.replace(",1,0.25", ",2,0.26"), GOOD);

        assertThat(longer.errors()).isEmpty();
        assertThat(longer.observations())
                .singleElement()
                .satisfies(row -> assertThat(row.seed()).isEqualTo(2));
        assertThat(longer.warnings())
                .contains(new Warning("already_saved", "1 row of the file is saved already, and passed over."));
    }

    @Test
    void aSavedRowChangesOnlyWhenToldTo() {
        ImportRules rules =
                ImportRules.any().withSaved(RowSequence.of(csv(HEADER, GOOD).observations()));
        String changed = GOOD.replace(",1,0.25,1000", ",1,0.27,2000");

        assertThat(onlyError(read(rules, HEADER, GOOD.replace(",1,0.25", ",2,0.26"), changed)))
                .isEqualTo(new RowError(
                        3,
                        "accuracy",
                        "0.27",
                        "a measurement that is saved must not change; saved is accuracy 0.25, and 1 more columns differ",
                        "take the new rows with --update (update=true), or take the row out"));

        ImportResult update = read(rules.updating(), HEADER, changed);
        assertThat(update.observations())
                .singleElement()
                .satisfies(row -> assertThat(row.accuracy()).isEqualTo(0.27));
        assertThat(update.warnings())
                .contains(new Warning("rows_changed", "1 row of the file is saved with other numbers, and replaced."));
    }

    @Test
    void rowsOfAnotherTaskOrFamilyNameBoth() {
        ImportRules rules = ImportRules.of(STUDY);

        assertThat(read(rules, HEADER, GOOD).accepted()).isTrue();
        assertThat(onlyError(read(rules, HEADER, GOOD.replace("mmlu", "gsm8k"))))
                .isEqualTo(new RowError(
                        2,
                        "task",
                        "gsm8k",
                        "task must be \"mmlu\"",
                        "rows of another task need another study; on the command line, --task chooses the task, and an"
                                + " empty study takes the rows' task with adopt=true (--adopt)"));
        assertThat(onlyError(read(rules, HEADER, GOOD.replace("llama", "olmo"))))
                .isEqualTo(new RowError(
                        2,
                        "family",
                        "olmo",
                        "family must be \"llama\", or empty",
                        "rows of another family need another study: their losses cannot be compared; an empty study"
                                + " takes the rows' family with adopt=true (--adopt)"));
    }

    @Test
    void aBlankFamilyIsTheStudysAndABlankTaskAnError() {
        assertThat(onlyObservation(read(ImportRules.of(STUDY), HEADER, GOOD.replace("llama", "")))
                        .checkpoint()
                        .family())
                .isEqualTo("llama");
        assertThat(onlyError(read(ImportRules.of(STUDY), HEADER, GOOD.replace("mmlu", "")))
                        .rule())
                .isEqualTo("task must not be empty");
    }

    @Test
    void thereIsALimitOfRows() {
        String second = GOOD.replace(",1,0.25", ",2,0.25");

        assertThat(read(Samples.atMost(2), HEADER, GOOD, second).accepted()).isTrue();
        assertThat(onlyError(read(Samples.atMost(1), HEADER, GOOD, second, "x,y", "z")))
                .isEqualTo(new RowError(
                        3, "", "", "an import must have at most 1 rows (max_rows)", "split it into several imports"));
        assertThatThrownBy(() -> Samples.atMost(0)).hasMessage("max_rows must be at least 1, was 0");
    }

    @Test
    void rowsThatAreThereCountForTheStudy() {
        String second = GOOD.replace(",1,0.25", ",2,0.25"), third = GOOD.replace(",1,0.25", ",3,0.25");
        ImportRules rules = Samples.atMost(2)
                .withSaved(RowSequence.of(read(Samples.atMost(1), HEADER, GOOD).observations()));

        assertThat(read(rules, HEADER, GOOD, second).accepted()).isTrue();
        assertThat(onlyError(read(rules, HEADER, second, third)).rule())
                .isEqualTo("a study must have at most 2 rows (max_rows), this one has 1");
    }

    @Test
    void errorsAreCappedAndCounted() {
        String rows = IntStream.range(0, 1_500)
                .mapToObj(i -> GOOD.replace("0.25", "7"))
                .collect(Collectors.joining("\n"));

        ImportResult result = csv(HEADER, rows);

        assertThat(result.errors()).hasSize(RowErrors.MAX);
        assertThat(result.moreErrors()).isEqualTo(500);
        assertThat(result.rows()).isEqualTo(1_500);
    }

    @Test
    void missingItemsAreOneWarning() {
        ImportResult result =
                csv(HEADER, GOOD, GOOD.replace(",1,0.25,1000", ",2,0.25,"), GOOD.replace(",1,0.25,1000", ",3,0.25,"));

        assertThat(result.accepted()).isTrue();
        assertThat(result.warnings())
                .containsExactly(new Warning(
                        "n_eval_missing",
                        "n_eval is missing in 2 rows (first: line 3); 1000 items are assumed."
                                + " State it, for it sets how much noise is expected."));
    }

    @Test
    void computeIsComparedWithSixNt() {
        ImportResult result = csv(
                HEADER,
                GOOD,
                GOOD.replace("1.56e20,2.45,few_shot,5,1", "3.1e20,2.45,few_shot,5,2"),
                GOOD.replace("1.56e20,2.45,few_shot,5,1", "1.56e22,2.45,few_shot,5,3"),
                GOOD.replace("1.56e20,2.45,few_shot,5,1", "7e19,2.45,few_shot,5,4"),
                GOOD.replace("1.56e20,2.45,few_shot,5,1", ",2.45,few_shot,5,5"));

        assertThat(result.warnings())
                .containsExactly(
                        new Warning(
                                "flops_differ_from_6nt",
                                "train_flops differs from 6 x params x tokens by more than a factor of 2 in 2 rows"
                                        + " (first: line 4: 1.56e22 stated, 1.56e20 derived)."
                                        + " The stated value is used; check the units."),
                        new Warning(
                                "flops_from_6nt",
                                "train_flops is not stated in 1 row (first: line 6); 6 x params x tokens is used."),
                        new Warning(
                                "one_name_two_checkpoints",
                                "One name stands for two checkpoints: small is described in two ways. Rows of one"
                                        + " checkpoint must say the same of it; checkpoints of one run need names of"
                                        + " their own, such as model@step1000."));
    }

    @Test
    void formRowsGoThroughTheSameReader() {
        Map<String, String> good = Map.of(
                "task",
                "t",
                "model",
                "m",
                "regime",
                "few_shot",
                "examples",
                "5",
                "accuracy",
                "0.5",
                "pretrain_loss_nats",
                "2.5",
                "n_eval",
                "10",
                "seed",
                "");

        assertThat(RowReader.read(List.of(new Cells.Row(1, good)), ImportRules.any())
                        .accepted())
                .isTrue();
        ImportResult result = RowReader.read(
                List.of(
                        new Cells.Row(1, good),
                        new Cells.Row(2, Map.of("task", "t", "Model", "m", "a\nb", "x")),
                        new Cells.Row(3, good)),
                ImportRules.any());
        assertThat(result.errors())
                .extracting(RowError::message)
                .containsExactlyInAnyOrder(
                        "line 2: a column name must not contain the control character U+000A, was \"a\\u000ab\"",
                        "line 2: model must not be empty; did you mean \"Model\"? names are exact: rename it to model",
                        "line 2: pretrain_loss_nats must be given, or train_flops, or params and tokens",
                        "line 2: regime must not be empty",
                        "line 2: examples must not be empty",
                        "line 2: accuracy must not be empty",
                        "line 3: " + REPEAT.formatted("repeats line 1") + "; " + REPEAT_HINT);
    }

    @Test
    void noRowsIsAnError() {
        assertThat(onlyError(RowReader.read(List.of(), ImportRules.any())).rule())
                .isEqualTo("an import must have at least one row");
    }
}
