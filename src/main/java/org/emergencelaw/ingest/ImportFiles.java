package org.emergencelaw.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.container.UnreadableContainer;
import org.emergencelaw.ingest.reader.ObservationRecords;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunImport;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.run.WantedScores;
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
 * The files of one import, whatever they are: one table of observations, or any number of files of evaluation programs with {@code
 * models.csv}. They are told from their content once, and read as often as asked.
 */
public final class ImportFiles {

    private final List<ImportFile> files;
    private final ScoreSelection choice;
    private final Optional<ColumnMapping> columns;
    private Optional<RecognisedFiles> recognised = Optional.empty();
    private Optional<Read> last = Optional.empty();

    /** What came of the files by some rules: an import is first looked at, and then saved. */
    private record Read(ImportRules rules, TaskCatalogue catalogue, ImportResult result) {}

    /**
     * @param choice which numbers of evaluation programs to take
     * @param columns where a table has columns of its own
     */
    public ImportFiles(List<ImportFile> files, ScoreSelection choice, Optional<ColumnMapping> columns) {
        this.files = List.copyOf(files);
        this.choice = choice;
        this.columns = columns;
    }

    /** One table of observations. */
    public static ImportFiles of(String name, byte[] table) {
        return new ImportFiles(List.of(ImportFile.of(name, table)), ScoreSelection.ALL, Optional.empty());
    }

    public List<ImportFile> files() {
        return files;
    }

    public ScoreSelection choice() {
        return choice;
    }

    public Optional<ColumnMapping> columns() {
        return columns;
    }

    /** For messages. */
    public String name() {
        return files.size() == 1 ? files.get(0).name() : files.size() + " files";
    }

    private synchronized RecognisedFiles recognised() throws IOException {
        if (recognised.isEmpty()) recognised = Optional.of(RecognisedFiles.of(files, columns.isPresent()));
        return recognised.get();
    }

    /** Whether one of them is of an evaluation program. */
    public boolean ofProgram() throws IOException {
        return recognised().ofProgram();
    }

    /** The same but for items behind results, which are many and say nothing of task and family. */
    public ImportFiles withoutItems() throws IOException {
        ImportFiles same = new ImportFiles(files, choice, columns);
        same.recognised = Optional.of(recognised().withoutItems());
        return same;
    }

    /** Throws only when a stream does. */
    public ImportResult read(ImportRules rules, TaskCatalogue catalogue) throws IOException {
        try {
            if (last.filter(read ->
                            read.catalogue() == catalogue && read.rules().equals(rules))
                    .isEmpty()) last = Optional.of(new Read(rules, catalogue, readAll(rules, catalogue)));
            return last.get().result();
        } catch (UnreadableContainer unreadable) {
            return ImportResult.refused(unreadable.error());
        }
    }

    private ImportResult readAll(ImportRules rules, TaskCatalogue catalogue) throws IOException {
        if (files.isEmpty()) return refused("an upload must have a file", "choose a file with at least one row");
        if (recognised().refusal().isPresent())
            return ImportResult.refused(recognised().refusal().get());
        List<RecognisedFile> all = recognised().files();
        List<RecognisedFile> tables = all.stream()
                .filter(file -> !file.kind().ofProgram() && file.kind() != FileKind.MODELS)
                .toList();
        if (all.stream().anyMatch(file -> !file.refusal().isEmpty())) return unread(all);
        boolean runs = ofProgram();
        if (runs && !tables.isEmpty())
            return refused(
                    "harness files and tables of observations must be imported apart",
                    "take the table out, or the results and samples");
        if (runs) return runs(all, rules, catalogue);
        if (tables.size() > 1)
            return refused("a table of observations must be the only one of its import", "import one by one");
        if (tables.isEmpty())
            return refused(
                    "models.csv alone has no observation", "add the results files, or submit it to /api/v1/models");
        ImportResult read = table(tables.get(0), rules, catalogue);
        Optional<RecognisedFile> models =
                all.stream().filter(file -> file.kind() == FileKind.MODELS).findFirst();
        if (models.isEmpty()) return read;
        ModelTable.Reading known = ModelTable.read(models.get().file());
        return read.withModels(known.models(), known.errors());
    }

    private static ImportResult unread(List<RecognisedFile> files) {
        RowErrors errors = new RowErrors();
        for (RecognisedFile file : files) {
            errors.in(file.file().name());
            if (!file.refusal().isEmpty()) errors.add(1, "", "", file.refusal(), file.hint());
        }
        return new ImportResult(0, List.of(), errors.errors(), errors.more(), List.of());
    }

    private static ImportResult refused(String rule, String hint) {
        return ImportResult.refused(new RowError(1, "", "", rule, hint));
    }

    private ImportResult table(RecognisedFile table, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        if (table.kind() == FileKind.OBSERVATION_RECORDS) return ObservationRecords.read(table.file(), rules);
        try (InputStream in = table.file().open()) {
            if (columns.isPresent()) return columns.get().read(in, rules, catalogue);
            return table.kind() == FileKind.OBSERVATIONS_JSON
                    ? ObservationJson.read(in, rules)
                    : ObservationCsv.read(in, rules);
        }
    }

    private ImportResult runs(List<RecognisedFile> all, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        RowErrors errors = new RowErrors();
        WantedScores wanted = new WantedScores(rules.task(), catalogue, choice, rules.shots());
        Reading reading = new Reading(wanted, errors);
        recognised().passedOver().forEach(reading::leftOut);
        List<KnownModel> models = new ArrayList<>();
        List<ModelPattern> patterns = new ArrayList<>();
        Map<RunReader, List<RunReader.Matched>> byReader = new LinkedHashMap<>();
        for (RecognisedFile file : all) {
            if (file.kind() == FileKind.MODELS) {
                ModelTable.Contents read = ModelTable.read(file.file(), errors);
                models.addAll(read.models());
                patterns.addAll(read.patterns());
            }
            file.reader()
                    .ifPresent(found -> byReader.computeIfAbsent(found.reader(), reader -> new ArrayList<>())
                            .add(new RunReader.Matched(file.file(), found.match())));
        }
        for (Map.Entry<RunReader, List<RunReader.Matched>> each : byReader.entrySet())
            each.getKey().read(each.getValue(), reading);
        return RunImport.of(reading, new ModelTable.Contents(models, patterns), wanted, rules);
    }
}
