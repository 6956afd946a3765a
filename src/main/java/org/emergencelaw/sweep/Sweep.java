package org.emergencelaw.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.sweep.spark.SparkCluster;

/**
 * Every study of a table or a folder of tables: a row a study and plan, what could not be used in a table of its own, and a manifest
 * that says of what all this is. The same input, options and version give the same bytes, on any number of threads and on any cluster.
 *
 * @param plans none: what the fits say
 * @param backtest whether each study's own history is replayed, too
 */
public record Sweep(StudyAnswers answers, ImportRules rules, List<SuitePlan> plans, boolean backtest, Format format) {

    private static final String PROGRESS = "progress.jsonl";

    /** Of the tables that are written. */
    public enum Format {
        CSV,
        PARQUET
    }

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
        return run(input, folder, Workers.threads(threads, study -> answers.swept(study, plans, backtest)), told);
    }

    /** The same on a cluster. */
    public Manifest run(Path input, Path folder, SparkCluster cluster, Progress told) throws IOException {
        return run(input, folder, Workers.of(cluster, SentQuestion.of(this)), told);
    }

    private Manifest run(Path input, Path folder, Workers workers, Progress told) throws IOException {
        List<SweepInput> inputs = SweepInput.of(input);
        Files.createDirectories(folder);
        List<Input> read = new ArrayList<>();
        int studies = 0;
        StudyWork work = StudyWork.resuming(workers, folder.resolve(PROGRESS), signature(inputs));
        try (TableFiles out = new TableFiles(folder, tables(), format)) {
            for (SweepInput table : inputs) {
                ImportResult rows = table.read(rules, answers.catalogue());
                for (RowError error : rows.errors()) out.fault(table.name(), error);
                List<SweepStudy> own = SweepStudy.of(table.name(), rows.observations());
                told.studies(own.size());
                List<StudyResult> results = work.results(studies, own, told::done);
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

    private String signature(List<SweepInput> inputs) {
        StringBuilder of = new StringBuilder(Version.CURRENT + " " + answers.options() + " " + answers.tasks() + " "
                + answers.losses() + " " + plans + " " + backtest + " "
                + answers.catalogue().entries());
        for (SweepInput input : inputs)
            of.append(' ').append(input.name()).append(' ').append(input.sha256());
        return SweepInput.sha256(of.toString().getBytes(StandardCharsets.UTF_8));
    }
}
