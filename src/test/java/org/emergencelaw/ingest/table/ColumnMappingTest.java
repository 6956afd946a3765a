package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;

/** Tables with columns of their own, among them one column a task. */
class ColumnMappingTest {

    /** Standard errors of 0.3 and 0.265 over 1000 items: sqrt(p(1-p)/999). */
    private static final String WIDE = """
            name,step,size,seen,acc__mmlu,stderr__mmlu,acc__arc_easy,width
            a,10,1B,20B,0.3,0.014498568,0.41,64
            a,20,1B,40B,0.265,0.013963164754809953,,64
            """;

    private static ImportResult read(String csv, ImportRules rules, String... assignments) throws IOException {
        ImportFile file = ImportFile.of("wide.csv", csv.getBytes(StandardCharsets.UTF_8));
        return new ImportFiles(List.of(file), ScoreSelection.ALL, Optional.of(ColumnMapping.of(List.of(assignments))))
                .read(rules, TaskCatalogue.read(Path.of("configs/tasks.yaml")));
    }

    private static final String[] ALL = {
        "model:={name}@step{step}",
        "params=size",
        "tokens=seen",
        "accuracy[mmlu]=acc__mmlu",
        "stderr[mmlu] = stderr__mmlu",
        "accuracy[arc_easy]=acc__arc_easy",
        "regime:=few_shot",
        "examples:=5"
    };

    @Test
    void oneColumnATaskIsOneRowATask() throws IOException {
        ImportResult read = read(WIDE, ImportRules.any(), ALL);

        assertThat(read.errors()).isEmpty();
        assertThat(read.observations())
                .extracting(Observation::task, row -> row.checkpoint().model(), Observation::accuracy)
                .containsExactly(
                        tuple("mmlu", "a@step10", 0.3),
                        tuple("arc_easy", "a@step10", 0.41),
                        tuple("mmlu", "a@step20", 0.265));
        assertThat(read.observations().get(2).nEval())
                .as("from the standard error")
                .isEqualTo(OptionalInt.of(1000));
        assertThat(read.observations().get(0).notes()).containsEntry("stderr", "0.014498568");
        assertThat(read.warnings().stream()
                        .filter(warning -> warning.code().equals("columns_left_out"))
                        .map(Warning::message))
                .containsExactly("Columns are left out: width.");
        String exported = Samples.export(read.observations());
        assertThat(Samples.export(
                        ObservationCsv.read(exported, ImportRules.any()).observations()))
                .isEqualTo(exported);
    }

    @Test
    void aStudyTakesItsTaskAlone() throws IOException {
        ImportResult read = read(WIDE, ImportRules.any().withTask("arc_easy"), ALL);

        assertThat(read.observations()).extracting(Observation::task).containsExactly("arc_easy");
        assertThat(read.warnings()).extracting(Warning::code).contains("left_out");
    }

    @Test
    void everyFaultHasItsLine() throws IOException {
        ImportResult read = read(WIDE.replace("0.41", "41").replace("a,20,1B", "a,20,x"), ImportRules.any(), ALL);

        assertThat(read.errors())
                .extracting(RowError::message)
                .containsExactly(
                        "line 2: accuracy must be a number from 0 to 1, was \"41\"; did you mean 0.41?",
                        "line 3: params must be a number above 0 and at most 1e30, was \"x\"; write it like 7000000000, 7e9 or 7B");
        ImportResult absent = read(WIDE, ImportRules.any(), "model=nmae", "accuracy=acc__mmlu");
        assertThat(absent.errors()).singleElement().satisfies(error -> {
            assertThat(error.rule()).isEqualTo("an assigned column must be in the file");
            assertThat(error.value()).isEqualTo("nmae");
            assertThat(error.hint()).startsWith("its columns are name, step, size");
        });
    }

    @Test
    void whatIsNoAssignmentIsRefused() {
        assertThatThrownBy(() -> ColumnMapping.of(List.of("model")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as in model=name, regime:=few_shot or accuracy[mmlu]=acc_mmlu, was model");
        assertThatThrownBy(() -> ColumnMapping.of(List.of("model=a", "model=b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("once");
        assertThat(ColumnMapping.of(ColumnMapping.of(List.of(ALL)).texts())).isEqualTo(ColumnMapping.of(List.of(ALL)));
    }

    @Test
    void aGuessIsAFirstMapping() {
        assertThat(ColumnMapping.guess(
                        List.of("model_step", "tokens", "flops_6nd", "acc__mmlu", "stderr__mmlu", "Size (B)"), 5))
                .containsExactly(
                        "model=model_step",
                        "params:={Size (B)} * 1e9",
                        "tokens=tokens",
                        "train_flops=flops_6nd",
                        "accuracy[mmlu]=acc__mmlu",
                        "stderr[mmlu]=stderr__mmlu",
                        "regime:=few_shot",
                        "examples:=5");
    }
}
