package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.JsonNumber;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.metric.StandardError;

/** Reads one run: its scores, and what the file says of their items and shots. */
final class HarnessRunReader {

    private static final String OLD = "before 0.4";
    private static final String STDERR = "_stderr";
    private static final String SHOTS = "num_fewshot";

    /** What stands beside the metrics of a task. */
    private static final Set<String> NO_METRICS = Set.of("alias", "name", "sample_len", "samples", "sample_count");

    private final ImportFile file;
    private final JsonNode root;
    private final boolean old;
    private final List<String> doubts = new ArrayList<>();

    HarnessRunReader(ImportFile file, JsonNode root) {
        this.file = file;
        this.root = root;
        this.old = !root.has("n-shot") && !root.has("n-samples") && !hasFilters(root.path("results"));
    }

    private static boolean hasFilters(JsonNode results) {
        for (JsonNode task : results)
            for (Map.Entry<String, JsonNode> cell : task.properties())
                if (cell.getKey().contains(",")) return true;
        return false;
    }

    /** @param told name of the model, for a file that has none */
    Optional<EvaluationRun> read(Optional<EvaluatedModel> told, RowErrors errors) {
        List<Score> scores = new ArrayList<>();
        for (Map.Entry<String, JsonNode> task : root.path("results").properties())
            if (task.getValue().isObject()) scores(task.getKey(), task.getValue(), scores);
        Optional<EvaluatedModel> model = HarnessModel.of(root, told);
        if (scores.isEmpty())
            errors.add(
                    1,
                    "results",
                    "",
                    "results must have at least one task with a metric",
                    "this is no results file of lm-evaluation-harness");
        if (model.isEmpty())
            errors.add(
                    1,
                    "model_args",
                    root.path("config").path("model_args").asText(""),
                    "config.model_args or model_name must name the model",
                    "for files that do not, as those of GPT-NeoX, say it with --model-name (model_name=)");
        if (scores.isEmpty() || model.isEmpty()) return Optional.empty();
        boolean limited = !root.path("config").path("limit").isMissingNode()
                && !root.path("config").path("limit").isNull();
        return Optional.of(new EvaluationRun(
                file,
                model.get(),
                version(),
                limited,
                scores,
                doubts.stream().distinct().toList()));
    }

    private String version() {
        String stated = root.path("lm_eval_version").asText("");
        if (!stated.isEmpty()) return stated;
        String hash = root.path("git_hash").asText("");
        if (old) return OLD;
        return hash.isEmpty() || hash.equals("null") ? "0.4" : "git " + hash;
    }

    private void scores(String key, JsonNode cells, List<Score> scores) {
        // early 0.4 indented the tasks of a group with hyphens
        String task = key.replaceFirst("^[\\s-]+", "");
        for (Map.Entry<String, JsonNode> cell : cells.properties()) {
            String[] parts = cell.getKey().split(",", 2);
            boolean series = old || parts.length == 2;
            if (!series || parts[0].endsWith(STDERR) || NO_METRICS.contains(parts[0])) continue;
            String filter = parts.length == 2 ? parts[1] : Score.UNFILTERED;
            scores.add(score(task, key, parts[0], filter, cells));
        }
    }

    private Score score(String task, String key, String metric, String filter, JsonNode cells) {
        List<String> subtasks = subtasks(task, key);
        boolean group = !subtasks.isEmpty()
                || (root.path("groups").has(key) && itemsOf(task, "effective").isEmpty());
        JsonNode value = cells.path(old ? metric : metric + "," + filter);
        if (value.isMissingNode()) value = cells.path(metric);
        OptionalInt stated = statedItems(task, subtasks, cells);
        String error = standardError(cells, metric, filter);
        JsonNode better = root.path("higher_is_better").path(task).path(metric);
        Score.Builder score = Score.of(task, metric)
                .filter(filter)
                .read(value)
                .standardError(error)
                .originalItems(summed(task, subtasks, "original"))
                .shots(shots(task, subtasks))
                .taskVersion(version(root.path("versions").path(key)))
                .subtasks(subtasks)
                .group(group)
                .lowerIsBetter(better.isBoolean() && !better.booleanValue())
                .generation(HarnessProtocol.generation(
                        root.path("configs").path(task).path("generation_kwargs")));
        return stated.isPresent()
                ? score.items(stated).build()
                : score.itemsFromErrors(itemsFromErrors(key, subtasks, group, metric, filter))
                        .build();
    }

