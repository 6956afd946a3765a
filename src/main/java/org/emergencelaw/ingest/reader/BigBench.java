package org.emergencelaw.ingest.reader;

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
import java.util.TreeMap;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonNumber;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.run.PythonJson;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * Result files of BIG-bench: one task for one model size, with a score dictionary for each number of shots (and for each subtask), and
 * in log files the queries, whose samples are the items.
 *
 * @see <a href="https://github.com/google/BIG-bench">BIG-bench</a>
 */
public final class BigBench implements RunReader {

    private static final Set<String> READ = Set.of("scores", "model", "task");
    private static final String QUERIES = "queries";

    @Override
    public String program() {
        return "BIG-bench";
    }

    @Override
    public String format() {
        return "a BIG-bench result";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        boolean known = root.has("scores") && (root.has("model") || root.has("task") || root.has(QUERIES))
                || root.has("bigbench_version");
        return known
                ? FormatMatch.unless(
                        root.fault("scores", JsonOutline.Kind.LIST),
                        root.fault("model", JsonOutline.Kind.OBJECT),
                        root.has("task") ? Optional.empty() : Optional.of("`task` is missing"))
                : FormatMatch.NO;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files) run(each.file(), reading).ifPresent(reading::add);
    }

    private static Optional<EvaluationRun> run(ImportFile file, Reading reading) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        Map<Integer, Integer> itemsByShots = new TreeMap<>();
        try (InputStream in = file.open();
                JsonParser json = PythonJson.stream(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (READ.contains(key)) root.set(key, PythonJson.tree(json));
                else if (key.equals(QUERIES) && value == JsonToken.START_ARRAY) queries(json, itemsByShots);
                else json.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            reading.fault(file, "", "", "text must be valid JSON", JsonErrorMessage.words(broken));
            return Optional.empty();
        }
        return reading.model(file, model(root.path("model")), "model.model_name must name the model")
                .map(model -> new EvaluationRun(
                        file, model, "BIG-bench", false, scores(file, root, itemsByShots, reading), List.of()));
    }

    /** Counts samples by the shots they were asked with; they may be many and long. */
    private static void queries(JsonParser json, Map<Integer, Integer> itemsByShots) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int shots = 0;
            int samples = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("shots") && value == JsonToken.VALUE_NUMBER_INT) shots = json.getIntValue();
                else if (key.equals("samples") && value == JsonToken.START_ARRAY)
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        samples++;
                        json.skipChildren();
                    }
                else json.skipChildren();
            }
            itemsByShots.merge(shots, samples, Integer::sum);
        }
    }

    /** {@code BIG-G T=0} and {@code 2m} are one name: sizes of a family have no other. */
    private static Optional<EvaluatedModel> model(JsonNode model) {
        String name = model.path("model_name").asText("");
        String family = model.path("model_family").asText("");
        OptionalDouble params = JsonNumber.of(model.path("total_params"));
        if (!(params.orElse(0) > 0)) params = JsonNumber.of(model.path("non_embedding_params"));
        return name.isBlank()
                ? Optional.empty()
                : Optional.of(EvaluatedModel.named(family.isBlank() ? name : family + "/" + name, "")
                        .withParams(params.orElse(0) > 0 ? params : OptionalDouble.empty()));
    }

    private static List<Score> scores(
            ImportFile file, JsonNode root, Map<Integer, Integer> itemsByShots, Reading reading) {
        JsonNode told = root.path("task");
        String task = told.isTextual()
                ? told.textValue()
                : told.path("task_name").asText(told.path("name").asText(""));
        if (task.isBlank()) reading.fault(file, "task", "", "task must name the task", "");
        List<Score> scores = new ArrayList<>();
        for (JsonNode score : root.path("scores")) {
            String subtask = score.path("subtask_description").asText("");
            boolean whole = subtask.isBlank() || subtask.equals(task) || !several(root);
            OptionalInt shots = JsonNumber.whole(score.path("number_of_shots"), 0);
            OptionalInt items = OptionalInt.empty();
            if (whole && shots.isPresent() && itemsByShots.getOrDefault(shots.getAsInt(), 0) > 0)
                items = OptionalInt.of(itemsByShots.getOrDefault(shots.getAsInt(), 0));
            if (!score.path("score_dict").isObject())
                reading.leftOut(file, score.toString(), "score_dict is no object of metrics");
            String name = whole ? task : subtask.startsWith(task) ? subtask : task + ":" + subtask;
            for (Map.Entry<String, JsonNode> metric : score.path("score_dict").properties())
                scores.add(Score.of(name, metric.getKey())
                        .read(metric.getValue())
                        .items(items)
                        .shots(shots)
                        .build());
        }
        return scores;
    }

    /** Whether the scores are of several subtasks, and not of one that is described in words. */
    private static boolean several(JsonNode root) {
        Set<String> described = new HashSet<>();
        for (JsonNode score : root.path("scores"))
            described.add(score.path("subtask_description").asText(""));
        return described.size() > 1;
    }
}
