package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.Optional;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;

class LightevalTest {

    private static final String RESULTS = "lighteval/results_2026-03-02T10-00-00.000001.json";

    @Test
    void tasksShotsAndItemsAreTold() throws IOException {
        ImportResult read = Programs.read(RESULTS);

        assertThat(Programs.rows(read))
                .extracting(Observation::task, Observation::metric, Observation::accuracy, Observation::examples)
                .containsExactly(
                        tuple("arc:easy", "acc", 0.25, 5L),
                        tuple("mmlu:tides", "acc", 0.26, 5L),
                        tuple("mmlu:dunes", "acc", 0.3, 5L));
        assertThat(read.observations()).allSatisfy(row -> {
            assertThat(row.nEval()).hasValue(100);
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m@step1000");
            assertThat(row.notes()).containsEntry("harness_version", "lighteval");
        });
        assertThat(Programs.leftOut(read))
                .contains(
                        "arc:easy acc_norm,none: it is no number: \"NaN\"",
                        "all: it is the mean of all tasks of the file",
                        "mmlu: it is the mean of tasks that are taken one by one");
    }

    @Test
    void aTaskIsKnownHoweverItsWordsAreParted() throws IOException {
        ImportResult read = Programs.read(ScoreSelection.ALL, Optional.of("arc_easy"), Programs.file(RESULTS));

        assertThat(Programs.rows(read)).singleElement().satisfies(row -> {
            assertThat(row.task()).isEqualTo("arc_easy");
            assertThat(row.notes()).containsEntry("harness_task", "arc:easy");
        });
    }

    @Test
    void olderFilesNameTheSuite() throws IOException {
        ImportResult read = Programs.read(Programs.text(
                "old.json",
                "{\"config_general\": {\"model_name\": \"lab/tern-160m\", \"model_sha\": \"0a\"},"
                        + " \"results\": {\"harness|arc:challenge|25\": {\"acc_norm\": 0.24},"
                        + " \"leaderboard|gsm8k|8|1\": {\"qem\": 0.02}}}"));

        assertThat(Programs.rows(read))
                .extracting(Observation::task, Observation::examples)
                .containsExactly(tuple("arc:challenge", 25L), tuple("gsm8k", 8L));
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read("lighteval/no-object.json")))
                .contains("looks like a lighteval result, but `results` is no object");
        assertThat(Programs.refusal(
                        Programs.read(Programs.text("x.json", "{\"config_general\": {\"model_name\": \"m\"}}"))))
                .contains("looks like a lighteval result, but `results` is missing");
        assertThat(Programs.refusal(Programs.read(
                        Programs.text("x.json", "{\"config_general\": {}, \"results\": {\"a|5\": {\"acc\": 1}}}"))))
                .contains("config_general.model_name must name the model", "--model-name");
    }
}
