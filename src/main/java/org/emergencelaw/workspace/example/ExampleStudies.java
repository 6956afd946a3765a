package org.emergencelaw.workspace.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Workspace;

/**
 * The example studies that ship with the service: each {@code <dataset>/observations.csv}, or {@code observations.csv.gz}, whose task is
 * in the catalogue. A file is read once as long as it stays what it is.
 */
public final class ExampleStudies {

    private static final String PACKED = ".gz";

    private final Path directory;
    private final TaskCatalogue catalogue;
    private final ExampleFits fits;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    public ExampleStudies(Path directory, TaskCatalogue catalogue) {
        this.directory = directory;
        this.catalogue = catalogue;
        this.fits = new ExampleFits(directory);
    }

    /**
     * One example.
     *
     * @param dataset name of its directory
     * @param about its first sentence in {@code SOURCE.md}; may be empty
     */
    public record Example(String dataset, String about, Task task, String family, int rows) {

        /** The study that it becomes: one dataset, one study. */
        String studyId() {
            return "example-" + dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        }

        String studyName() {
            return "Example: " + dataset.replace('-', ' ').replace('_', ' ');
        }
    }

    /** What a file was found to hold; absent where it is no example. */
    private record Known(FileTime changed, Optional<Example> example) {}

    /** Small ones first: they answer fastest. */
    public List<Example> all() {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> datasets = Files.list(directory)) {
            return datasets.flatMap(dataset -> known(dataset).stream())
                    .sorted(Comparator.comparing(Example::rows).thenComparing(Example::dataset))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Optional<Example> find(String dataset) {
        return all().stream()
                .filter(example -> example.dataset().equals(dataset))
                .findFirst();
    }

    /**
     * Makes the example a study, or opens the one that it became before; never a study without its rows, and with the fit that ships with
     * them.
     *
     * @throws NotFound if there is no such example
     */
    public Study open(String dataset, Workspace workspace) {
        Example example = find(dataset)
                .orElseThrow(() ->
                        new NotFound(ProblemCode.NO_SUCH_EXAMPLE_STUDY, "there is no example study named " + dataset));
        // whoever else opens it at once, here or by another service of the same database, comes before or after
        return workspace.atomically(() -> {
            Study study = workspace.find(example.studyId()).orElseGet(() -> make(example, workspace));
            fits.bring(dataset, study, workspace);
            return study;
        });
    }

    private Study make(Example example, Workspace workspace) {
        Study study = workspace
                .studies()
                .create(NewStudy.of(example.studyId(), example.studyName(), example.task(), example.family()));
        ImportResult read = workspace
                .imports()
                .submit(
                        study,
                        ObservationImport.Mode.ADD,
                        rules -> ObservationCsv.read(ObservationCsv.text(rows(example)), rules));
        if (read.accepted()) return study;
        throw new IllegalArgumentException("the example " + example.dataset() + " cannot be read: "
                + read.errors().get(0).message());
    }

    /** A dataset may hold other tasks too: those of its other rows are for the command line. */
    private List<Observation> rows(Example example) throws IOException {
        try (InputStream csv = open(file(directory.resolve(example.dataset())))) {
            return ObservationCsv.read(csv, ImportRules.any()).observations().stream()
                    .filter(row -> row.task().equals(example.task().name()))
                    .toList();
        }
    }

    private static Path file(Path dataset) {
        Path plain = dataset.resolve("observations.csv");
        return Files.exists(plain) ? plain : dataset.resolve("observations.csv" + PACKED);
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return file.toString().endsWith(PACKED) ? new GZIPInputStream(bytes) : bytes;
    }

    private Optional<Example> known(Path dataset) {
        Path file = file(dataset);
        if (!Files.isReadable(file)) return Optional.empty();
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            return known.compute(
                            file,
                            (path, before) -> before != null && before.changed.equals(changed)
                                    ? before
                                    : new Known(changed, example(dataset)))
                    .example;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Told from the first row, so that a list of examples costs little. */
    private Optional<Example> example(Path dataset) {
        List<String> lines = lines(file(dataset));
        if (lines.size() < 2) return Optional.empty();
        ImportResult read = ObservationCsv.read(lines.get(0) + "\n" + lines.get(1) + "\n", ImportRules.any());
        if (!read.accepted()) return Optional.empty();
        Observation first = read.observations().get(0);
        return catalogue
                .find(first.task())
                .map(entry -> new Example(
                        String.valueOf(dataset.getFileName()),
                        about(dataset.resolve("SOURCE.md")),
                        entry.task(),
                        first.checkpoint().family(),
                        Math.toIntExact(lines.stream()
                                .filter(line -> line.startsWith(first.task() + ","))
                                .count())));
    }

    /** First sentence of the first paragraph below the heading, without Markdown. */
    private static String about(Path source) {
        if (!Files.isReadable(source)) return "";
        String paragraph = lines(source).stream()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElse("");
        int end = paragraph.indexOf(". ");
        return (end < 0 ? paragraph : paragraph.substring(0, end + 1)).replaceAll("[`*]|\\.\\./", "");
    }

    /** Lines that are not blank; a wrong encoding gives odd letters, not an error. */
    private static List<String> lines(Path file) {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
