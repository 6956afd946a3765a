package org.emergencelaw.ingest.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;

/** The columns of {@code models.csv}. */
final class ModelColumns {

    /** One name of the loss; its other one is that of the observations. */
    static final String LOSS = "loss";

    /** Also the note of rows that says it. */
    static final String VOCABULARY = "vocabulary_size";

    private static final long MAX_VOCABULARY = 100_000_000;

    static final String PRETRAIN_LOSS = "pretrain_loss_nats";

    /**
     * A column.
     *
     * @param get text of a model's cell; empty where nothing is known
     * @param set reads the cell of a row
     */
    record ModelColumn(String name, Function<KnownModel, String> get, BiConsumer<Cells, KnownModel.Builder> set) {}

    /** Every column, one row a column, in the order of an export. */
    static final List<ModelColumn> ALL = List.of(
            text("family", KnownModel::family, KnownModel.Builder::family),
            text("model", KnownModel::model, KnownModel.Builder::model),
            text("revision", KnownModel::revision, KnownModel.Builder::revision),
            text("base", KnownModel::base, KnownModel.Builder::base),
            number("params", true, Columns.MAX_COUNT, KnownModel::params, KnownModel.Builder::params),
            number("tokens", true, Columns.MAX_COUNT, KnownModel::tokens, KnownModel.Builder::tokens),
            number("train_flops", true, Columns.MAX_FLOPS, KnownModel::trainFlops, KnownModel.Builder::trainFlops),
            loss(LOSS),
            loss(PRETRAIN_LOSS),
            text("loss_corpus", KnownModel::lossCorpus, KnownModel.Builder::lossCorpus),
            new ModelColumn(
                    "finetune_examples", model -> text(model.finetuneExamples()), ModelColumns::finetuneExamples),
            new ModelColumn(
                    "seed",
                    model -> text(model.seed()),
                    (cells, model) -> model.seed(cells.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE))),
            new ModelColumn(
                    "split",
                    model -> Column.word(model.split()),
                    (cells, model) -> cells.choice("split", Columns.SPLITS).ifPresent(model::split)),
            new ModelColumn(
                    VOCABULARY,
                    model -> text(model.vocabularySize()),
                    (cells, model) -> model.vocabularySize(cells.whole(VOCABULARY, 2, MAX_VOCABULARY))));

    static final List<String> NAMES = ALL.stream().map(ModelColumn::name).toList();

    private ModelColumns() {}

    /** What is known of a model, in the columns of {@code models.csv}; what is not known is left out. */
    static Map<String, String> cells(KnownModel model) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (ModelColumn column : ALL) {
            String text = column.get().apply(model);
            if (!text.isEmpty()) cells.put(column.name(), text);
        }
        return cells;
    }

    private static ModelColumn text(
            String name, Function<KnownModel, String> get, BiConsumer<KnownModel.Builder, String> set) {
        return new ModelColumn(
                name, get, (cells, model) -> cells.text(name).ifPresent(text -> set.accept(model, text)));
    }

    private static ModelColumn number(
            String name,
            boolean suffixes,
            double max,
            Function<KnownModel, OptionalDouble> get,
            BiConsumer<KnownModel.Builder, OptionalDouble> set) {
        return new ModelColumn(
                name,
                model -> NumberText.text(get.apply(model)),
                (cells, model) -> set.accept(model, cells.number(name, suffixes, 0, max)));
    }

    /** A table has one of the two names, so that the other one's cell must not take away what was read. */
    private static ModelColumn loss(String name) {
        return new ModelColumn(name, model -> NumberText.text(model.pretrainLossNats()), (cells, model) -> {
            if (!cells.blank(name)) model.pretrainLossNats(cells.number(name, false, 0, Columns.MAX_LOSS));
        });
    }

    private static void finetuneExamples(Cells cells, KnownModel.Builder model) {
        OptionalLong examples = cells.whole("finetune_examples", 0, Observation.MAX_EXAMPLES);
        if (examples.equals(OptionalLong.of(1)))
            cells.error("finetune_examples", "finetune_examples must be 0, or at least 2", "");
        model.finetuneExamples(examples);
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
}
