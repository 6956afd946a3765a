package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonDocuments;
import org.emergencelaw.ingest.run.JsonNumber;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * Metrics of OLMES: {@code metrics.json} with all tasks, {@code metrics-all.jsonl} with a task a line, or {@code
 * task-*-metrics.json} of one. What follows the task in its alias, such as {@code rc::olmes}, is how it was asked, and stands as the
 * filter.
 *
 * @see <a href="https://github.com/allenai/olmes">OLMES</a>
 */
public final class Olmes implements RunReader {

    private static final Set<String> READ = Set.of(
            "all_primary_scores",
            "tasks",
            "metrics",
            "model_config",
            "task_config",
            "task_name",
            "alias",
            "num_instances");

    /** What stands beside the metrics of a task where they are not in an object of their own. */
    private static final Set<String> NO_METRICS = Set.of("num_instances", "task_idx", "processing_time");

    private static final String PRIMARY = "primary_score";
    private static final String PREDICTIONS = "predictions";

    @Override
    public String program() {
        return "OLMES";
    }

    @Override
    public String format() {
        return "metrics of OLMES";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        if (root.has("task_hash") && root.has("doc_id")) return new FormatMatch(FormatMatch.Kind.ITEMS, PREDICTIONS);
        if (root.has("all_primary_scores") || root.isObject("model_config") && root.has("tasks"))
            return FormatMatch.unless(
                    root.has("metrics")
                            ? root.fault("metrics", JsonOutline.Kind.LIST)
                            : root.fault("tasks", JsonOutline.Kind.LIST));
        return root.isObject("task_config")
                ? FormatMatch.unless(
                        root.fault("metrics", JsonOutline.Kind.OBJECT),
                        root.fault("model_config", JsonOutline.Kind.OBJECT))
                : FormatMatch.NO;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files) {
            ImportFile file = each.file();
            if (each.match().what().equals(PREDICTIONS)) {
                reading.leftOut(file, PREDICTIONS, "items of OLMES are not read; its metrics have their means");
                continue;
            }
            List<ObjectNode> documents = JsonDocuments.read(file, READ::contains, reading.errors());
            for (int i = 0; i < documents.size(); i++) {
                ImportFile place = documents.size() == 1 ? file : file.part("line " + (i + 1));
                run(place, documents.get(i), reading).ifPresent(reading::add);
            }
        }
    }

    private static Optional<EvaluationRun> run(ImportFile file, JsonNode root, Reading reading) {
        JsonNode config = root.path("model_config");
        String name = config.path("model").asText(config.path("model_path").asText(""));
        Optional<EvaluatedModel> inFile = name.isBlank()
                ? Optional.empty()
                : Optional.of(EvaluatedModel.named(name, config.path("revision").asText("")));
        Optional<EvaluatedModel> model = reading.model(file, inFile, "model_config.model must name the model");
        if (model.isEmpty()) return Optional.empty();
        List<Score> scores = new ArrayList<>();
        if (root.path("task_config").isObject()) scores(file, root, scores, reading);
        JsonNode tasks = root.path("tasks").isArray() ? root.path("tasks") : root.path("metrics");
        if (tasks.isArray()) for (JsonNode task : tasks) scores(file, task, scores, reading);
        return Optional.of(new EvaluationRun(file, model.get(), "OLMES", false, scores, List.of()));
    }

    private static void scores(ImportFile file, JsonNode entry, List<Score> scores, Reading reading) {
        JsonNode config = entry.path("task_config");
        String alias =
                entry.path("alias").asText(config.path("metadata").path("alias").asText(""));
        String named = config.path("task_name")
                .asText(entry.path("task_name").asText(entry.path("task").asText("")));
        if (alias.isBlank()) alias = named;
        // the alias begins with the task: arc_easy:rc::olmes
        int end = alias.indexOf(':');
        String task = named.isBlank() || !alias.startsWith(named) ? end < 0 ? alias : alias.substring(0, end) : named;
        String way = alias.substring(Math.min(alias.length(), task.length())).replaceFirst("^:+", "");
        if (task.isBlank()) {
            reading.leftOut(file, RowError.shown(entry.toString()), "it names no task");
            return;
        }
        String primary = config.path("primary_metric").asText("");
        JsonNode metrics = entry.path("metrics").isObject() ? entry.path("metrics") : entry;
        for (Map.Entry<String, JsonNode> cell : metrics.properties()) {
            JsonNode value = cell.getValue();
            if (NO_METRICS.contains(cell.getKey()) || value.isContainerNode()) continue;
            if (metrics == entry && !value.isNumber()) continue;
            if (cell.getKey().equals(PRIMARY) && metrics.has(primary)) continue;
            scores.add(Score.of(task, cell.getKey())
                    .filter(way.isEmpty() ? Score.UNFILTERED : way)
                    .read(value)
                    .items(JsonNumber.whole(entry.path("num_instances"), 1))
                    .shots(JsonNumber.whole(config.path("num_shots"), 0))
                    .taskVersion(config.path("version").asText(""))
                    .group(config.path("metadata").path("num_tasks").asInt(1) > 1)
                    .build());
        }
    }
}
