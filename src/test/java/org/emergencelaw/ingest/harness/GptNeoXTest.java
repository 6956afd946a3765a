package org.emergencelaw.ingest.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.junit.jupiter.api.Test;

class GptNeoXTest {

    /** All arguments of the training program stand where the harness names a model. */
    private static final String RESULTS = """
            {"results": {"arc_easy": {"acc": 0.25, "acc_stderr": 0.04351941398892446}}, "versions": {"arc_easy": 0},
             "config": {"model": "neox", "model_args": {"load": "runs/ours", "iteration": 3000, "num_layers": 12,
              "hidden_size": 768, "precision": "fp16"}, "num_fewshot": 5, "limit": null}}""";

    private static final String MODELS =
            "model,revision,params,tokens\nours,step{s},160M,s * 2097152\nours,final,160M,300B\n";

    private static ImportResult read(Optional<String> name) throws IOException {
        return new ImportFiles(
                        List.of(file("eval_results.json", RESULTS), file("models.csv", MODELS)),
                        new ScoreSelection(Optional.empty(), Optional.empty(), name),
                        Optional.empty())
                .read(ImportRules.any(), TaskCatalogue.empty());
    }

    private static ImportFile file(String name, String text) {
        return ImportFile.of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theModelIsNamedByTheImportAndItsStepByTheFile() throws IOException {
        ImportResult read = read(Optional.of("ours"));

        assertThat(read.errors()).isEmpty();
        assertThat(read.observations()).singleElement().satisfies(row -> {
            assertThat(row.checkpoint().model()).isEqualTo("ours@step3000");
            assertThat(row.checkpoint().tokens()).hasValue(3000 * 2097152.0);
            assertThat(row.nEval()).hasValue(100);
            assertThat(row.examples()).isEqualTo(5);
        });
        assertThat(read(Optional.of("ours@final")).observations())
                .singleElement()
                .satisfies(row -> assertThat(row.checkpoint().model()).isEqualTo("ours@final"));
    }

    @Test
    void withoutANameItIsAskedFor() throws IOException {
        assertThat(read(Optional.empty()).errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).contains("must name the model", "GPT-NeoX", "--model-name"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Optional.of("@step1")))
                .withMessage("model_name must be NAME or NAME@REVISION, was \"@step1\"");
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        ImportFiles files = new ImportFiles(
                List.of(file("x.json", "{\"results\": [], \"versions\": {}, \"config\": {}}")),
                ScoreSelection.ALL,
                Optional.empty());

        assertThat(files.read(ImportRules.any(), TaskCatalogue.empty()).errors())
                .extracting(RowError::rule)
                .containsExactly("it looks like a results file of lm-evaluation-harness, but `results` is no object");
    }
}
