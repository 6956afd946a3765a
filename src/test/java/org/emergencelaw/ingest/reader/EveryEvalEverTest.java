package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.OptionalInt;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;

class EveryEvalEverTest {

    private static final String RECORD = "every_eval_ever/record.json";
    private static final String INSTANCES = "every_eval_ever/instances.jsonl";

    @Test
    void recordsAreReadWithTheirInstances() throws IOException {
        ImportResult read = Programs.read(RECORD, INSTANCES);

        assertThat(Programs.rows(read))
                .extracting(Observation::task, Observation::metric, Observation::accuracy, Observation::nEval)
                .containsExactly(
                        tuple("tides", "accuracy", 0.27, OptionalInt.of(500)),
                        tuple("dunes", "exact_match", 0.2521, OptionalInt.of(8)),
                        tuple("reefs", "accuracy", 0.5, OptionalInt.of(4)));
        assertThat(read.observations().get(0).examples()).isEqualTo(5);
        assertThat(read.observations().get(0).notes()).containsEntry("harness_version", "lm-evaluation-harness 0.4.9");
        assertThat(Programs.leftOut(read))
                .contains(
                        "instance 13: it does not say model, evaluation and whether it is right",
                        "tides brier_score,none: lower is better: it is no accuracy");
    }

    /** The form of records before 0.2, whose metric only the description names. */
    @Test
    void olderRecordsAreRead() throws IOException {
        ImportResult read = Programs.read(Programs.text(
                "old.json",
                "{\"schema_version\": \"0.0.1\", \"evaluation_id\": \"a/b/1\", \"model_info\": {\"id\": \"lab/tern-160m\"},"
                        + " \"evaluation_results\": [{\"evaluation_name\": \"English\", \"metric_config\": {\"lower_is_better\":"
                        + " false, \"max_score\": 1.0, \"evaluation_description\": \"Tides accuracy for task English\"},"
                        + " \"score_details\": {\"score\": 0.67}}]}"));

        assertThat(Programs.rows(read))
                .extracting(Observation::task, Observation::metric, Observation::accuracy)
                .containsExactly(tuple("English", "accuracy", 0.67));
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read(Programs.text(
                        "r.json", "{\"schema_version\": \"0.2.2\", \"evaluation_results\": {}, \"model_info\": {}}"))))
                .contains("looks like a record of every_eval_ever, but `evaluation_results` is no list");
        assertThat(Programs.refusal(Programs.read(Programs.text(
                        "r.jsonl", "{\"evaluation_id\": \"a\", \"sample_id\": \"1\", \"evaluation\": {}}"))))
                .contains("looks like a record of every_eval_ever, but `model_id` is missing");
    }
}
