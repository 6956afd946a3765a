package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.Optional;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;

class OpenCompassTest {

    private static final String SUMMARY = "opencompass/summary_20260301_120000.csv";

    @Test
    void allModelsOfASummaryAreReadAtOnce() throws IOException {
        ImportResult read = Programs.read(SUMMARY);

        assertThat(Programs.rows(read))
                .extracting(
                        row -> row.checkpoint().model(), Observation::task, Observation::filter, Observation::accuracy)
                .containsExactly(
                        tuple("lab/tern-160m", "ARC-e", "ppl", 0.2521),
                        tuple("lab/tern-160m", "gsm8k", "gen", 0.0076),
                        tuple("lab/tern-410m", "ARC-e", "ppl", 0.3098),
                        tuple("lab/tern-410m", "gsm8k", "gen", 0.0144),
                        tuple("lab/tern-410m", "winogrande", "ppl", 0.5012));
        assertThat(read.observations().get(3).nEval()).hasValue(1319);
        assertThat(read.observations().get(0).notes()).containsEntry("task_version", "a450bd");
        assertThat(read.warnings()).extracting(Warning::code).contains("shots_unknown");
        assertThat(Programs.leftOut(read))
                .contains(
                        "squad2.0 of tern-160m: it has no value",
                        "winogrande accuracy,ppl: it is no number: n.a.",
                        "mmlu: it is the mean of tasks that are taken one by one");
    }

    @Test
    void aDatasetIsATaskOfTheCatalogue() throws IOException {
        ImportResult read = Programs.read(ScoreSelection.ALL, Optional.of("arc_easy"), Programs.file(SUMMARY));

        assertThat(Programs.rows(read))
                .extracting(Observation::task, Observation::accuracy)
                .containsExactly(tuple("arc_easy", 0.2521), tuple("arc_easy", 0.3098));
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read(Programs.text("s.csv", "dataset,metric,mode,m\na,accuracy,gen,1\n"))))
                .contains("looks like a summary of OpenCompass, but the column `version` is missing");
        assertThat(Programs.refusal(
                        Programs.read(Programs.text("s.csv", "dataset,version,metric,mode\na,1,accuracy,gen\n"))))
                .contains("no column is of a model");
        assertThat(Programs.refusal(
                        Programs.read(Programs.text("s.csv", "dataset,version,metric,mode,m\na,1,accuracy,gen\n"))))
                .contains("a row must have 5 cells like the header, has 4");
    }
}
