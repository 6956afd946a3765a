package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole study as the harness would have left it, one results file a row, fits as the same study given as a table. */
class HarnessStudyTest {

    private static final String SYNTHETIC = "data/synthetic/observations.csv";

    @TempDir
    Path directory;

    private static String results(String model, Observation row) throws IOException {
        String task = row.task();
        return Json.mapper()
                .writeValueAsString(Map.of(
                        "results",
                        Map.of(task, Map.of("alias", task, "acc,none", row.accuracy(), "acc_stderr,none", "N/A")),
                        "n-shot",
                        Map.of(task, row.regime() == Regime.FEW_SHOT ? row.examples() : 0),
                        "n-samples",
                        Map.of(task, Map.of("original", row.itemsEvaluated(), "effective", row.itemsEvaluated())),
                        "versions",
                        Map.of(task, 1.0),
                        "config",
                        Map.of("model_args", Map.of("pretrained", model)),
                        "lm_eval_version",
                        "0.4.9"));
    }

    /** A line of models.csv for each file; a checkpoint stands there once, its finetuned models refer to it. */
    private void write() throws IOException {
        StringBuilder models = new StringBuilder("model,family,base,params,tokens,loss,finetune_examples,seed,split\n");
        int number = 0;
        Set<Checkpoint> seen = new HashSet<>();
        for (Observation row : ObservationCsv.read(Files.readString(Path.of(SYNTHETIC)), ImportRules.any())
                .observations()) {
            Checkpoint checkpoint = row.checkpoint();
            String base = checkpoint.model() + "@" + checkpoint.tokens().orElseThrow();
            if (seen.add(checkpoint))
                models.append("%s,%s,,%s,%s,%s,,,\n"
                        .formatted(
                                base,
                                checkpoint.family(),
                                checkpoint.params().orElseThrow(),
                                checkpoint.tokens().orElseThrow(),
                                checkpoint.pretrainLossNats().orElseThrow()));
            String model = "runs/" + number++;
            models.append("%s,,%s,,,,%s,%d,%s\n"
                    .formatted(
                            model,
                            base,
                            row.regime() == Regime.FINETUNED ? row.examples() : "",
                            row.seed(),
                            row.split() == Split.FIT ? "fit" : "held_out"));
            Path folder = Files.createDirectories(directory.resolve(model.replace("/", "__")));
            Files.writeString(folder.resolve("results_2025-01-01T00-00-00.000001.json"), results(model, row));
        }
        Files.writeString(directory.resolve("models.csv"), models);
    }

    private static JsonNode fit(String rows) throws IOException {
        Ran fit = Ran.withInput(rows, "fit", "-", "--json", "--method", "mle");
        assertThat(fit.status()).as(fit.err()).isZero();
        return Json.mapper().readTree(fit.out());
    }

    @Test
    void itFitsAsItsTable() throws IOException {
        write();
        String database = directory.resolve("studies.db").toString();

        Ran imported = Ran.of("import", directory.toString(), "--study", "s", "--database", database);

        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(imported.out()).isEqualTo("saved 114 rows in study s\n");
        JsonNode fromFiles =
                fit(Ran.of("export", "--study", "s", "--database", database).out());
        JsonNode fromTable = fit(Files.readString(Path.of(SYNTHETIC)));
        for (String part : new String[] {"n_observations", "law", "emergence", "verdict"})
            assertThat(fromFiles.get(part)).as(part).isEqualTo(fromTable.get(part));
    }
}
