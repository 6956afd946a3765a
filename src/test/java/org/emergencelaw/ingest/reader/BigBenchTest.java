package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;

class BigBenchTest {

    private static final String SCORES = "big-bench/scores_TERN_T=0.json";
    private static final ImportFile SIZES =
            Programs.text("sizes.csv", "family,model,tokens,loss\ntern,TERN T=0/160m,300B,2.95\n");

    @Test
    void sizesShotsAndSeveralMetricsAreRead() throws IOException {
        ImportResult read = Programs.read(Programs.file(SCORES), SIZES);

        assertThat(Programs.rows(read))
                .extracting(Observation::metric, Observation::examples, Observation::accuracy)
                .containsExactly(
                        tuple("multiple_choice_grade", 0L, 0.5),
                        tuple("exact_str_match", 0L, 0.25),
                        tuple("multiple_choice_grade", 3L, 0.75),
                        tuple("exact_str_match", 3L, 0.5));
        assertThat(read.observations()).allSatisfy(row -> {
            assertThat(row.task()).isEqualTo("navigate_tides");
            assertThat(row.nEval()).hasValue(4);
            assertThat(row.checkpoint().params()).hasValue(162e6);
        });
        assertThat(Programs.leftOut(read))
                .anyMatch(left ->
                        left.startsWith("navigate_tides normalized_aggregate_score,none: it is not from 0 to 1"))
                .anyMatch(left -> left.startsWith("navigate_tides calibration_brier_score,none: it is no share"));
    }

    @Test
    void subtasksAreTasks() throws IOException {
        ImportResult read = Programs.read(
                SIZES,
                Programs.text(
                        "scores.json",
                        "{\"model\": {\"model_family\": \"TERN T=0\", \"model_name\": \"160m\"}, \"task\": {\"task_name\": \"reefs\"},"
                                + " \"scores\": [{\"score_dict\": {\"exact_str_match\": 0.5}, \"number_of_shots\": 1,"
                                + " \"subtask_description\": \"reefs\"}, {\"score_dict\": {\"exact_str_match\": 0.25},"
                                + " \"number_of_shots\": 1, \"subtask_description\": \"reefs:deep\"}]}"));

        assertThat(Programs.rows(read)).extracting(Observation::task).containsExactly("reefs", "reefs:deep");
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read(
                        Programs.text("s.json", "{\"scores\": [], \"model\": \"160m\", \"task\": \"reefs\"}"))))
                .contains("looks like a BIG-bench result, but `model` is no object");
    }
}
