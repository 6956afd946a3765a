package org.emergencelaw.ingest.harness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.ingest.table.StandardError;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;

/** Numbers of one run as rows of a table of observations, with what is known of its model. */
record HarnessRow(HarnessResults run, KnownModel known, HarnessScores wanted) {

    Map<String, String> cells(HarnessResults.Score score, Optional<SampleMeasures> measured) {
        Map<String, String> cells = new LinkedHashMap<>();
        String task = wanted.taskName(score.task());
        cells.put("task", task);
        cells.putAll(ModelTable.observationCells(known));
        cells.put("model", known.checkpoint());
        if (known.params().isEmpty())
            run.model().params().ifPresent(params -> cells.put("params", NumberText.text(params)));
        boolean tuned = known.finetuneExamples().orElse(0) > 0;
        cells.put("regime", tuned ? "finetuned" : "few_shot");
        String shots =
                score.shots().isPresent() ? Integer.toString(score.shots().getAsInt()) : "";
        cells.put("examples", tuned ? Long.toString(known.finetuneExamples().getAsLong()) : shots);
        // the draw of the shots is the seed of a few-shot row, unless models.csv has one
        if (!tuned && known.seed().isEmpty())
            run.model().fewshotSeed().ifPresent(seed -> cells.put("seed", Long.toString(seed)));
        cells.put("accuracy", NumberText.text(score.value()));
        items(score).ifPresent(items -> cells.put("n_eval", Integer.toString(items)));
        cells.put("metric", score.metric());
        cells.put("filter", score.filter());
        cells.put(Observation.TASK_VERSION, score.taskVersion());
        cells.put(Observation.HARNESS_VERSION, run.version());
        cells.put("stderr", score.standardError());
        if (tuned) cells.put("shots", shots);
        if (!score.task().equals(task)) cells.put("harness_task", score.task());
        String evaluated = KnownModel.label(run.model().name(), run.model().revision());
        if (!evaluated.equals(known.checkpoint())) cells.put("harness_model", evaluated);
        if (!score.subtasks().isEmpty())
            cells.put("mean_of_tasks", Integer.toString(score.subtasks().size()));
        measured.ifPresent(items -> measures(score, items, cells));
        return cells;
    }

    private static void measures(HarnessResults.Score score, SampleMeasures items, Map<String, String> cells) {
        boolean extracted = !score.filter().equals(HarnessResults.UNFILTERED);
        items.means(extracted).forEach((measure, mean) -> cells.put(measure.column(), NumberText.text(mean)));
        if (score.items().orElse(items.items()) != items.items())
            cells.put("sample_items", Integer.toString(items.items()));
    }

    /** As the file tells; else what accuracy and standard error say. */
    static OptionalInt items(HarnessResults.Score score) {
        return score.items().isPresent() ? score.items() : fromError(score);
    }

    /** Whether the number of items, or those of the subtasks that it sums, is worked out. */
    boolean itemsFromError(HarnessResults.Score score) {
        boolean ofParts = score.group()
                && score.items().isPresent()
                && score.originalItems().isEmpty();
        return ofParts || (score.items().isEmpty() && fromError(score).isPresent());
    }

    private static OptionalInt fromError(HarnessResults.Score score) {
        if (score.group() || score.value().isEmpty() || score.standardError().isEmpty()) return OptionalInt.empty();
        return StandardError.items(score.value().getAsDouble(), Double.parseDouble(score.standardError()));
    }
}
