package org.emergencelaw.ingest.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;

/** Numbers of one run as rows of a table of observations, with what is known of its model. */
record RunRow(EvaluationRun run, KnownModel known, WantedScores wanted) {

    /** Note of a few-shot row whose file does not say the shots. */
    static final String ASSUMED_SHOTS = "shots_assumed";

    /** @param withMeasures whether to say what the items tell */
    Map<String, String> cells(Score score, boolean withMeasures) {
        Map<String, String> cells = new LinkedHashMap<>();
        String task = wanted.taskName(score.task());
        cells.put("task", task);
        cells.putAll(ModelTable.observationCells(known));
        cells.put("model", known.checkpoint());
        if (known.params().isEmpty())
            run.model().params().ifPresent(params -> cells.put("params", NumberText.text(params)));
        boolean tuned = known.finetuneExamples().orElse(0) > 0;
        cells.put("regime", tuned ? "finetuned" : "few_shot");
        OptionalInt told = score.shots().isPresent() ? score.shots() : wanted.shots();
        String shots = told.isPresent() ? Integer.toString(told.getAsInt()) : "";
        cells.put("examples", tuned ? Long.toString(known.finetuneExamples().getAsLong()) : shots);
        if (!tuned && score.shots().isEmpty()) cells.put(ASSUMED_SHOTS, shots);
        // the draw of the shots is the seed of a few-shot row, unless models.csv has one
        if (!tuned && known.seed().isEmpty())
            run.model().fewshotSeed().ifPresent(seed -> cells.put("seed", Long.toString(seed)));
        cells.put("accuracy", NumberText.text(score.value()));
        items(score).ifPresent(items -> cells.put("n_eval", Integer.toString(items)));
        cells.put("metric", score.metric());
        cells.put("filter", score.filter());
        cells.put(Observation.TASK_VERSION, score.taskVersion());
        cells.put(Observation.HARNESS_VERSION, run.version());
        cells.putAll(run.model().protocol());
        if (!score.generation().isEmpty()) cells.putIfAbsent(Observation.GENERATION, score.generation());
        cells.put("stderr", score.standardError());
        if (tuned) cells.put("shots", shots);
        if (!score.task().equals(task)) cells.put("harness_task", score.task());
        String evaluated = KnownModel.label(run.model().name(), run.model().revision());
        if (!evaluated.equals(known.checkpoint())) cells.put("harness_model", evaluated);
        if (!score.subtasks().isEmpty())
            cells.put("mean_of_tasks", Integer.toString(score.subtasks().size()));
        if (withMeasures) score.measured().ifPresent(items -> measures(score, items, cells));
        return cells;
    }

    private static void measures(Score score, ItemMeans items, Map<String, String> cells) {
        items.means().forEach((measure, mean) -> cells.put(measure.column(), NumberText.text(mean)));
        if (score.items().orElse(items.items()) != items.items())
            cells.put("sample_items", Integer.toString(items.items()));
    }

    /** As the file tells, else as the catalogue has it of the task, where all of its items were evaluated. */
    private OptionalInt items(Score score) {
        return score.items().isPresent() || run.limited() ? score.items() : wanted.usualItems(score.task());
    }

    /** Whether only the catalogue tells the number of items. */
    boolean itemsFromCatalogue(Score score) {
        return score.items().isEmpty() && items(score).isPresent();
    }
}
