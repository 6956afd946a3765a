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
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.FormulaGuard;
import org.emergencelaw.format.NumberCell;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;

/**
 * Models by name and revision, as in {@code models.csv}: what evaluation results do not say of the models they are about.
 *
 * <p>{@code model} is the only column that must be there. {@code pretrain_loss_nats} is another name of {@code loss}.
 */
public final class ModelTable {

    public static final List<String> COLUMNS = List.of(
            "family",
            "model",
            "revision",
            "base",
            "params",
            "tokens",
            "train_flops",
            "loss",
            "pretrain_loss_nats",
            "loss_corpus",
            "finetune_examples",
            "seed",
            "split");

    private final Map<String, KnownModel> byLabel = new LinkedHashMap<>();

    /** Later ones take the place of earlier ones with the same model and revision. */
    public static ModelTable of(Collection<KnownModel> models) {
        ModelTable table = new ModelTable();
        for (KnownModel model : models) table.byLabel.put(model.label(), model);
        return table;
    }

    /** What came of reading {@code models.csv}: the models, or what is wrong with the file. */
    public record Reading(List<KnownModel> models, List<RowError> errors) {}

    /** Reads UTF-8; throws only when the stream does. */
    public static Reading read(ImportFile file) throws IOException {
        RowErrors faults = new RowErrors();
        List<KnownModel> models = read(file, faults);
        return new Reading(faults.count() == 0 ? models : List.of(), faults.errors());
    }

    public static List<KnownModel> read(ImportFile file, RowErrors faults) throws IOException {
        faults.in(file.baseName());
        Optional<String> text;
        try (InputStream in = file.open()) {
            text = Utf8.read(in, faults);
        }
        return text.isPresent() ? read(file.baseName(), text.get(), faults) : List.of();
    }

    private static List<KnownModel> read(String name, String csv, RowErrors faults) {
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        CsvReader records = new CsvReader(text, CsvHeader.delimiter(text));
        Optional<CsvReader.CsvRecord> header = records.next();
        if (header.isEmpty()) {
            faults.add(1, "", "", "models.csv must not be empty", "the first line names the columns");
            return List.of();
        }
        List<String> columns =
                header.get().cells().stream().map(TextRules::strip).toList();
        if (!goodHeader(columns, faults)) return List.of();
        List<KnownModel> models = new ArrayList<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Optional<CsvReader.CsvRecord> next = records.next(); next.isPresent(); next = records.next()) {
            CsvReader.CsvRecord record = next.get();
            if (!record.fault().isEmpty() || record.cells().size() != columns.size()) {
                String rule = "a row must have %d cells like the header, has %d"
                        .formatted(columns.size(), record.cells().size());
                faults.add(record.line(), "", "", record.fault().isEmpty() ? rule : record.fault(), "");
                continue;
            }
            model(row(name, columns, record), faults).ifPresent(model -> {
                Integer first = lines.putIfAbsent(model.label(), record.line());
                if (first == null) models.add(model);
                else
                    faults.add(
                            record.line(),
                            "model",
                            model.label(),
                            "a model and revision must not repeat; this one is on line " + first,
                            "");
            });
        }
        return models;
    }

    private static boolean goodHeader(List<String> columns, RowErrors faults) {
        int before = faults.count();
        for (String column : columns)
            if (!COLUMNS.contains(column))
                faults.add(
                        1,
                        column,
                        column,
                        "a column of models.csv must be one of " + String.join(", ", COLUMNS),
                        "rename it or take it out");
        if (columns.stream().distinct().count() < columns.size())
            faults.add(1, "", String.join(" ", columns), "a column name must not repeat", "");
        if (!columns.contains("model"))
            faults.add(1, "model", "", "column model is required", Columns.renameHint("model", columns));
        if (columns.contains("loss") && columns.contains("pretrain_loss_nats"))
            faults.add(1, "loss", "", "loss and pretrain_loss_nats must not both be there", "keep one of them");
        return faults.count() == before;
    }

    private static Row row(String file, List<String> columns, CsvReader.CsvRecord record) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++)
            cells.put(columns.get(i), FormulaGuard.open(record.cells().get(i)));
        return new Row(file, record.line(), cells);
    }

    private static Optional<KnownModel> model(Row row, RowErrors faults) {
        Cells cells = new Cells(row, faults);
        if (cells.blank("model")) cells.missing("model", "model must not be empty");
        Optional<String> name = cells.text("model");
        Optional<String> revision = cells.text("revision");
        Optional<String> base = cells.text("base");
        Optional<String> family = cells.text("family");
        OptionalDouble params = cells.number("params", true, 0, ObservationCells.MOST_COUNT);
        OptionalDouble tokens = cells.number("tokens", true, 0, ObservationCells.MOST_COUNT);
        OptionalDouble flops = cells.number("train_flops", true, 0, ObservationCells.MOST_FLOPS);
        String lossColumn = cells.blank("loss") ? "pretrain_loss_nats" : "loss";
        OptionalDouble loss = cells.number(lossColumn, false, 0, ObservationCells.MOST_LOSS);
        Optional<String> corpus = cells.text("loss_corpus");
        OptionalLong examples = cells.whole("finetune_examples", 0, Observation.MAX_EXAMPLES);
        if (examples.equals(OptionalLong.of(1)))
            cells.fault("finetune_examples", "finetune_examples must be 0, or at least 2", "");
        OptionalLong seed = cells.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Split split = ObservationCells.split(cells);
        if (cells.faulty()) return Optional.empty();
        String given = name.orElseThrow();
        int at = revision.isPresent() ? -1 : given.lastIndexOf('@');
        return Optional.of(new KnownModel(
                family.orElse(""),
                at > 0 ? given.substring(0, at) : given,
                at > 0 ? given.substring(at + 1) : revision.orElse(""),
                base.orElse(""),
                params,
                tokens,
                flops,
                loss,
                corpus.orElse(""),
                examples,
                seed,
                split));
    }

    /**
     * The model with this revision; its name may lack the folders that one of the two has, where that leaves no doubt.
     *
     * @param name as the results have it, such as {@code EleutherAI/pythia-160m} or {@code /checkpoints/ours-1b/}
     */
    public Optional<KnownModel> find(String name, String revision) {
        return stated(name, revision)
                .map(model -> base(model).map(model::completed).orElse(model));
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
                        && KnownModel.label("", model.revision()).equals(wanted))
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
        String a = "/" + one.replaceAll("^/+|/+$", "");
        String b = "/" + other.replaceAll("^/+|/+$", "");
        return a.endsWith(b) || b.endsWith(a);
    }

    /** Writes what {@link #read} reads as the same models. */
    public static void write(Collection<KnownModel> models, Writer out) throws IOException {
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.remove("pretrain_loss_nats");
        ObservationCsv.writeLine(columns, out);
        for (KnownModel model : models) {
            List<String> cells = new ArrayList<>();
            for (String text : List.of(model.family(), model.model(), model.revision(), model.base()))
                cells.add(FormulaGuard.close(text));
            for (OptionalDouble number :
                    List.of(model.params(), model.tokens(), model.trainFlops(), model.pretrainLossNats()))
                cells.add(number.isPresent() ? NumberCell.text(number.getAsDouble()) : "");
            cells.add(FormulaGuard.close(model.lossCorpus()));
            for (OptionalLong whole : List.of(model.finetuneExamples(), model.seed()))
                cells.add(whole.isPresent() ? Long.toString(whole.getAsLong()) : "");
            cells.add(model.split() == Split.FIT ? "fit" : "held_out");
            ObservationCsv.writeLine(cells, out);
        }
    }
}
