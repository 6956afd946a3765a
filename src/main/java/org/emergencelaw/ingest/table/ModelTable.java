package org.emergencelaw.ingest.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.observation.KnownModel;

/**
 * Models by name and revision, as in {@code models.csv}: what evaluation results do not say of the models they are about.
 *
 * <p>{@code model} is the only column that must be there. {@code pretrain_loss_nats} is another name of {@code loss}, and a
 * loss may stand in other units as in a table of observations.
 */
public final class ModelTable {

    /** Columns that are read: those that are written, and losses in other units. */
    public static final List<String> COLUMNS = Stream.of(
                    ModelColumns.NAMES, StatedLoss.COLUMNS, List.of(StatedLoss.BYTES_PER_TOKEN))
            .flatMap(List::stream)
            .toList();

    private final Map<String, KnownModel> byLabel = new LinkedHashMap<>();

    /** Later ones take the place of earlier ones with the same model and revision. */
    public static ModelTable of(Collection<KnownModel> models) {
        ModelTable table = new ModelTable();
        for (KnownModel model : models) table.byLabel.put(model.label(), model);
        return table;
    }

    /** What came of reading {@code models.csv}: the models, or what is wrong with the file. */
    public record Reading(List<KnownModel> models, List<RowError> errors) {}

    /** Models, and patterns of models that results will name. */
    public record Contents(List<KnownModel> models, List<ModelPattern> patterns) {}

    /** Reads UTF-8, without results that a pattern could be of; throws only when the stream does. */
    public static Reading read(ImportFile file) throws IOException {
        RowErrors errors = new RowErrors();
        Contents read = read(file, errors);
        for (ModelPattern pattern : read.patterns())
            errors.add(
                    pattern.row().line(),
                    "model",
                    pattern.row().cells().getOrDefault("model", ""),
                    "a pattern must come with the results that it is of",
                    "give models.csv together with the results files");
        return new Reading(errors.count() == 0 ? read.models() : List.of(), errors.errors());
    }

    /** The same, with patterns; what is wrong is added to the errors. */
    public static Contents read(ImportFile file, RowErrors errors) throws IOException {
        errors.in(file.baseName());
        Optional<String> text;
        try (InputStream in = file.open()) {
            text = TextRules.readUtf8(in, errors);
        }
        return text.isPresent() ? read(file.baseName(), text.get(), errors) : new Contents(List.of(), List.of());
    }

