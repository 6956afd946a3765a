package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * One {@code results_*.json} of lm-evaluation-harness, of 0.4 and newer or from before: one run of one model over some tasks.
 *
 * <p>Before 0.4 a metric stands as {@code "acc"} with {@code "acc_stderr"}; from 0.4 on with the filter of its answers, {@code
 * "acc,none"} and {@code "acc_stderr,none"}, and the file tells items, shots and groups.
 *
 * @param version of the harness: {@code 0.4.9.2}, else {@code git c10551f}, else {@code before 0.4}
 * @param limited whether the run was told to evaluate only some items
 * @param scores in the order of the file
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a>
 */
record HarnessResults(ImportFile file, HarnessModel model, String version, boolean limited, List<Score> scores) {

    private static final String OLD = "before 0.4";
    /** What 0.4 calls answers as they came. */
    static final String UNFILTERED = "none";

    private static final String STDERR = "_stderr";
    private static final Pattern DATED = Pattern.compile("_(\\d{4}-\\d{2}-\\d{2}T[0-9.-]+?)\\.jsonl?$");

    /** What is read; the rest (configurations, samples, environment) is passed over. */
    private static final Set<String> READ = Set.of(
            "results",
            "groups",
            "group_subtasks",
            "versions",
            "n-shot",
            "n-samples",
            "higher_is_better",
            "config",
            "model_name",
            "lm_eval_version",
            "git_hash");

    /**
     * One number of the file.
     *
     * @param task as the harness calls it
     * @param filter of the answers; {@code none} before 0.4
     * @param value absent where the file says NaN
     * @param standardError as text; empty where the file has none or says N/A
     * @param items evaluated items, where the file tells them
     * @param originalItems items of the task, where the file tells them
     * @param shots absent for a group of tasks with different shots
     * @param taskVersion empty when not stated
     * @param subtasks of a group, all levels down to single tasks; empty for a single task
     * @param group whether it is the mean of other tasks
     * @param lowerIsBetter whether the file says so
     */
    record Score(
            String task,
            String metric,
            String filter,
            OptionalDouble value,
            String standardError,
            OptionalInt items,
            OptionalInt originalItems,
            OptionalInt shots,
            String taskVersion,
            List<String> subtasks,
            boolean group,
            boolean lowerIsBetter) {

        /** {@code acc,none}. */
        String series() {
            return metric + "," + filter;
        }
    }

    /** When the run was written, as its files have it in their names; empty for a file with another name. */
    static String dateOf(ImportFile file) {
        Matcher dated = DATED.matcher(file.baseName());
        return dated.find() ? dated.group(1) : "";
    }

    /** Reads one file; absent with an error when it is no such file. Throws only when the stream does. */
    static Optional<HarnessResults> read(ImportFile file, RowErrors errors) throws IOException {
        errors.in(file.name());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (InputStream in = file.open();
                JsonParser json = HarnessJson.document(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                if (READ.contains(key)) root.set(key, HarnessJson.tree(json));
                else json.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            errors.add(1, "", "", "text must be valid JSON", JsonErrorMessage.words(broken));
            return Optional.empty();
        }
        return new Reader(file, root).read(errors);
    }

    private static final class Reader {
        private final ImportFile file;
        private final JsonNode root;
        private final boolean old;

        Reader(ImportFile file, JsonNode root) {
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

        Optional<HarnessResults> read(RowErrors errors) {
            List<Score> scores = new ArrayList<>();
            for (Map.Entry<String, JsonNode> task : root.path("results").properties())
                if (task.getValue().isObject()) scores(task.getKey(), task.getValue(), scores);
            Optional<HarnessModel> model = HarnessModel.of(root);
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
                        "");
            if (scores.isEmpty() || model.isEmpty()) return Optional.empty();
            boolean limited = !root.path("config").path("limit").isMissingNode()
                    && !root.path("config").path("limit").isNull();
            return Optional.of(new HarnessResults(file, model.get(), version(), limited, scores));
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
                if (!cell.getValue().isNumber()) continue;
                String[] parts = cell.getKey().split(",", 2);
                boolean series = old || parts.length == 2;
                if (series && !parts[0].endsWith(STDERR))
                    scores.add(score(
                            task,
                            key,
                            parts[0],
                            parts.length == 2 ? parts[1] : UNFILTERED,
                            cell.getValue().doubleValue(),
                            cells));
            }
        }

        private Score score(String task, String key, String metric, String filter, double value, JsonNode cells) {
            List<String> subtasks = new ArrayList<>();
            leaves(task, subtasks, new HashSet<>());
            boolean group =
                    !subtasks.isEmpty() || (root.path("groups").has(key) && !hasItems(root.path("n-samples"), task));
            JsonNode error = cells.path(metric + STDERR + (old ? "" : "," + filter));
            JsonNode better = root.path("higher_is_better").path(task).path(metric);
            return new Score(
                    task,
                    metric,
                    filter,
                    Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value),
                    error.isNumber() && Double.isFinite(error.doubleValue())
                            ? NumberText.text(error.doubleValue())
                            : "",
                    items(task, subtasks, "effective", cells),
                    items(task, subtasks, "original", JsonNodeFactory.instance.objectNode()),
                    shots(task, subtasks),
                    version(root.path("versions").path(key)),
                    subtasks,
                    group,
                    better.isBoolean() && !better.booleanValue());
        }

        private static String version(JsonNode stated) {
            String text = stated.isNull() ? "" : stated.asText("");
            return text.equals("N/A") ? "" : text;
        }

        /** Single tasks below a group. */
        private void leaves(String group, List<String> found, Set<String> seen) {
            for (JsonNode below : root.path("group_subtasks").path(group)) {
                String name = below.asText();
                if (!seen.add(name)) continue;
                if (root.path("group_subtasks").path(name).isEmpty()) found.add(name);
                else leaves(name, found, seen);
            }
        }

        private static boolean hasItems(JsonNode samples, String task) {
            return samples.path(task).path("effective").isInt();
        }

        private OptionalInt items(String task, List<String> subtasks, String which, JsonNode cells) {
            JsonNode samples = root.path("n-samples");
            if (samples.path(task).path(which).isInt())
                return positive(samples.path(task).path(which).intValue());
            if (!subtasks.isEmpty() && subtasks.stream().allMatch(name -> hasItems(samples, name)))
                return positive(subtasks.stream()
                        .mapToInt(name -> samples.path(name).path(which).intValue())
                        .sum());
            for (String name : List.of("sample_len", "samples"))
                if (cells.path(name).isInt()) return positive(cells.path(name).intValue());
            return OptionalInt.empty();
        }

        private static OptionalInt positive(int items) {
            return items > 0 ? OptionalInt.of(items) : OptionalInt.empty();
        }

        private OptionalInt shots(String task, List<String> subtasks) {
            JsonNode stated = root.path("n-shot");
            if (stated.path(task).isInt()) return whole(stated.path(task).intValue());
            int[] below = subtasks.stream()
                    .map(stated::path)
                    .filter(JsonNode::isInt)
                    .mapToInt(JsonNode::intValue)
                    .distinct()
                    .toArray();
            if (below.length == 1) return whole(below[0]);
            JsonNode all = root.path("config").path("num_fewshot");
            if (all.isInt()) return whole(all.intValue());
            // not told to take any
            return below.length == 0 && root.has("config") ? OptionalInt.of(0) : OptionalInt.empty();
        }

        private static OptionalInt whole(int shots) {
            return shots >= 0 ? OptionalInt.of(shots) : OptionalInt.empty();
        }
    }
}
