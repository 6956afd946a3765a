package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;

/** Invented files of evaluation programs, shaped as the programs write them, and what comes of them. */
final class Programs {

    private static final Path FOLDER = Path.of("src/test/resources/programs");
    private static final ImportFile MODELS = ImportFile.of("models.csv", FOLDER.resolve("models.csv"));

    private Programs() {}

    static ImportFile file(String name) {
        return ImportFile.of(name, FOLDER.resolve(name));
    }

    static ImportFile text(String name, String text) {
        return ImportFile.of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything in them, with the models that they are of, for a study of 5 shots. */
    static ImportResult read(ImportFile... files) throws IOException {
        return read(ScoreSelection.ALL, Optional.empty(), files);
    }

    static ImportResult read(ScoreSelection choice, Optional<String> task, ImportFile... files) throws IOException {
        List<ImportFile> all = new ArrayList<>(List.of(files));
        all.add(MODELS);
        ImportRules rules = ImportRules.any().withShots(OptionalInt.of(5));
        return new ImportFiles(all, choice, Optional.empty())
                .read(task.map(rules::withTask).orElse(rules), TaskCatalogue.read(Path.of("configs/tasks.yaml")));
    }

    static ImportResult read(String... names) throws IOException {
        return read(Stream.of(names).map(Programs::file).toArray(ImportFile[]::new));
    }

    static List<Observation> rows(ImportResult read) {
        assertThat(read.errors()).extracting(RowError::message).isEmpty();
        return read.observations();
    }

    /** What was refused, as a person reads it. */
    static String refusal(ImportResult read) {
        assertThat(read.observations()).isEmpty();
        return read.errors().stream().map(RowError::message).collect(Collectors.joining("\n"));
    }

    /** What was left out, as {@code what: why}. */
    static List<String> leftOut(ImportResult read) {
        return read.mapping().orElseThrow().leftOut().stream()
                .map(left -> left.what() + ": " + left.why())
                .toList();
    }
}
