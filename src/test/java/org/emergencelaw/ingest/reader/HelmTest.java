package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.junit.jupiter.api.Test;

class HelmTest {

    private static final String STATS = "helm/tides/stats.json";
    private static final String SPEC = "helm/tides/run_spec.json";
    private static final String STATE = "helm/tides/scenario_state.json";

    @Test
    void aFolderIsARun() throws IOException {
        ImportResult read = Programs.read(STATS, SPEC, STATE);

        assertThat(Programs.rows(read)).singleElement().satisfies(row -> {
            assertThat(row.task()).isEqualTo("mmlu_tides");
            assertThat(row.metric()).isEqualTo("exact_match");
            assertThat(row.filter()).isEqualTo("multiple_choice_joint");
            assertThat(row.accuracy()).isEqualTo(0.5);
            assertThat(row.examples()).isEqualTo(5);
            assertThat(row.nEval()).hasValue(4);
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m");
        });
        assertThat(Programs.leftOut(read))
                .contains(
                        "1 means: they are of perturbed questions, the worst of each",
                        "2 means: they are counts and costs",
                        "1 means: they are of the split \"valid\"")
                .anyMatch(left -> left.startsWith("mmlu_tides exact_match@5"));
    }

    /** Two of four letters are those of a correct choice, and "Z" is none. */
    @Test
    void exactMatchesAreCountedFromTheState() throws IOException {
        ImportFile state = ImportFile.of(
                "runs/mmlu:subject=tides,model=lab_tern-160m/scenario_state.json",
                Path.of("src/test/resources/programs", STATE));

        assertThat(Programs.rows(Programs.read(state))).singleElement().satisfies(row -> {
            assertThat(row.task()).isEqualTo("mmlu_tides");
            assertThat(row.accuracy()).isEqualTo(0.5);
            assertThat(row.nEval()).hasValue(4);
        });
    }

    @Test
    void statisticsAloneNameNoModel() throws IOException {
        assertThat(Programs.refusal(Programs.read(STATS)))
                .contains("run_spec.json or scenario_state.json of the same folder must come with stats.json of HELM");
        ImportResult told = Programs.read(
                new ScoreSelection(Optional.of("exact_match"), Optional.empty(), Optional.of("lab/tern-160m@step1000")),
                Optional.of("tides"),
                Programs.file(STATS));
        assertThat(Programs.rows(told)).singleElement().satisfies(row -> {
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m@step1000");
            assertThat(row.task()).isEqualTo("tides");
        });
    }

    @Test
    void twoRunsInOneFolderAreRefused() throws IOException {
        assertThat(Programs.refusal(Programs.read(STATS, SPEC, STATS))).contains("a folder must be of one run of HELM");
    }

    @Test
    void aRunsNameTellsItsTask() {
        assertThat(Helm.task("commonsense:dataset=hellaswag,method=multiple_choice_joint,model=m"))
                .contains("hellaswag");
        assertThat(Helm.task("babi_qa:task=15,model=m")).contains("babi_qa_15");
        assertThat(Helm.task("narrative_qa:model=openai_gpt2")).contains("narrative_qa");
        assertThat(Helm.task("Some folder")).isEmpty();
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read(Programs.text("scenario_state.json", "{\"request_states\": 5}"))))
                .contains("looks like a run of HELM, but `request_states` is no list");
    }
}
