package org.emergencelaw.ingest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.emergencelaw.ingest.container.Containers;
import org.emergencelaw.ingest.reader.ObservationRecords;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ModelTable;

/**
 * A file with what it holds: told from its content, and from its name only where the content is broken.
 *
 * @param reader of a file of an evaluation program
 * @param foreign which other program wrote it; only of such a file
 */
public record RecognisedFile(
        ImportFile file, FileKind kind, Optional<RunReaders.Found> reader, Optional<ForeignFormat> foreign) {

    /** Columns of a table of observations that a table of models does not have. */
    private static final Set<String> OF_OBSERVATIONS = Set.of("task", "regime", "examples", "accuracy");

    /** A file that is no container. Throws only when the stream does. */
    public static RecognisedFile of(ImportFile file) throws IOException {
        return of(file, false);
    }

    /** Whether it is a table that people can read, and edit in a text box. */
    public static boolean isTextTable(ImportFile file) throws IOException {
        return !Containers.isOne(file) && !of(file).kind().ofProgram();
    }

    /** Whether it is a table of observations that is read row by row, however long it is. */
    public static boolean isReadByRows(ImportFile file) throws IOException {
        if (Containers.isOne(file)) return false;
        FileKind kind = of(file).kind();
        return kind == FileKind.OBSERVATIONS_CSV || kind == FileKind.OBSERVATIONS_JSON;
    }

    /** @param mapped whether its columns are assigned one by one, so that it is a table, whoever wrote it */
    static RecognisedFile of(ImportFile file, boolean mapped) throws IOException {
        FileOutline outline = FileOutline.of(file);
        if (ObservationRecords.match(outline))
            return new RecognisedFile(file, FileKind.OBSERVATION_RECORDS, Optional.empty(), Optional.empty());
        boolean table = isTable(outline) || mapped && !outline.isJson();
        Optional<RunReaders.Found> found = table ? Optional.empty() : RunReaders.of(outline);
        if (found.isPresent()) {
            FileKind kind = found.get().match().read() ? FileKind.RUN : FileKind.NEARLY_A_RUN;
            return new RecognisedFile(file, kind, found, Optional.empty());
        }
        Optional<ForeignFormat> foreign = table
                ? Optional.empty()
                : ForeignFormat.of(outline.firstObject().keys());
        FileKind rows = outline.isJson() ? FileKind.OBSERVATIONS_JSON : FileKind.OBSERVATIONS_CSV;
        FileKind kind = foreign.isPresent() ? FileKind.FOREIGN : isModels(outline) ? FileKind.MODELS : rows;
        return new RecognisedFile(file, kind, Optional.empty(), foreign);
    }

    /** A row of observations as JSON: one that has a result is none. */
    private static boolean isTable(FileOutline outline) {
        JsonOutline row = outline.firstObject();
        return row.isText("model")
                && Stream.of("regime", "examples", "accuracy").anyMatch(row::has)
                && !row.isObject("results")
                && !row.has("doc_id");
    }

    private static boolean isModels(FileOutline outline) {
        if (outline.baseName().equals("models.csv")) return true;
        List<String> names = outline.columns();
        return names.contains("model")
                && names.stream().noneMatch(OF_OBSERVATIONS::contains)
                && names.stream().allMatch(ModelTable.COLUMNS::contains);
    }

    /** Whether it is taken out of a folder or an archive where other files lie beside it. */
    boolean ofInterest() {
        return kind == FileKind.RUN || kind == FileKind.NEARLY_A_RUN || kind == FileKind.MODELS;
    }

    /** Whether it holds items behind results, which say nothing of task and family. */
    boolean ofItems() {
        return reader.filter(found -> found.match().kind() == FormatMatch.Kind.ITEMS)
                .isPresent();
    }

    /** Why it cannot be read; empty when it can. */
    String refusal() {
        return switch (kind) {
            case NEARLY_A_RUN ->
                reader.map(found -> "it looks like " + found.reader().format() + ", but "
                                + found.match().what())
                        .orElse("");
            case FOREIGN ->
                "files of " + RunReaders.names() + " are read, and this is one of "
                        + foreign.map(ForeignFormat::program).orElse("another program");
            default -> "";
        };
    }

    /** What to do about that. */
    String hint() {
        return kind == FileKind.FOREIGN
                ? "write its accuracies as a table, a row a checkpoint: task, model, regime, examples, accuracy, n_eval"
                : "";
    }
}
