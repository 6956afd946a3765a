package org.emergencelaw.ingest.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/** Which cells make an observation, and the rule of each. */
final class ObservationCells {

    /** Far beyond any model; a product of two such counts is still a double. */
    static final double MOST_COUNT = 1e30;

    static final double MOST_FLOPS = 1e60;
    /** A model that knows nothing has ln(vocabulary) nats, about 14 at most. Perplexities are often above this. */
    static final double MOST_LOSS = 1_000;

    private final ImportRules rules;
    private final Set<String> reported;
    private final Map<Checkpoint, Checkpoint> checkpoints = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    /** @param reported required columns whose absence was reported already */
    ObservationCells(ImportRules rules, Set<String> reported) {
        this.rules = rules;
        this.reported = reported;
    }

    /** The observation of one row; absent when the row has a fault, or when a column is absent from every row. */
    Optional<Observation> read(Cells cells) {
        Optional<String> task = task(cells);
        Optional<Checkpoint> checkpoint = checkpoint(cells);
        Optional<Regime> regime = regime(cells);
        OptionalLong examples = examples(cells, regime);
        OptionalLong seed = cells.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        OptionalDouble accuracy = cells.accuracy();
        require(cells, "accuracy");
        OptionalLong nEval = cells.whole("n_eval", 1, Integer.MAX_VALUE);
        Split split = split(cells);
        String metric = shared(cells.text("metric").orElse(""));
        String filter = shared(cells.text("filter").orElse(""));
        SortedMap<String, String> notes = cells.notes();
        measures(cells, notes);
        if (cells.faulty() || !reported.isEmpty()) return Optional.empty();
        return Optional.of(new Observation(
                shared(task.orElseThrow()),
                checkpoint.orElseThrow(),
                regime.orElseThrow(),
                examples.orElseThrow(),
                seed.orElse(0),
                accuracy.orElseThrow(),
                nEval.isPresent() ? OptionalInt.of((int) nEval.getAsLong()) : OptionalInt.empty(),
                split,
                metric,
                filter,
                notes));
    }

    /** A note with the name of a measure is a number in the measure's range. */
    private static void measures(Cells cells, SortedMap<String, String> notes) {
        for (Measure measure : Measure.values()) {
            String cell = notes.get(measure.column());
            if (cell == null) continue;
            try {
                measure.parse(cell);
            } catch (IllegalArgumentException broken) {
                cells.fault(
                        measure.column(),
                        measure.rule(),
                        NumberText.of(cell, false).hint());
            }
        }
    }

    private Optional<Checkpoint> checkpoint(Cells cells) {
        Optional<String> family = family(cells);
        Optional<String> model = cells.text("model");
        require(cells, "model");
        OptionalDouble params = cells.number("params", true, 0, MOST_COUNT);
        OptionalDouble tokens = cells.number("tokens", true, 0, MOST_COUNT);
        OptionalDouble flops = cells.number("train_flops", true, 0, MOST_FLOPS);
        OptionalDouble loss = cells.number("pretrain_loss_nats", false, 0, MOST_LOSS);
        Optional<String> corpus = cells.text("loss_corpus");
        boolean computeGiven = !cells.blank("train_flops") || !(cells.blank("params") || cells.blank("tokens"));
        if (cells.blank("pretrain_loss_nats") && !computeGiven && !reported.contains("pretrain_loss_nats"))
            cells.missing(
                    "pretrain_loss_nats", "pretrain_loss_nats must be given, or train_flops, or params and tokens");
        if (cells.faulty() || !reported.isEmpty()) return Optional.empty();
        Checkpoint checkpoint = new Checkpoint(
                shared(family.orElse("")),
                shared(model.orElseThrow()),
                params,
                tokens,
                flops,
                loss,
                shared(corpus.orElse("")));
        Checkpoint same = checkpoints.putIfAbsent(checkpoint, checkpoint);
        return Optional.of(same == null ? checkpoint : same);
    }

    private Optional<String> task(Cells cells) {
        require(cells, "task");
        Optional<String> task = cells.text("task");
        if (task.isPresent() && !task.equals(rules.task().or(() -> task)))
            cells.fault(
                    "task",
                    "task must be \"" + rules.task().orElseThrow() + "\"",
                    "rows of another task need another study; on the command line, --task chooses the task");
        return task;
    }

    private Optional<String> family(Cells cells) {
        Optional<String> family = cells.text("family");
        if (family.isPresent() && !family.equals(rules.family().or(() -> family)))
            cells.fault(
                    "family",
                    "family must be \"" + rules.family().orElseThrow() + "\", or empty",
                    "rows of another family need another study: their losses cannot be compared");
        return family.or(rules::family);
    }

    private Optional<Regime> regime(Cells cells) {
        require(cells, "regime");
        Optional<String> cell = cells.text("regime");
        if (cell.isEmpty()) return Optional.empty();
        if (cell.get().equals("few_shot")) return Optional.of(Regime.FEW_SHOT);
        if (cell.get().equals("finetuned")) return Optional.of(Regime.FINETUNED);
        cells.fault("regime", "regime must be few_shot or finetuned", Words.regimeHint(cell.get()));
        return Optional.empty();
    }

    private OptionalLong examples(Cells cells, Optional<Regime> regime) {
        require(cells, "examples");
        OptionalLong examples = cells.whole("examples", 0, Observation.MAX_EXAMPLES);
        if (regime.equals(Optional.of(Regime.FINETUNED)) && examples.isPresent() && examples.getAsLong() < 2)
            cells.fault(
                    "examples",
                    "examples must be at least 2 where regime is finetuned",
                    "a model that was not finetuned is few_shot, with its number of shots");
        return examples;
    }

    static Split split(Cells cells) {
        String cell = cells.text("split").orElse("fit");
        if (cell.equals("held_out")) return Split.HELD_OUT;
        if (!cell.equals("fit")) cells.fault("split", "split must be fit or held_out", Words.splitHint(cell));
        return Split.FIT;
    }

    private void require(Cells cells, String column) {
        if (cells.blank(column) && !reported.contains(column)) cells.missing(column, column + " must not be empty");
    }

    /** Cells repeat; one string a word keeps a hundred thousand rows small. */
    private String shared(String text) {
        String same = texts.putIfAbsent(text, text);
        return same == null ? text : same;
    }
}
