package org.emergencelaw.ingest.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;

/** An observation as cells by column, both ways: how it is written, and the rule by which each cell is read. */
public final class ObservationCells {

    private final ImportRules rules;
    private final Set<String> reported;
    private final Map<Checkpoint, Checkpoint> checkpoints = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    /** @param reported required columns whose absence was reported already */
    ObservationCells(ImportRules rules, Set<String> reported) {
        this.rules = rules;
        this.reported = reported;
    }

    /** Text by column, as {@link #read} reads it; what is absent is left out. */
    public static Map<String, String> of(Observation observation) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (Column column : Columns.ALL) put(cells, column.name(), column.get().apply(observation));
        observation.notes().forEach((name, note) -> {
            if (name.equals("note") || !Columns.known(name)) put(cells, name, note);
        });
        return cells;
    }

    private static void put(Map<String, String> cells, String column, String text) {
        if (!text.isEmpty()) cells.put(column, text);
    }

    /** The observation of one row; absent when the row has an error, or when a column is absent from every row. */
    Optional<Observation> read(Cells cells) {
        Draft draft = new Draft(cells);
        for (Column column : Columns.ALL) {
            if (column.required()) draft.require(column.name());
            column.set().accept(draft);
        }
        SortedMap<String, String> notes = cells.notes();
        measures(cells, notes);
        if (cells.faulty() || !reported.isEmpty()) return Optional.empty();
        return Optional.of(draft.row
                .checkpoint(shared(draft.checkpoint.build()))
                .notes(notes)
                .build());
    }

    /** A note with the name of a measure is a number in the measure's range. */
    private static void measures(Cells cells, SortedMap<String, String> notes) {
        for (Measure measure : Measure.values()) {
            String cell = notes.get(measure.column());
            if (cell == null) continue;
            try {
                measure.parse(cell);
            } catch (IllegalArgumentException broken) {
                cells.error(
                        measure.column(),
                        measure.rule(),
                        NumberText.of(cell, false).hint());
            }
        }
    }

    private Checkpoint shared(Checkpoint checkpoint) {
        Checkpoint same = checkpoints.putIfAbsent(checkpoint, checkpoint);
        return same == null ? checkpoint : same;
    }

    /** One observation while its cells are read. */
    final class Draft {
        final Observation.Builder row = Observation.builder();
        final Checkpoint.Builder checkpoint = Checkpoint.builder();
        private final Cells cells;

        private Draft(Cells cells) {
            this.cells = cells;
        }

        Cells cells() {
            return cells;
        }

        private void require(String column) {
            if (cells.blank(column) && !reported.contains(column)) cells.missing(column, column + " must not be empty");
        }

        /** Cells repeat; one string a word keeps a hundred thousand rows small. */
        String shared(String text) {
            String same = texts.putIfAbsent(text, text);
            return same == null ? text : same;
        }

        void task() {
            Optional<String> task = cells.text("task");
            if (task.isPresent() && !task.equals(rules.task().or(() -> task)))
                cells.error(
                        "task",
                        "task must be \"" + rules.task().orElseThrow() + "\"",
                        "rows of another task need another study; on the command line, --task chooses the task, and an empty"
                                + " study takes the rows' task with adopt=true (--adopt)");
            task.ifPresent(name -> row.task(shared(name)));
        }

        void family() {
            Optional<String> family = cells.text("family");
            if (family.isPresent() && !family.equals(rules.family().or(() -> family)))
                cells.error(
                        "family",
                        "family must be \"" + rules.family().orElseThrow() + "\", or empty",
                        "rows of another family need another study: their losses cannot be compared; an empty study takes"
                                + " the rows' family with adopt=true (--adopt)");
            family.or(rules::family).ifPresent(name -> checkpoint.family(shared(name)));
        }

        void loss() {
            checkpoint.pretrainLossNats(cells.number("pretrain_loss_nats", false, 0, Columns.MAX_LOSS));
            boolean computeGiven = !cells.blank("train_flops") || !(cells.blank("params") || cells.blank("tokens"));
            if (cells.blank("pretrain_loss_nats") && !computeGiven && !reported.contains("pretrain_loss_nats"))
                cells.missing(
                        "pretrain_loss_nats", "pretrain_loss_nats must be given, or train_flops, or params and tokens");
        }

        void examples() {
            OptionalLong examples = cells.whole("examples", 0, Observation.MAX_EXAMPLES);
            if (examples.isPresent() && examples.getAsLong() < 2 && cells.holds("regime", "finetuned"))
                cells.error(
                        "examples",
                        "examples must be at least 2 where regime is finetuned",
                        "a model that was not finetuned is few_shot, with its number of shots");
            examples.ifPresent(row::examples);
        }

        void accuracy() {
            cells.accuracy().ifPresent(row::accuracy);
        }
    }
}
