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

/**
 * The files that an import was given by name: single ones, and what evaluation programs left in folders.
 *
 * @param passedOver files of a folder that could be of one, and are not
 */
public record ImportSources(List<ImportFile> files, List<String> passedOver) {

    /** What may be of an evaluation program in a folder; its content decides. */
    private static final Pattern NAMES = Pattern.compile(".*\\.(jsonl?|csv|eval|zip|xlsx|parquet)");

    public ImportSources {
        files = List.copyOf(files);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * @param names paths, or {@code -} for standard input
     * @param models path of models.csv
     */
    public static ImportSources of(List<String> names, Optional<String> models, InputStream standardInput)
            throws IOException {
        List<ImportFile> files = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (String name : names) {
            if (name.equals("-")) files.add(ImportFile.of("standard input", standardInput.readAllBytes()));
            else if (Files.isDirectory(Path.of(name))) folder(Path.of(name), files, passedOver);
            else files.add(ImportFile.of(name, existing(name)));
        }
        if (models.isPresent()) files.add(ImportFile.of("models.csv", existing(models.get())));
        return new ImportSources(files, passedOver);
    }

    private static Path existing(String name) throws IOException {
        Path path = Path.of(name);
        // says at once that there is no such file
        Files.newInputStream(path).close();
        return path;
    }

    private static void folder(Path folder, List<ImportFile> files, List<String> passedOver) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> named = all.filter(file ->
                            NAMES.matcher(String.valueOf(file.getFileName())).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            int before = files.size();
            for (Path path : named) {
                ImportFile file = ImportFile.of(path.toString(), path);
                RecognisedFiles found = RecognisedFiles.of(List.of(file), false);
                boolean taken =
                        found.refusal().isPresent() || found.files().stream().anyMatch(RecognisedFile::ofInterest);
                if (taken) files.add(file);
                else passedOver.add(path.toString());
            }
            if (files.size() == before)
                throw new IllegalArgumentException("the folder " + folder + " has no file of an evaluation program: "
                        + RunReaders.names() + " are read");
        }
    }
}
