package org.emergencelaw.ingest.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns of {@code observations.csv}, which are also the keys of JSON rows and of form rows. */
public final class Columns {

    /** Every column of the contract, in the order of an export. Any other column is kept as a note. */
    public static final List<String> CONTRACT = List.of(
            "task",
            "family",
            "model",
            "params",
            "tokens",
            "train_flops",
            "pretrain_loss_nats",
            "loss_corpus",
            "regime",
            "examples",
            "seed",
            "accuracy",
            "n_eval",
            "split",
            "metric",
            "filter",
            "note");

    /** Columns without which no row can be read. */
    public static final List<String> REQUIRED = List.of("task", "model", "regime", "examples", "accuracy");

    static final Set<String> NUMERIC =
            Set.of("params", "tokens", "train_flops", "pretrain_loss_nats", "examples", "seed", "accuracy", "n_eval");

    /** Most columns of a row: those of the contract, and {@value RowReader#MAX_NOTES} notes. */
    public static final int MOST = CONTRACT.size() + RowReader.MAX_NOTES;

    private static final Set<String> KNOWN = Set.copyOf(CONTRACT);
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]");

    /** Other names that people use, without case and punctuation. */
    private static final Map<String, Set<String>> SYNONYMS = Map.ofEntries(
            Map.entry("task", Set.of("taskname", "benchmark", "dataset")),
            Map.entry("family", Set.of("modelfamily")),
            Map.entry("model", Set.of("modelname", "checkpoint", "name")),
            Map.entry("params", Set.of("n", "nparams", "numparams", "parameters", "nparameters", "modelsize")),
            Map.entry("tokens", Set.of("t", "ntokens", "numtokens", "tokensseen", "traintokens", "trainingtokens")),
            Map.entry("train_flops", Set.of("c", "flop", "flops", "compute", "trainingflops", "traincompute")),
            Map.entry(
                    "pretrain_loss_nats",
                    Set.of(
                            "l",
                            "loss",
                            "pretrainloss",
                            "pretrainingloss",
                            "pretraininglossnats",
                            "valloss",
                            "validationloss",
                            "evalloss",
                            "lossnats")),
            Map.entry("loss_corpus", Set.of("corpus")),
            Map.entry("regime", Set.of("setting", "mode")),
            Map.entry(
                    "examples",
                    Set.of("d", "nexamples", "numexamples", "finetuneexamples", "shots", "nshot", "numfewshot")),
            Map.entry("seed", Set.of("randomseed")),
            Map.entry("accuracy", Set.of("acc", "accuracies", "score")),
            Map.entry("n_eval", Set.of("numeval", "evalitems", "nitems", "ntest", "n")),
            Map.entry("split", Set.of("subset")));

    private static final Set<String> SPELLINGS = Stream.concat(
                    CONTRACT.stream().map(Columns::bare),
                    SYNONYMS.values().stream().flatMap(Set::stream))
            .collect(Collectors.toSet());

    private Columns() {}

    static boolean known(String name) {
        return KNOWN.contains(name);
    }

    /** Whether a header may well have this name. */
    static boolean plausible(String name) {
        return known(name) || SPELLINGS.contains(bare(name));
    }

    /** Which of the given names a person may have meant to be the column; a name of the contract is never one. */
    static Optional<String> lookalike(String column, Collection<String> names) {
        return names.stream()
                .filter(name -> !known(name) && mayMean(name, column))
                .findFirst();
    }

    /** Names that would be kept as notes though a column of the contract is absent that they may mean, with that column. */
    static Map<String, String> lookalikes(Collection<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String column : CONTRACT)
            if (!names.contains(column)) lookalike(column, names).ifPresent(name -> found.putIfAbsent(name, column));
        return found;
    }

    /** {@code did you mean "loss"? ...}, or empty. */
    static String renameHint(String column, Collection<String> names) {
        return lookalike(column, names)
                .map(name -> "did you mean \"" + name + "\"? names are exact: rename it to " + column)
                .orElse("");
    }

    private static boolean mayMean(String name, String column) {
        String bare = bare(name);
        return bare.equals(bare(column))
                || SYNONYMS.getOrDefault(column, Set.of()).contains(bare);
    }

    /** Lower-case letters and digits alone. */
    static String bare(String text) {
        return NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
