package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;

class OlmesTest {

    @Test
    void theWayOfAskingIsTheFilter() throws IOException {
        ImportResult read = Programs.read("olmes/metrics.json");

        assertThat(Programs.rows(read))
                .extracting(Observation::task, Observation::filter, Observation::metric, Observation::accuracy)
                .containsExactly(
                        tuple("arc_easy", "rc::olmes", "acc_raw", 0.29),
                        tuple("arc_easy", "rc::olmes", "acc_per_token", 0.3),
                        tuple("arc_easy", "rc::olmes", "acc_per_char", 0.31),
                        tuple("arc_easy", "mc::olmes", "acc_raw", 0.252));
        assertThat(read.observations()).allSatisfy(row -> {
            assertThat(row.nEval()).hasValue(1000);
            assertThat(row.examples()).isEqualTo(5);
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m@step1000");
        });
        assertThat(Programs.leftOut(read)).anyMatch(left -> left.startsWith("arc_easy bits_per_byte_corr"));
    }

    @Test
    void aTaskALineIsReadWithItsPredictionsListed() throws IOException {
        ImportResult read = Programs.read("olmes/metrics-all.jsonl", "olmes/task-000-arc_easy-predictions.jsonl");

        assertThat(Programs.rows(read)).singleElement().satisfies(row -> {
            assertThat(row.accuracy()).isEqualTo(0.411);
            assertThat(row.filter()).isEqualTo("mc::olmes");
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m");
        });
        assertThat(Programs.leftOut(read))
                .anyMatch(left -> left.startsWith("predictions: items of OLMES are not read"))
                .anyMatch(left -> left.startsWith("boats f1,none: it is no share"));
    }

    /** The form of some releases: metrics flat beside the task. */
    @Test
    void metricsMayStandBesideTheTask() throws IOException {
        ImportResult read = Programs.read(Programs.text(
                "metrics.json",
                "{\"all_primary_scores\": [], \"metrics\": [{\"task\": \"arc_easy\", \"acc_raw\": 0.3, \"num_instances\": 50,"
                        + " \"task_config\": {\"task_name\": \"arc_easy\", \"num_shots\": 5}}],"
                        + " \"model_config\": {\"model\": \"lab/tern-160m\"}}"));

        assertThat(Programs.rows(read)).singleElement().satisfies(row -> {
            assertThat(row.accuracy()).isEqualTo(0.3);
            assertThat(row.nEval()).hasValue(50);
        });
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read("olmes/no-metrics.json")))
                .contains("looks like metrics of OLMES, but `tasks` is missing");
    }
}