    private static Contents read(String name, String csv, RowErrors errors) {
        CsvTable records = CsvTable.of(csv, Columns.MAX);
        Optional<CsvReader.CsvRecord> header = records.header();
        if (header.isEmpty()) {
            errors.add(1, "", "", "models.csv must not be empty", "the first line names the columns");
            return new Contents(List.of(), List.of());
        }
        List<String> columns = records.names();
        if (!goodHeader(columns, errors)) return new Contents(List.of(), List.of());
        List<KnownModel> models = new ArrayList<>();
        List<ModelPattern> patterns = new ArrayList<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Optional<CsvReader.CsvRecord> next = records.next(); next.isPresent(); next = records.next()) {
            CsvReader.CsvRecord record = next.get();
            if (record.error().isPresent() || record.cells().size() != columns.size()) {
                String rule = "a row must have %d cells like the header, has %d"
                        .formatted(columns.size(), record.cells().size());
                errors.add(record.line(), "", "", record.error().orElse(rule), "");
                continue;
            }
            Cells.Row row = row(name, columns, record);
            Optional<ModelPattern> pattern = ModelPattern.of(row);
            pattern.ifPresent(patterns::add);
            if (pattern.isPresent()) continue;
            model(row, errors).ifPresent(model -> {
                Integer first = lines.putIfAbsent(model.label(), record.line());
                if (first == null) models.add(model);
                else
                    errors.add(
                            record.line(),
                            "model",
                            model.label(),
                            "a model and revision must not repeat; this one is on line " + first,
                            "");
            });
        }
        return new Contents(models, patterns);
    }

    private static boolean goodHeader(List<String> columns, RowErrors errors) {
        int before = errors.count();
        for (String column : columns)
            if (!COLUMNS.contains(column))
                errors.add(
                        1,
                        column,
                        column,
                        "a column of models.csv must be one of " + String.join(", ", COLUMNS),
                        "rename it or take it out");
        if (columns.stream().distinct().count() < columns.size())
            errors.add(1, "", String.join(" ", columns), "a column name must not repeat", "");
        if (!columns.contains("model"))
            errors.add(1, "model", "", "column model is required", Columns.renameHint("model", columns));
        if (columns.contains("loss") && columns.contains("pretrain_loss_nats"))
            errors.add(1, "loss", "", "loss and pretrain_loss_nats must not both be there", "keep one of them");
        return errors.count() == before;
    }

    private static Cells.Row row(String file, List<String> columns, CsvReader.CsvRecord record) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++)
            cells.put(columns.get(i), CsvWriter.unguarded(record.cells().get(i)));
        return new Cells.Row(file, record.line(), cells);
    }

    static Optional<KnownModel> model(Cells.Row row, RowErrors errors) {
        Cells cells = new Cells(StatedLoss.converted(oneLoss(row), errors), errors);
        if (cells.blank("model")) cells.missing("model", "model must not be empty");
        KnownModel.Builder model = KnownModel.builder();
        for (ModelColumns.ModelColumn column : ModelColumns.ALL) column.set().accept(cells, model);
        if (cells.faulty()) return Optional.empty();
        String name = cells.text("model").orElseThrow();
        int at = cells.blank("revision") ? name.lastIndexOf('@') : -1;
        if (at > 0) model.model(name.substring(0, at)).revision(name.substring(at + 1));
        return Optional.of(model.build());
    }

    /** The row with its loss under the name that a loss in another unit is compared with, or takes. */
    private static Cells.Row oneLoss(Cells.Row row) {
        if (!row.cells().containsKey(ModelColumns.LOSS)
                || StatedLoss.COLUMNS.stream().noneMatch(row.cells()::containsKey)) return row;
        Map<String, String> cells = new LinkedHashMap<>(row.cells());
        cells.put(ModelColumns.PRETRAIN_LOSS, String.valueOf(cells.remove(ModelColumns.LOSS)));
        return new Cells.Row(row.file(), row.line(), cells);
    }

    /** What is known of a model in the columns of observations, as text by column, with its vocabulary as a note. */
    public static Map<String, String> observationCells(KnownModel model) {
        Map<String, String> cells = ModelColumns.cells(model);
        String vocabulary = cells.getOrDefault(ModelColumns.VOCABULARY, "");
        cells.keySet().retainAll(Columns.CONTRACT);
        if (!vocabulary.isEmpty()) cells.put(ModelColumns.VOCABULARY, vocabulary);
        return cells;
    }

    /**
     * The model with this revision; its name may lack the folders that one of the two has, where that leaves no doubt.
     *
     * @param name as the results have it, such as {@code EleutherAI/pythia-160m} or {@code /checkpoints/ours-1b/}
     */
    public Optional<KnownModel> find(String name, String revision) {
        return stated(name, revision).map(this::completed);
    }

    /** The same model with what its base says. */
    public KnownModel completed(KnownModel model) {
        return base(model).map(model::completed).orElse(model);
    }

    private Optional<KnownModel> base(KnownModel model) {
        int at = model.base().lastIndexOf('@');
        if (model.base().isEmpty()) return Optional.empty();
        return at > 0
                ? stated(model.base().substring(0, at), model.base().substring(at + 1))
                : stated(model.base(), "");
    }

    private Optional<KnownModel> stated(String name, String revision) {
        KnownModel exact = byLabel.get(KnownModel.label(name, revision));
        if (exact != null) return Optional.of(exact);
        String wanted = KnownModel.label("", revision);
        List<KnownModel> alike = byLabel.values().stream()
                .filter(model -> same(model.model(), name)
                                && KnownModel.label("", model.revision()).equals(wanted)
                        || revision.isEmpty()
                                && !model.revision().isEmpty()
                                && same(model.model() + "/" + model.revision(), name)
                        || !revision.isEmpty()
                                && model.revision().isEmpty()
                                && same(model.model(), name + "/" + revision))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** Revisions that are known of a model. */
    public List<String> revisions(String name) {
        return byLabel.values().stream()
                .filter(model -> same(model.model(), name))
                .map(model -> model.revision().isEmpty() ? "main" : model.revision())
                .toList();
    }

    /** Whether one path is the other, or the end of it. */
    private static boolean same(String one, String other) {
        String a = folders(one);
        String b = folders(other);
        return a.endsWith(b) || b.endsWith(a);
    }

    /** A path from its root, folders parted by slashes. */
    static String folders(String path) {
        return "/" + path.replace('\\', '/').replaceAll("^(\\./)+|^/+|/+$", "");
    }

    /** Writes what {@link #read} reads as the same models. */
    public static void write(Collection<KnownModel> models, Writer out) throws IOException {
        List<String> columns = new ArrayList<>(ModelColumns.NAMES);
        columns.remove(ModelColumns.PRETRAIN_LOSS);
        CsvWriter.writeLine(columns, out);
        for (KnownModel model : models) {
            Map<String, String> cells = ModelColumns.cells(model);
            CsvWriter.writeLine(
                    columns.stream()
                            .map(column -> CsvWriter.guarded(cells.getOrDefault(column, "")))
                            .toList(),
                    out);
        }
    }
}
