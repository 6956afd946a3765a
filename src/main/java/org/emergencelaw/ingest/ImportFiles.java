package org.emergencelaw.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.harness.HarnessImport;
import org.emergencelaw.ingest.harness.HarnessScores;
import org.emergencelaw.ingest.harness.HarnessSelection;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ModelPattern;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.KnownModel;

/**
 * The files of one import, whatever they are: one table of observations, or any number of files of an evaluation harness with
 * {@code models.csv}.
 *
 * @param choice which numbers of harness files to take
 * @param columns where a table has columns of its own
 */
public record ImportFiles(List<ImportFile> files, HarnessSelection choice, Optional<ColumnMapping> columns) {

    public ImportFiles {
        files = List.copyOf(files);
    }

    /** One table of observations. */
    public static ImportFiles of(String name, byte[] table) {
        return new ImportFiles(List.of(ImportFile.of(name, table)), HarnessSelection.ALL, Optional.empty());
    }

    /** For messages. */
    public String name() {
        return files.size() == 1 ? files.get(0).name() : files.size() + " files";
    }

    /** Whether one of them is a harness's. */
    public boolean ofHarness() throws IOException {
        for (ImportFile file : files) if (FileKind.of(file).ofHarness()) return true;
        return false;
    }

    /** The same but for the samples, which are many and say nothing of task and family. */
    public ImportFiles withoutSamples() throws IOException {
        List<ImportFile> rest = new ArrayList<>();
        for (ImportFile file : files) if (FileKind.of(file) != FileKind.HARNESS_SAMPLES) rest.add(file);
        return new ImportFiles(rest, choice, columns);
    }

    /** Throws only when a stream does. */
    public ImportResult read(ImportRules rules, TaskCatalogue catalogue) throws IOException {
        Map<FileKind, List<ImportFile>> byKind = new EnumMap<>(FileKind.class);
        for (ImportFile file : files)
            byKind.computeIfAbsent(FileKind.of(file), kind -> new ArrayList<>()).add(file);
        boolean harness = byKind.keySet().stream().anyMatch(FileKind::ofHarness);
        boolean table = byKind.containsKey(FileKind.OBSERVATIONS_CSV) || byKind.containsKey(FileKind.OBSERVATIONS_JSON);
        if (files.isEmpty()) return refused("an upload must have a file", "choose a file with at least one row");
        if (byKind.containsKey(FileKind.FOREIGN)) return foreign(byKind.get(FileKind.FOREIGN));
        if (harness && table)
            return refused(
                    "harness files and tables of observations must be imported apart",
                    "take the table out, or the results and samples");
        if (harness) return harness(byKind, rules, catalogue);
        List<ImportFile> tables = new ArrayList<>(byKind.getOrDefault(FileKind.OBSERVATIONS_CSV, List.of()));
        tables.addAll(byKind.getOrDefault(FileKind.OBSERVATIONS_JSON, List.of()));
        List<ImportFile> models = byKind.getOrDefault(FileKind.MODELS, List.of());
        if (tables.size() == 1 && models.isEmpty()) return table(tables.get(0), rules, catalogue);
        if (tables.size() == 1) {
            ModelTable.Reading known = ModelTable.read(models.get(0));
            return table(tables.get(0), rules, catalogue).withModels(known.models(), known.errors());
        }
        if (table) return refused("a table of observations must be the only one of its import", "import one by one");
        return refused("models.csv alone has no observation", "add the results files, or submit it to /api/v1/models");
    }

    private static ModelTable.Contents models(List<ImportFile> files, RowErrors errors) throws IOException {
        List<KnownModel> models = new ArrayList<>();
        List<ModelPattern> patterns = new ArrayList<>();
        for (ImportFile file : files) {
            ModelTable.Contents read = ModelTable.read(file, errors);
            models.addAll(read.models());
            patterns.addAll(read.patterns());
        }
        return new ModelTable.Contents(models, patterns);
    }

    private static ImportResult foreign(List<ImportFile> files) throws IOException {
        RowErrors errors = new RowErrors();
        for (ImportFile file : files) {
            errors.in(file.name());
            errors.add(
                    1,
                    "",
                    "",
                    "files of lm-evaluation-harness are read, and this is one of "
                            + FileKind.foreign(file).map(ForeignFormat::program).orElse("another program"),
                    "write its accuracies as a table, a row a checkpoint: task, model, regime, examples, accuracy, n_eval");
        }
        return new ImportResult(0, List.of(), errors.errors(), errors.more(), List.of());
    }

    private static ImportResult refused(String rule, String hint) {
        return ImportResult.refused(new RowError(1, "", "", rule, hint));
    }

    private ImportResult table(ImportFile file, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        try (InputStream in = file.open()) {
            if (columns.isPresent()) return columns.get().read(in, rules, catalogue);
            return FileKind.of(file) == FileKind.OBSERVATIONS_JSON
                    ? ObservationJson.read(in, rules)
                    : ObservationCsv.read(in, rules);
        }
    }

    private ImportResult harness(Map<FileKind, List<ImportFile>> byKind, ImportRules rules, TaskCatalogue catalogue)
            throws IOException {
        RowErrors errors = new RowErrors();
        ModelTable.Contents models = models(byKind.getOrDefault(FileKind.MODELS, List.of()), errors);
        return HarnessImport.read(
                byKind.getOrDefault(FileKind.HARNESS_RESULTS, List.of()),
                byKind.getOrDefault(FileKind.HARNESS_SAMPLES, List.of()),
                models,
                new HarnessScores(rules.task(), catalogue, choice, rules.shots()),
                rules,
                errors);
    }
}