    private String standardError(JsonNode cells, String metric, String filter) {
        return NumberText.text(JsonNumber.of(cells.path(metric + STDERR + (old ? "" : "," + filter))));
    }

    private static String version(JsonNode stated) {
        String text = stated.isNull() ? "" : stated.asText("");
        return text.equals("N/A") ? "" : text;
    }

    /** Single tasks below a group; where the file does not list them, those whose names begin with the group's. */
    private List<String> subtasks(String task, String key) {
        List<String> found = new ArrayList<>();
        leaves(task, found, new HashSet<>());
        if (!found.isEmpty() || !root.path("groups").has(key)) return found;
        for (Map.Entry<String, JsonNode> other : root.path("results").properties()) {
            String name = other.getKey().replaceFirst("^[\\s-]+", "");
            if (name.startsWith(task + "_") && !root.path("groups").has(other.getKey())) found.add(name);
        }
        return found;
    }

    private void leaves(String group, List<String> found, Set<String> seen) {
        for (JsonNode below : root.path("group_subtasks").path(group)) {
            String name = below.asText();
            if (!seen.add(name)) continue;
            if (root.path("group_subtasks").path(name).isEmpty()) found.add(name);
            else leaves(name, found, seen);
        }
    }

    private OptionalInt itemsOf(String task, String which) {
        return JsonNumber.whole(root.path("n-samples").path(task).path(which), 1);
    }

    private OptionalInt summed(String task, List<String> subtasks, String which) {
        OptionalInt own = itemsOf(task, which);
        if (own.isPresent() || subtasks.isEmpty()) return own;
        return sum(subtasks.stream().map(name -> itemsOf(name, which)).toList());
    }

    private static OptionalInt sum(List<OptionalInt> parts) {
        return parts.stream().allMatch(OptionalInt::isPresent)
                ? OptionalInt.of(parts.stream().mapToInt(OptionalInt::getAsInt).sum())
                : OptionalInt.empty();
    }

    /** As stated, else the sum of what is stated of the subtasks. */
    private OptionalInt statedItems(String task, List<String> subtasks, JsonNode cells) {
        OptionalInt stated = summed(task, subtasks, "effective");
        for (String name : List.of("sample_len", "samples", "sample_count"))
            if (stated.isEmpty()) stated = JsonNumber.whole(cells.path(name), 1);
        return stated;
    }

    /** What standard errors say: the task's own, or those of all tasks of a group. */
    private OptionalInt itemsFromErrors(
            String task, List<String> subtasks, boolean group, String metric, String filter) {
        if (!group) return fromError(root.path("results").path(task), metric, filter);
        return subtasks.isEmpty()
                ? OptionalInt.empty()
                : sum(subtasks.stream()
                        .map(name -> fromError(root.path("results").path(name), metric, filter))
                        .toList());
    }

    private OptionalInt fromError(JsonNode cells, String metric, String filter) {
        OptionalDouble value = JsonNumber.of(cells.path(old ? metric : metric + "," + filter));
        OptionalDouble error = JsonNumber.of(cells.path(metric + STDERR + (old ? "" : "," + filter)));
        return value.isPresent() && error.isPresent()
                ? StandardError.items(value.getAsDouble(), error.getAsDouble())
                : OptionalInt.empty();
    }

    /** A group's are those of its subtasks where they agree: early 0.4 prints a 0 for the group itself. */
    private OptionalInt shots(String task, List<String> subtasks) {
        List<Integer> below = subtasks.stream()
                .map(this::ownShots)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .distinct()
                .toList();
        if (below.size() == 1) return OptionalInt.of(below.get(0));
        if (below.size() > 1) return OptionalInt.empty();
        OptionalInt own = ownShots(task);
        return own.isPresent() ? own : JsonNumber.whole(root.path("config").path(SHOTS), 0);
    }

    private OptionalInt ownShots(String task) {
        OptionalInt stated = JsonNumber.whole(root.path("n-shot").path(task), 0);
        OptionalInt configured =
                JsonNumber.whole(root.path("configs").path(task).path(SHOTS), 0);
        if (stated.isPresent() && configured.isPresent() && !stated.equals(configured))
            doubts.add("%s: n-shot says %d, configs say %d".formatted(task, stated.getAsInt(), configured.getAsInt()));
        return stated.isPresent() ? stated : configured;
    }
}
