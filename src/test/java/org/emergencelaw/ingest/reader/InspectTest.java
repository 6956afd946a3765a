package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;

class InspectTest {

    private static final String LOG = "inspect/2026-03-01T12-00-00_arc-easy.json";

    @Test
    void theScorerIsTheFilter() throws IOException {
        ImportResult read = Programs.read(LOG);

        assertThat(Programs.rows(read)).singleElement().satisfies(row -> {
            assertThat(row.task()).isEqualTo("arc_easy");
            assertThat(row.filter()).isEqualTo("choice");
            assertThat(row.accuracy()).isEqualTo(100 / 398.0);
            assertThat(row.nEval()).hasValue(398);
            assertThat(row.examples()).isEqualTo(5);
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m@step1000");
            assertThat(row.notes())
                    .containsEntry("harness_version", "inspect_ai 0.3.138")
                    .containsEntry("harness_model", "hf/lab/tern-160m@step1000");
        });
        assertThat(Programs.leftOut(read)).anyMatch(left -> left.startsWith("arc_easy mean,match: it is no share"));
        assertThat(read.warnings()).extracting(Warning::code).contains("items_limited");
    }

    @Test
    void aLogThatDidNotEndIsLeftOut() throws IOException {
        String log =
                "{\"version\": 2, \"status\": \"cancelled\", \"eval\": {\"task\": \"arc_easy\", \"model\": \"lab/tern-160m\"},"
                        + " \"plan\": {}, \"stats\": {}}";
        ImportResult read = Programs.read(Programs.text("log.json", log), Programs.file(LOG));

        assertThat(Programs.rows(read)).hasSize(1);
        assertThat(Programs.leftOut(read)).contains("arc_easy: the log is not finished: its status is cancelled");
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read(Programs.text("log.json", "{\"eval\": \"arc\", \"plan\": {}}"))))
                .contains("looks like a log of Inspect, but `eval` is no object");
        assertThat(Programs.refusal(
                        Programs.read(Programs.text("log.json", "{\"eval\": {\"task\": \"a\"}, \"plan\": {}}"))))
                .contains("looks like a log of Inspect, but `model` is missing");
        String twice =
                "{\"eval\": {\"task\": \"a\", \"model\": \"m\"}, \"plan\": {}, \"results\": {}, \"results\": {}}";
        assertThat(Programs.refusal(Programs.read(Programs.text("log.json", twice))))
                .contains("a key must not stand twice", "results");
    }
}
