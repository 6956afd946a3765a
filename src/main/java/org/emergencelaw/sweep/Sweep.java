package org.emergencelaw.sweep;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.suite.SuitePlan;

/**
 * Every study of a table or a folder of tables: a row a study and plan, what could not be used in a table of its own, and a manifest
 * that says of what all this is. The same input, options and version give the same bytes, on any number of threads.
 *
 * @param plans none: what the fits say
 * @param backtest whether each study's own history is replayed, too
 */
public record Sweep(StudyAnswers answers, ImportRules rules, List<SuitePlan> plans, boolean backtest) {

    private static final String PROGRESS = "progress.jsonl";
    private static final String FAULTS = "faults";
    private static final List<String> FAULT_COLUMNS =
            List.of("table", "task", "family", "line", "column", "value", "rule", "hint");

    /**
     * What a sweep was of, and what came of it.
     *
     * @param options of all fits
     * @param faults rows of the table of faults
     */
    public record Manifest(
            String version,
            FitOptions options,
            List<SuitePlan> plans,
            boolean backtest,
            List<Input> inputs,
            int studies,
            int faults,
            List<Output> outputs) {}

    /** A table that was read. */
    public record Input(String name, String sha256, int rows, int studies) {}

    /** A table that was written. */
    public record Output(String name, String sha256, int rows) {}

    /** Who is told how far it is. */
    public interface Progress {
        void studies(int more);

        void done();
    }

    /** The tables that are written. */
    private List<String> tables() {
        List<String> tables = new ArrayList<>();
        tables.add(plans.isEmpty() ? StudyAnswers.FITS : StudyAnswers.FORECASTS);
        if (backtest) tables.add(StudyAnswers.BACKTESTS);
        return tables;
    }

    /** @param folder of what is written; one that was begun is gone on with */
    public Manifest run(Path input, Path folder, int threads, Progress told) throws IOException {
        List<SweepInput> inputs = SweepInput.of(input);
        Files.createDirectories(folder);
        List<Input> read = new ArrayList<>();
        int studies = 0;
        try (StudyWork work = StudyWork.resuming(threads, folder.resolve(PROGRESS), signature(inputs));
                TableFiles out = new TableFiles(folder, tables())) {
            for (SweepInput table : inputs) {
                ImportResult rows = table.read(rules, answers.catalogue());
                for (RowError error : rows.errors()) out.fault(table.name(), error);
                List<SweepStudy> own = SweepStudy.of(table.name(), rows.observations());
                told.studies(own.size());
                List<StudyResult> results = work.results(studies, own, this::result, told::done);
                for (int i = 0; i < own.size(); i++) out.write(own.get(i), results.get(i));
                read.add(new Input(table.name(), table.sha256(), rows.rows(), own.size()));
                studies += own.size();
            }
            Manifest manifest = new Manifest(
                    Version.CURRENT, answers.options(), plans, backtest, read, studies, out.faults(), out.finish());
            Files.writeString(folder.resolve("manifest.json"), Json.write(manifest) + "\n");
            work.finished();
            return manifest;
        }
    }

    private StudyResult result(SweepStudy study) {
        StudyResult result = plans.isEmpty() ? answers.fit(study) : answers.forecast(study, plans);
        return backtest ? StudyAnswers.both(result, answers.backtest(study)) : result;
    }

    private String signature(List<SweepInput> inputs) {
        StringBuilder of = new StringBuilder(Version.CURRENT + " " + answers.options() + " " + answers.tasks() + " "
                + answers.losses() + " " + plans + " " + backtest + " "
                + answers.catalogue().entries());
        for (SweepInput input : inputs)
            of.append(' ').append(input.name()).append(' ').append(input.sha256());
        return SweepInput.sha256(of.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The tables of a sweep while they are written. */
    private static final class TableFiles implements AutoCloseable {

        private final Path folder;
        private final Map<String, Writer> writers = new LinkedHashMap<>();
        private final Map<String, Integer> rows = new LinkedHashMap<>();

        TableFiles(Path folder, List<String> tables) throws IOException {
            this.folder = folder;
            for (String table : tables) begin(table, "table," + StudyAnswers.header(table));
            begin(FAULTS, CsvWriter.line(FAULT_COLUMNS));
        }

        private void begin(String table, String header) throws IOException {
            Writer out = Files.newBufferedWriter(folder.resolve(table + ".csv"));
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
                        CsvWriter.line(
                                List.of(study.table(), study.task(), study.family(), "", "", "", fault.get(), "")));
        }

        int faults() {
            return rows.getOrDefault(FAULTS, 0);
        }

        /** What was written, with its digests. */
        List<Output> finish() throws IOException {
            close();
            List<Output> outputs = new ArrayList<>();
            for (Map.Entry<String, Integer> table : rows.entrySet()) {
                String name = table.getKey() + ".csv";
                outputs.add(new Output(
                        name, SweepInput.sha256(Files.readAllBytes(folder.resolve(name))), table.getValue()));
            }
            return outputs;
        }

        @Override
        public void close() throws IOException {
            for (Writer writer : writers.values()) writer.close();
        }
    }
}
