package org.emergencelaw.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.format.Yaml;

/**
 * What people read of the example studies, {@code examples.yaml} in their directory.
 *
 * @param examples in the order in which they are offered
 */
public record ExampleCatalogue(List<Entry> examples) {

    private static final String FILE = "examples.yaml";

    /**
     * One example.
     *
     * @param dataset name of its directory
     * @param task of a table with several; absent: that of its first row
     * @param family likewise
     * @param fewShotOnly whether finetuned rows are left out
     * @param title what people call it
     * @param about in a sentence
     * @param verdict what the default fit says of it
     * @param simulated whether no model was trained for it
     * @param start whether it is the one to begin with
     */
    public record Entry(
            String id,
            String dataset,
            Optional<String> task,
            Optional<String> family,
            Optional<Boolean> fewShotOnly,
            String title,
            String about,
            Optional<String> verdict,
            boolean simulated,
            Optional<Boolean> start) {

        public Entry {
            if (!id.matches("[A-Za-z0-9._-]{1,60}"))
                throw new IllegalArgumentException("id must be 1 to 60 letters, digits, dots and hyphens, was " + id);
            if (title.isBlank() || title.length() > 100)
                throw new IllegalArgumentException("title must have 1 to 100 characters, had " + title.length());
        }

        /** A directory of which nothing else is said. */
        public static Entry of(String dataset, String about) {
            return new Entry(
                    dataset,
                    dataset,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    dataset.replace('-', ' ').replace('_', ' '),
                    about,
                    Optional.empty(),
                    false,
                    Optional.empty());
        }

        /** Whether a row of the table, as it stands there, may be one of its rows. */
        public boolean mayHold(String line) {
            return task.map(name -> line.startsWith(name + ",")).orElse(true)
                    && family.map(name -> line.contains("," + name + ",")).orElse(true)
                    && (!fewShotOnly.orElse(false) || line.contains(",few_shot,"));
        }
    }

    public ExampleCatalogue {
        TreeSet<String> ids = new TreeSet<>();
        for (Entry entry : examples)
            if (!ids.add(entry.id)) throw new IllegalArgumentException("id must be unique, was twice " + entry.id);
    }

    /** That of a directory; empty where it has none. */
    public static ExampleCatalogue in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Yaml.read(file, ExampleCatalogue.class) : new ExampleCatalogue(List.of());
    }

    /** When that of a directory was last written; absent where it has none. */
    public static Optional<FileTime> changed(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Optional.of(Files.getLastModifiedTime(file)) : Optional.empty();
    }

    /** Whether something is said of a dataset. */
    public boolean names(String dataset) {
        return examples.stream().anyMatch(entry -> entry.dataset.equals(dataset));
    }
}
