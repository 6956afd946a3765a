package org.emergencelaw.ingest.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.Column.Choice;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/** The columns of {@code observations.csv}, which are also the keys of JSON rows and of form rows. */
public final class Columns {

    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]");

    /** What a file may hold, for help texts. */
    public static final String HELP =
            "task, model, regime (few_shot or finetuned), examples (shots, or finetuning examples),"
                    + " accuracy (0..1), and pretrain_loss_nats; besides, if known: family, params, tokens, train_flops,"
                    + " loss_corpus, seed, n_eval, split (fit, held_out or excluded), metric, filter, note.";

    /** Far beyond any model; a product of two such counts is still a double. */
    static final double MAX_COUNT = 1e30;

    static final double MAX_FLOPS = 1e60;

    /** A model that knows nothing has ln(vocabulary) nats, about 14 at most. Perplexities are often above this. */
    static final double MAX_LOSS = 1_000;

    static final List<Choice<Regime>> REGIMES = List.of(
            new Choice<>(Regime.FINETUNED, Set.of("finetuned", "finetune", "finetuning", "ft", "sft", "lora", "tuned")),
            new Choice<>(
                    Regime.FEW_SHOT,
                    Set.of(
                            "fewshot",
                            "fewshots",
                            "shots",
                            "kshot",
                            "nshot",
                            "zeroshot",
                            "oneshot",
                            "icl",
                            "incontext")));

    static final List<Choice<Split>> SPLITS = List.of(
            new Choice<>(Split.FIT, Set.of("fit", "train", "training", "insample")),
            new Choice<>(
                    Split.HELD_OUT,
                    Set.of(
                            "heldout",
                            "holdout",
                            "test",
                            "val",
                            "valid",
                            "validation",
                            "eval",
                            "hidden",
                            "outofsample")),
            new Choice<>(
                    Split.EXCLUDED, Set.of("excluded", "exclude", "dropped", "drop", "outlier", "ignore", "ignored")));

    /**
     * Every column of the contract, one row a column, in the order of an export.
     *
     * <p>Every table has all of them, and its digest says what a fit rests on: one column more gives all studies and committed fits
     * another digest.
     */
    static final List<Column> ALL = List.of(
            Column.of("task", Observation::task, ObservationCells.Draft::task)
                    .mandatory()
                    .also("taskname", "benchmark", "dataset"),
            Column.of("family", row -> row.checkpoint().family(), ObservationCells.Draft::family)
                    .also("modelfamily"),
            Column.checkpointText("model", Checkpoint::model, Checkpoint.Builder::model)
                    .mandatory()
                    .inForm()
                    .also("modelname", "checkpoint", "name"),
            Column.checkpointNumber("params", MAX_COUNT, Checkpoint::params, Checkpoint.Builder::params)
                    .inForm()
                    .also("n", "nparams", "numparams", "parameters", "nparameters", "modelsize", "size"),
            Column.checkpointNumber("tokens", MAX_COUNT, Checkpoint::tokens, Checkpoint.Builder::tokens)
                    .inForm()
                    .also(
                            "t",
                            "ntokens",
                            "numtokens",
                            "tokensseen",
                            "traintokens",
                            "trainingtokens",
                            "datasize",
                            "pretrainingdatasize",
                            "trainingdatasize"),
            Column.checkpointNumber("train_flops", MAX_FLOPS, Checkpoint::trainFlops, Checkpoint.Builder::trainFlops)
                    .also("c", "flop", "flops", "compute", "trainingflops", "traincompute"),
            Column.number(
                            "pretrain_loss_nats",
                            row -> NumberText.text(row.checkpoint().pretrainLossNats()),
                            ObservationCells.Draft::loss)
                    .inForm()
                    .also(
                            "l",
                            "loss",
                            "pretrainloss",
                            "pretrainingloss",
                            "pretraininglossnats",
                            "valloss",
                            "validationloss",
                            "evalloss",
                            "lossnats"),
            Column.checkpointText("loss_corpus", Checkpoint::lossCorpus, Checkpoint.Builder::lossCorpus)
                    .also("corpus"),
            Column.choice("regime", REGIMES, Observation::regime, Observation.Builder::regime)
                    .mandatory()
                    .inForm()
                    .also("setting", "mode"),
            Column.number("examples", row -> Long.toString(row.examples()), ObservationCells.Draft::examples)
                    .mandatory()
                    .inForm()
                    .also("d", "nexamples", "numexamples", "finetuneexamples", "shots", "nshot", "numfewshot"),
            Column.whole(
                            "seed",
                            Long.MIN_VALUE,
                            Long.MAX_VALUE,
                            row -> OptionalLong.of(row.seed()),
                            Observation.Builder::seed)
                    .inForm()
                    .also("randomseed"),
            Column.number("accuracy", row -> NumberText.text(row.accuracy()), ObservationCells.Draft::accuracy)
                    .mandatory()
                    .inForm()
                    .also("acc", "accuracies", "score"),
            Column.whole("n_eval", 1, Integer.MAX_VALUE, Columns::items, (row, items) -> row.nEval(items.intValue()))
                    .inForm()
                    .also("numeval", "evalitems", "nitems", "ntest", "n"),
            Column.choice("split", SPLITS, Observation::split, Observation.Builder::split)
                    .inForm()
                    .also("subset"),
            Column.text("metric", Observation::metric, Observation.Builder::metric),
            Column.text("filter", Observation::filter, Observation.Builder::filter),
            // read and written with the notes
            Column.of("note", row -> "", draft -> {}));

    /** Names of all columns of the contract, in the order of an export. Any other column is kept as a note. */
    public static final List<String> CONTRACT = names(column -> true);

    /** Columns without which no row can be read. */
    public static final List<String> REQUIRED = names(Column::required);

    /** Columns of a fresh form; the study knows task and family. */
    public static final List<String> TYPED = names(Column::typed);

    /** Most columns of a row: those of the contract, and {@value RowReader#MAX_NOTES} notes. */
    public static final int MAX = CONTRACT.size() + RowReader.MAX_NOTES;

    private static final Map<String, Column> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Column::name, Function.identity()));

    private static final Set<String> SPELLINGS = ALL.stream()
            .flatMap(column -> Stream.concat(Stream.of(bare(column.name())), column.synonyms().stream()))
            .collect(Collectors.toUnmodifiableSet());

    private Columns() {}

    private static List<String> names(Predicate<Column> which) {
        return ALL.stream().filter(which).map(Column::name).toList();
    }

    private static OptionalLong items(Observation row) {
        return row.nEval().isPresent() ? OptionalLong.of(row.nEval().getAsInt()) : OptionalLong.empty();
    }

    private static Optional<Column> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static boolean known(String name) {
        return BY_NAME.containsKey(name);
    }

    /** Whether a column of the contract holds numbers. */
    public static boolean numeric(String name) {
        return find(name).map(Column::numeric).orElse(false);
    }

    /** The only words that a column may hold, in the order of a form; empty where it may hold others. */
    public static List<String> choices(String name) {
        return find(name).stream()
                .flatMap(column -> column.choices().stream())
                .map(Choice::word)
                .toList();
    }

    /** What a person probably meant who wrote something else than one of the choices. */
    static String choiceHint(String cell, List<? extends Choice<?>> choices) {
        String bare = bare(cell).replaceFirst("^[0-9]+(?=shot)", "k").replaceFirst("^kshots$", "kshot");
        return choices.stream()
                .filter(choice -> choice.alsoWritten().contains(bare))
                .findFirst()
                .map(choice -> "did you mean " + choice.word() + "?")
                .orElse("write " + anyOf(choices));
    }

    /** {@code few_shot or finetuned}; {@code excluded, fit or held_out}. */
    static String anyOf(List<? extends Choice<?>> choices) {
        List<String> words = choices.stream().map(Choice::word).sorted().toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    /** Whether a header may well have this name. */
    static boolean plausible(String name) {
        return known(name) || SPELLINGS.contains(bare(name));
    }

    /** Which of the given names a person may have meant to be the column; a name of the contract is never one. */
    static Optional<String> lookalike(String column, Collection<String> names) {
        return names.stream()
                .filter(name -> !known(name)
                        && mayMean(name, column)
                        && HeaderUnit.of(name).isEmpty())
                .findFirst();
    }

    /** Names that would be kept as notes though a column of the contract is absent that they may mean, with that column. */
    static Map<String, String> lookalikes(Collection<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String column : CONTRACT)
            if (!names.contains(column)) lookalike(column, names).ifPresent(name -> found.putIfAbsent(name, column));
        return found;
    }

    /** Names that would be kept as notes though they say a column of the contract in another unit, with how to read them. */
    static Map<String, String> inOtherUnits(Collection<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : names) {
            if (known(name)) continue;
            Optional<HeaderUnit> unit = HeaderUnit.of(name);
            for (String column : CONTRACT)
                if (unit.isPresent() && numeric(column) && mayMean(unit.get().name(), column))
                    found.putIfAbsent(name, unit.get().assignment(column, name));
        }
        return found;
    }

    /** {@code did you mean "loss"? ...}, or empty. */
    static String renameHint(String column, Collection<String> names) {
        Optional<String> same = lookalike(column, names)
                .map(name -> "did you mean \"" + name + "\"? names are exact: rename it to " + column);
        return same.or(() -> inOtherUnits(names).values().stream()
                        .filter(assignment -> assignment.startsWith(column + ":="))
                        .findFirst()
                        .map(assignment -> "did you mean " + assignment + "? assign the columns"))
                .orElse("");
    }

    private static boolean mayMean(String name, String column) {
        String bare = bare(name);
        return bare.equals(bare(column))
                || find(column).map(Column::synonyms).orElse(Set.of()).contains(bare);
    }

    /** Lower-case letters and digits alone. */
    static String bare(String text) {
        return NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
