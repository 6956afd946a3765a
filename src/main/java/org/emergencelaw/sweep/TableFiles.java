package org.emergencelaw.sweep;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.container.CsvParquet;

/** The tables of a sweep while they are written. */
final class TableFiles implements AutoCloseable {

    private static final String FAULTS = "faults";
    private static final List<String> FAULT_COLUMNS =
            List.of("table", "task", "family", "line", "column", "value", "rule", "hint");

    /** Of all tables: in Parquet every other column is of numbers. */
    private static final Set<String> TEXTS = Set.of(
            "table",
            "task",
            "family",
            "model",
            "verdict",
            "law",
            "parameters",
            "warnings",
            "summary",
            "input_sha256",
            "version",
            "outlook",
            "basis",
            "reason",
            "study_id",
            "fit_id",
            "landmark",
            "rival",
            "column",
            "value",
            "rule",
            "hint");

    private static final Set<String> FLAGS = Set.of("seen", "within", "reached_level");

    private static final Set<String> COUNTS = Set.of(
            "line",
            "n_observations",
            "shots",
            "seed",
            "checkpoints",
            "record_held",
            "record_of",
            "held_out_within",
            "held_out_of",
            "items",
            "cuts",
            "answered",
            "abstained",
            "covered");

    private final Path folder;
    private final Sweep.Format format;
    private final Map<String, Writer> writers = new LinkedHashMap<>();
    private final Map<String, Integer> rows = new LinkedHashMap<>();

    TableFiles(Path folder, List<String> tables, Sweep.Format format) throws IOException {
        this.folder = folder;
        this.format = format;
        for (String table : tables) begin(table, "table," + StudyAnswers.header(table));
        begin(FAULTS, CsvWriter.line(FAULT_COLUMNS));
    }

    private Path csv(String table) {
        return folder.resolve(table + ".csv");
    }

    private void begin(String table, String header) throws IOException {
        Writer out = Files.newBufferedWriter(csv(table));
        writers.put(table, out);
        rows.put(table, 0);
        out.write(header);
    }

    private void line(String table, String line) throws IOException {
        Objects.requireNonNull(writers.get(table), table).write(line);
        rows.merge(table, 1, Integer::sum);
    }

    void fault(String table, RowError error) throws IOException {
        line(
                FAULTS,
                CsvWriter.line(List.of(
                        table,
                        "",
                        "",
                        Integer.toString(error.line()),
                        error.column(),
                        error.value(),
                        error.rule(),
                        error.hint())));
    }

    void write(SweepStudy study, StudyResult result) throws IOException {
        for (Map.Entry<String, List<String>> table : result.tables().entrySet())
            for (String line : table.getValue()) line(table.getKey(), CsvWriter.cell(study.table()) + "," + line);
        Optional<String> fault = result.fault();
        if (fault.isPresent())
            line(
                    FAULTS,
                    CsvWriter.line(List.of(study.table(), study.task(), study.family(), "", "", "", fault.get(), "")));
    }

    int faults() {
        return rows.getOrDefault(FAULTS, 0);
    }

    /** What was written, with its digests. */
    List<Sweep.Output> finish() throws IOException {
        close();
        List<Sweep.Output> outputs = new ArrayList<>();
        for (Map.Entry<String, Integer> table : rows.entrySet()) {
            Path file = switch (format) {
                case CSV -> csv(table.getKey());
                case PARQUET -> parquet(table.getKey());
            };
            outputs.add(
                    new Sweep.Output(String.valueOf(file.getFileName()), SweepInput.sha256(file), table.getValue()));
        }
        return outputs;
    }

    private Path parquet(String table) throws IOException {
        Path file = folder.resolve(table + ".parquet");
        CsvParquet.write(csv(table), file, TableFiles::kind);
        Files.delete(csv(table));
        return file;
    }

    private static CsvParquet.Kind kind(String column) {
        if (TEXTS.contains(column)) return CsvParquet.Kind.TEXT;
        if (FLAGS.contains(column)) return CsvParquet.Kind.FLAG;
        return COUNTS.contains(column) ? CsvParquet.Kind.COUNT : CsvParquet.Kind.NUMBER;
    }

    @Override
    public void close() throws IOException {
        for (Writer writer : writers.values()) writer.close();
    }
}
