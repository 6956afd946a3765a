package org.emergencelaw.ingest.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.FileKind;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.RecognisedFile;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.store.Database;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Import, export, import again is the identity over every harness file of a folder: our fixtures, or with {@code -Dlmeval=DIR} any
 * other. Models that no models.csv there describes get made-up numbers; it is the files that are under test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HarnessRoundTripTest {

    private static final Path FOLDER = Path.of(System.getProperty("lmeval", "src/test/resources/lm-eval"));

    private List<ImportFile> files = List.of();
    private ImportResult all = ImportResult.refused(new RowError(1, "", "", "nothing was read", ""));

    private static ImportResult read(List<ImportFile> files) throws IOException {
        return new ImportFiles(files, ScoreSelection.ALL, Optional.empty())
                .read(ImportRules.any(), TaskCatalogue.empty());
    }

    @BeforeAll
    void readTheFolder() throws IOException {
        List<ImportFile> found;
        try (Stream<Path> walk = Files.walk(FOLDER)) {
            found = new ArrayList<>(walk.filter(file -> file.toString().matches(".*\\.(json|jsonl|csv)"))
                    .sorted()
                    .map(file -> ImportFile.of(FOLDER.relativize(file).toString(), file))
                    .toList());
        }
        files = found;
        String lines = read(found).mapping().orElseThrow().missingModels();
        if (!lines.isEmpty()) {
            String completed = lines.replaceAll("(?m),,,$", ",100M,1B,3");
            found.add(ImportFile.of("added.csv", completed.getBytes(StandardCharsets.UTF_8)));
        }
        all = read(found);
        System.out.printf(
                "%d files, %d rows, %d results left out%n",
                files.size(),
                all.observations().size(),
                all.mapping().orElseThrow().leftOut().size());
    }

    private static boolean isResults(ImportFile file) throws IOException {
        return RecognisedFile.of(file).kind() == FileKind.RUN && file.name().endsWith(".json");
    }

    @Test
    void everyFileIsTaken() throws IOException {
        assertThat(all.errors()).isEmpty();
        List<String> results = new ArrayList<>();
        for (ImportFile file : files) if (isResults(file)) results.add(file.name());
        assertThat(results).isNotEmpty();
        assertThat(all.mapping().orElseThrow().models().stream().flatMap(match -> match.files().stream()))
                .containsExactlyInAnyOrderElementsOf(results);
        assertThat(all.observations()).hasSizeGreaterThanOrEqualTo(results.size());
    }

    @Test
    void exportAndImportIsTheIdentity() {
        String exported = Samples.export(all.observations());
        assertThat(exported).doesNotContain("NaN");

        ImportResult again = ObservationCsv.read(exported, ImportRules.any());

        assertThat(again.errors()).isEmpty();
        assertThat(again.observations()).isEqualTo(all.observations());
        assertThat(Samples.export(again.observations())).isEqualTo(exported);
    }

    @Test
    void theDatabaseKeepsEveryBit(@TempDir Path directory) {
        try (Database database = Database.open(directory.resolve("studies.db"))) {
            database.studies().add(new Study("s", "s", new Task("t", "accuracy", 0, 5), "f", Instant.EPOCH));
            database.observations().add("s", all.observations());
            List<KnownModel> models = all.mapping().orElseThrow().newModels();
            database.models().put(models);
            database.models().put(models);

            List<Observation> kept = database.observations().of("s");

            assertThat(kept).isEqualTo(all.observations());
            assertThat(Samples.export(kept)).isEqualTo(Samples.export(all.observations()));
            assertThat(database.models().all()).containsExactlyInAnyOrderElementsOf(models);
        }
    }

    @Test
    void modelsAreWrittenAsTheyAreRead() throws IOException {
        List<KnownModel> models = all.mapping().orElseThrow().newModels();
        StringWriter text = new StringWriter();
        ModelTable.write(models, text);

        ModelTable.Reading again =
                ModelTable.read(ImportFile.of("models.csv", text.toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(again.errors()).isEmpty();
        assertThat(again.models()).isEqualTo(models);
    }
}
