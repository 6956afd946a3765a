package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.PythonJson;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;

/** Instances of every_eval_ever, a line each, counted by record, model and evaluation; memory does not grow with their number. */
final class InstanceCounts {

    /** More would be no counts but a file of something else. */
    private static final int MAX_GROUPS = 100_000;

    private record Group(String evaluation, String model, String task) {}

    /** Right ones, of all. */
    private static final class Count {
        private final ImportFile file;
        private int right;
        private int all;

        Count(ImportFile file) {
            this.file = file;
        }
    }

    private final Map<Group, Count> counts = new LinkedHashMap<>();
    private final Set<Group> taken = new HashSet<>();

    /** What is no instance is an error. Throws only when the stream does. */
    void read(ImportFile file, Reading reading) throws IOException {
        int line = 0;
        try (InputStream in = file.open();
                JsonParser json = PythonJson.stream(in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) continue;
                line++;
                instance(file, line, PythonJson.tree(json), reading);
            }
        } catch (JsonProcessingException broken) {
            reading.fault(file, "", "", "each line must be one JSON object", JsonErrorMessage.words(broken));
        }
    }

    private void instance(ImportFile file, int line, JsonNode instance, Reading reading) {
        JsonNode correct = instance.path("evaluation").path("is_correct");
        Group group = new Group(
                instance.path("evaluation_id").asText(""),
                instance.path("model_id").asText(""),
                instance.path("evaluation_name").asText(""));
        if (!correct.isBoolean() || group.model().isBlank() || group.task().isBlank()) {
            reading.leftOut(file, "instance " + line, "it does not say model, evaluation and whether it is right");
            return;
        }
        if (counts.size() == MAX_GROUPS && !counts.containsKey(group)) {
            reading.fault(file, "", "", "instances must be of at most " + MAX_GROUPS + " evaluations", "");
            return;
        }
        Count count = counts.computeIfAbsent(group, each -> new Count(file));
        count.all++;
        if (correct.booleanValue()) count.right++;
    }

    /** Instances of an evaluation of a record, which are then told there. */
    OptionalInt take(String evaluation, String task) {
        for (Map.Entry<Group, Count> each : counts.entrySet())
            if (each.getKey().evaluation().equals(evaluation)
                    && each.getKey().task().equals(task)) {
                taken.add(each.getKey());
                return OptionalInt.of(each.getValue().all);
            }
        return OptionalInt.empty();
    }

    /** Runs of those that no record told of. */
    List<EvaluationRun> rest() {
        List<EvaluationRun> runs = new ArrayList<>();
        counts.forEach((group, count) -> {
            if (taken.contains(group)) return;
            Score score = Score.of(group.task(), "accuracy")
                    .value(OptionalDouble.of(count.right / (double) count.all))
                    .items(OptionalInt.of(count.all))
                    .build();
            EvaluatedModel model = EvaluatedModel.named(group.model(), "");
            runs.add(new EvaluationRun(count.file, model, "every_eval_ever", false, List.of(score), List.of()));
        });
        return runs;
    }
}
