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
import org.emergencelaw.config.ExampleCatalogue;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * The example studies that ship with the service: rows of {@code <dataset>/observations.csv}, or {@code observations.csv.gz}, whose task
 * is in the catalogue of tasks. What is said of them stands in {@link ExampleCatalogue}; a dataset of which nothing is said there comes
 * behind. A file is read once as long as it stays what it is.
 */
public final class ExampleStudies {

    private static final String PACKED = ".gz";

    private final Path directory;
    private final TaskCatalogue catalogue;
    private final ExampleFits fits;
    private final Map<ExampleCatalogue.Entry, Known> known = new ConcurrentHashMap<>();
    private volatile @Nullable Said said;

    public ExampleStudies(Path directory, TaskCatalogue catalogue) {
        this.directory = directory;
        this.catalogue = catalogue;
        this.fits = new ExampleFits(directory);
    }

    /**
     * One example.
     *
     * @param id by which it is opened
     * @param title what people call it
     * @param about in a sentence; may be empty
     * @param verdict what the default fit says of it, where that is told
     * @param simulated whether no model was trained for it
     * @param start whether it is the one to begin with
     */
    public record Example(
            String id,
            String title,
            String about,
            Task task,
            String family,
            int rows,
            Optional<Verdict> verdict,
            boolean simulated,
            boolean start) {

        /** The study that it becomes: one example, one study. */
        public String studyId() {
            return "example-" + id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        }

        String studyName() {
            return "Example: " + title;
        }
    }

    /** What a file was found to hold; absent where it is no example. */
    private record Known(FileTime changed, Optional<Example> example) {}

    /** The catalogue as it was read. */
    private record Said(Optional<FileTime> changed, ExampleCatalogue catalogue) {}

    /** In the order of their catalogue; behind them what it does not name, small ones first. */
    public List<Example> all() {
        return entries().stream().flatMap(entry -> known(entry).stream()).toList();
    }

    private List<ExampleCatalogue.Entry> entries() {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> datasets = Files.list(directory)) {
            ExampleCatalogue said = said();
            Stream<ExampleCatalogue.Entry> others = datasets.filter(
                            dataset -> !said.names(String.valueOf(dataset.getFileName())))
                    .filter(dataset -> Files.isReadable(file(dataset)))
                    .map(dataset -> ExampleCatalogue.Entry.of(
                            String.valueOf(dataset.getFileName()), about(dataset.resolve("SOURCE.md"))))
                    .sorted(Comparator.comparing((ExampleCatalogue.Entry entry) ->
                                    known(entry).map(Example::rows).orElse(0))
                            .thenComparing(ExampleCatalogue.Entry::id));
            return Stream.concat(said.examples().stream(), others).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ExampleCatalogue said() throws IOException {
        Optional<FileTime> changed = ExampleCatalogue.changed(directory);
        Said before = said;
        if (before != null && before.changed.equals(changed)) return before.catalogue;
        ExampleCatalogue read = ExampleCatalogue.in(directory);
        said = new Said(changed, read);
        return read;
    }

    /** Those whose name, task, family or first sentence holds all words of a text. */
    public List<Example> searched(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("\\s+"));
        return all().stream()
                .filter(example -> {
                    String known = String.join(
                                    " ",
                                    example.id(),
                                    example.title(),
                                    example.about(),
                                    example.task().name(),
                                    example.family())
                            .toLowerCase(Locale.ROOT);
                    return words.stream().allMatch(known::contains);
                })
                .toList();
    }

    private ExampleCatalogue.Entry entry(String id) {
        return entries().stream()
                .filter(entry -> entry.id().equals(id) && known(entry).isPresent())
                .findFirst()
                .orElseThrow(
                        () -> new NotFound(ProblemCode.NO_SUCH_EXAMPLE_STUDY, "there is no example study named " + id));
    }

    /**
     * Makes the example a study, or opens the one that it became before; never a study without its rows, and with the fit that ships with
     * them.
     *
     * @throws NotFound if there is no such example
     */
    public Study open(String id, Workspace workspace) {
        return workspace.atomically(() -> {
            Study study = study(id, workspace);
            fill(id, study, workspace);
            return study;
        });
    }

    /**
     * The study that an example becomes, as yet without rows where nobody opened it before.
     *
     * @throws NotFound if there is no such example
     */
    Study study(String id, Workspace workspace) {
        Example example = known(entry(id)).orElseThrow();
        return workspace
                .find(example.studyId())
                .orElseGet(() -> workspace
                        .studies()
                        .create(NewStudy.of(example.studyId(), example.studyName(), example.task(), example.family())));
    }

    /** Its rows, where the study has none, and the fit that ships with them. */
    void fill(String id, Study study, Workspace workspace) {
        if (workspace.count(study) == 0) submit(id, study, workspace);
        fits.bring(id, study, workspace);
    }

    /**
     * Its rows.
     *
     * @throws NotFound if there is no such example
     */
    public List<Observation> rows(String id) {
        ExampleCatalogue.Entry entry = entry(id);
        return rows(entry, known(entry).orElseThrow());
    }

    private void submit(String id, Study study, Workspace workspace) {
        ExampleCatalogue.Entry entry = entry(id);
        Example example = known(entry).orElseThrow();
        ImportResult read = workspace
                .imports()
                .submit(
                        study,
                        ObservationImport.Mode.ADD,
                        rules -> ObservationCsv.read(ObservationCsv.text(rows(entry, example)), rules));
        if (!read.accepted())
            throw new IllegalArgumentException("the example " + example.id() + " cannot be read: "
                    + read.errors().get(0).message());
    }

    /** A dataset may hold other tasks and families too: those of its other rows are for the command line. */
    private List<Observation> rows(ExampleCatalogue.Entry entry, Example example) {
        try (InputStream csv = open(file(directory.resolve(entry.dataset())))) {
            return ObservationCsv.read(csv, ImportRules.any()).observations().stream()
                    .filter(row -> row.task().equals(example.task().name())
                            && row.checkpoint().family().equals(example.family())
                            && (row.regime() == Regime.FEW_SHOT
                                    || !entry.fewShotOnly().orElse(false)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
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

    private Optional<Example> known(ExampleCatalogue.Entry entry) {
        Path file = file(directory.resolve(entry.dataset()));
        if (!Files.isReadable(file)) return Optional.empty();
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            return known.compute(
                            entry,
                            (which, before) -> before != null && before.changed.equals(changed)
                                    ? before
                                    : new Known(changed, example(entry, lines(file))))
                    .example;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Told from its first row, so that a list of examples costs little. */
    private Optional<Example> example(ExampleCatalogue.Entry entry, List<String> lines) {
        List<String> own = lines.stream().skip(1).filter(entry::mayHold).toList();
        if (own.isEmpty()) return Optional.empty();
        ImportResult read = ObservationCsv.read(lines.get(0) + "\n" + own.get(0) + "\n", ImportRules.any());
        if (!read.accepted()) return Optional.empty();
        Observation first = read.observations().get(0);
        return catalogue
                .find(first.task())
                .map(known -> new Example(
                        entry.id(),
                        entry.title(),
                        entry.about(),
                        known.task(),
                        first.checkpoint().family(),
                        Math.toIntExact(own.stream()
                                .filter(line -> line.startsWith(first.task() + ","))
                                .count()),
                        entry.verdict().map(key -> Verdict.valueOf(key.toUpperCase(Locale.ROOT))),
                        entry.simulated(),
                        entry.start().orElse(false)));
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
