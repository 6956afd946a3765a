package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.JsonDocuments;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.table.ImportFile;

/** What exports of experiment trackers have in common. */
final class Trackers {

    private Trackers() {}

    /** The runs that have accuracies; an error where none has. */
    static List<EvaluationRun> evaluations(ImportFile file, List<TrackedRun> tracked, String tracker, Reading reading) {
        int before = reading.errors().count();
        List<EvaluationRun> runs = new ArrayList<>();
        int without = 0;
        for (TrackedRun run : tracked) {
            Optional<EvaluationRun> evaluation = run.evaluation(tracker, reading);
            evaluation.ifPresent(runs::add);
            if (evaluation.isEmpty()) without++;
        }
        if (runs.isEmpty() && reading.errors().count() == before)
            reading.fault(
                    file,
                    "",
                    "",
                    "a metric of an export of " + tracker + " must be called TASK/METRIC, such as eval/arc_easy/acc",
                    "where it has other names, read the table with --column accuracy[TASK]=NAME");
        else if (without > 0) reading.leftOut(file, without + " runs", "they have no accuracy of a task");
        return runs;
    }

    /** Flat objects, one after another, as runs without a name. */
    static List<TrackedRun> documents(ImportFile file, Reading reading) throws IOException {
        List<TrackedRun> runs = new ArrayList<>();
        List<ObjectNode> documents = JsonDocuments.read(file, key -> true, reading.errors());
        for (int i = 0; i < documents.size(); i++) {
            Map<String, String> cells = new LinkedHashMap<>();
            flatten("", documents.get(i), cells);
            ImportFile place = documents.size() == 1 ? file : file.part("line " + (i + 1));
            // a name with a revision is of one checkpoint; one without is of a training run, whose steps the lines tell
            String told = reading.told()
                    .filter(model -> model.revision().isEmpty())
                    .map(EvaluatedModel::name)
                    .orElse("");
            runs.add(new TrackedRun(place, told, cells));
        }
        return runs;
    }

    /** Keys of objects in objects are joined by slashes, as the tracker shows them. */
    private static void flatten(String prefix, JsonNode object, Map<String, String> cells) {
        for (Map.Entry<String, JsonNode> cell : object.properties()) {
            if (cell.getValue().isObject()) flatten(prefix + cell.getKey() + "/", cell.getValue(), cells);
            else if (cell.getValue().isValueNode() && !cell.getValue().isNull())
                cells.put(prefix + cell.getKey(), cell.getValue().asText());
        }
    }
}
