package org.emergencelaw.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emergencelaw.ingest.table.ImportFile;

/** The files that an import was given by name: single ones, and what a harness left in folders. */
public final class ImportSources {

    /** What may be of a harness in a folder; its content decides. */
    private static final Pattern NAMES = Pattern.compile(".*\\.jsonl?|models\\.csv");

    private ImportSources() {}

    /**
     * @param names paths, or {@code -} for standard input
     * @param models path of models.csv
     */
    public static List<ImportFile> of(List<String> names, Optional<String> models, InputStream standardInput)
            throws IOException {
        List<ImportFile> files = new ArrayList<>();
        for (String name : names) {
            if (name.equals("-")) files.add(ImportFile.of("standard input", standardInput.readAllBytes()));
            else if (Files.isDirectory(Path.of(name))) files.addAll(folder(Path.of(name)));
            else files.add(file(name));
        }
        if (models.isPresent()) files.add(ImportFile.of("models.csv", existing(models.get())));
        return files;
    }

    private static ImportFile file(String name) throws IOException {
        return ImportFile.of(name, existing(name));
    }

    private static Path existing(String name) throws IOException {
        Path path = Path.of(name);
        // says at once that there is no such file
        Files.newInputStream(path).close();
        return path;
    }

    private static List<ImportFile> folder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<ImportFile> named = all.filter(Files::isRegularFile)
                    .filter(file ->
                            NAMES.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .map(file -> ImportFile.of(file.toString(), file))
                    .toList();
            List<ImportFile> found = new ArrayList<>();
            for (ImportFile file : named) {
                FileKind kind = RecognisedFile.of(file).kind();
                if (kind.ofProgram() || kind == FileKind.MODELS) found.add(file);
            }
            if (found.isEmpty())
                throw new IllegalArgumentException(
                        "the folder " + folder + " has no results_*.json of lm-evaluation-harness");
            return found;
        }
    }
}
