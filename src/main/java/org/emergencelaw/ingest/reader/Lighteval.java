package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
import org.emergencelaw.observation.Observation;

/**
 * {@code results_*.json} of lighteval. A task is {@code suite|task|shots}, in older files with {@code |0} or {@code |1} behind it, in
 * newer ones without the suite; its metrics stand with their {@code _stderr}.
 *
 * @see <a href="https://github.com/huggingface/lighteval">lighteval</a>
 */
public final class Lighteval implements RunReader {

    private static final Set<String> READ = Set.of("config_general", "results", "versions", "config_tasks");
    private static final String STDERR = "_stderr";
    private static final String ALL = "all";
    private static final String AVERAGE = ":_average";

    @Override
    public String program() {
        return "lighteval";
    }

    @Override
    public String format() {
        return "a lighteval result";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        return root.has("config_general")
                ? FormatMatch.unless(
                        root.fault("config_general", JsonOutline.Kind.OBJECT),
                        root.fault("results", JsonOutline.Kind.OBJECT))
                : FormatMatch.NO;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files)
            for (ObjectNode root : JsonDocuments.read(each.file(), READ::contains, reading.errors()))
                run(each.file(), root, reading).ifPresent(reading::add);
    }

    /** The parts of a task's key. */
    private record TaskKey(String task, OptionalInt shots) {

        static TaskKey of(String key) {
            List<String> parts = new ArrayList<>(List.of(key.split("\\|")));
            OptionalInt shots = OptionalInt.empty();
            while (parts.size() > 1 && parts.get(parts.size() - 1).matches("[0-9]{1,6}"))
                shots = OptionalInt.of(Integer.parseInt(parts.remove(parts.size() - 1)));
            return new TaskKey(parts.get(parts.size() - 1), shots);
        }
    }

    private static Optional<EvaluationRun> run(ImportFile file, JsonNode root, Reading reading) {
        JsonNode general = root.path("config_general");
        Optional<EvaluatedModel> model =
                reading.model(file, model(general), "config_general.model_name must name the model");
        if (model.isEmpty()) return Optional.empty();
        List<Score> scores = new ArrayList<>();
        for (Map.Entry<String, JsonNode> task : root.path("results").properties())
            if (task.getKey().equals(ALL)) reading.leftOut(file, ALL, "it is the mean of all tasks of the file");
            else if (task.getValue().isObject()) scores(root, task.getKey(), task.getValue(), scores);
            else reading.leftOut(file, task.getKey(), "it is no object of metrics");
        String sha = general.path("lighteval_sha").asText("?");
        String version = sha.equals("?") || sha.isEmpty() ? "lighteval" : "lighteval " + sha;
        boolean limited = general.path("max_samples").isNumber();
        return Optional.of(new EvaluationRun(file, model.get(), version, limited, scores, List.of()));
    }

    private static Optional<EvaluatedModel> model(JsonNode general) {
        JsonNode config = general.path("model_config");
        String name =
                general.path("model_name").asText(config.path("model_name").asText(""));
        if (name.isBlank()) return Optional.empty();
        String template = config.path("use_chat_template").asBoolean(false)
                        || general.path("use_chat_template").asBoolean(false)
                ? "applied"
                : "";
        JsonNode system = config.path("system_prompt");
        return Optional.of(EvaluatedModel.named(name, config.path("revision").asText(""))
                .asked(Observation.CHAT_TEMPLATE, template)
                .asked(Observation.SYSTEM_PROMPT, system.isTextual() ? RowError.shown(system.textValue()) : ""));
    }

    private static void scores(JsonNode root, String key, JsonNode metrics, List<Score> scores) {
        TaskKey of = TaskKey.of(key);
        JsonNode config = root.path("config_tasks").path(key);
        boolean average = of.task().endsWith(AVERAGE);
        String task = average ? of.task().substring(0, of.task().length() - AVERAGE.length()) : of.task();
        OptionalInt shots = of.shots().isPresent() ? of.shots() : JsonNumber.whole(config.path("num_fewshots"), 0);
        for (Map.Entry<String, JsonNode> cell : metrics.properties()) {
            if (cell.getKey().endsWith(STDERR)) continue;
            scores.add(Score.of(task, cell.getKey())
                    .read(cell.getValue())
                    .itemsOrError(
                            JsonNumber.whole(config.path("effective_num_docs"), 1),
                            average ? OptionalDouble.empty() : JsonNumber.of(metrics.path(cell.getKey() + STDERR)))
                    .originalItems(JsonNumber.whole(config.path("original_num_docs"), 1))
                    .shots(shots)
                    .taskVersion(root.path("versions").path(key).asText(""))
                    .subtasks(average ? below(root, task) : List.of())
                    .build());
        }
    }

    /** Tasks {@code NAME:REST} of the file. */
    private static List<String> below(JsonNode root, String name) {
        List<String> tasks = new ArrayList<>();
        for (Map.Entry<String, JsonNode> other : root.path("results").properties()) {
            String task = TaskKey.of(other.getKey()).task();
            if (task.startsWith(name + ":") && !task.endsWith(AVERAGE)) tasks.add(task);
        }
        return tasks;
    }
}
