package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * Logs of Inspect, as JSON or as {@code .eval}, an archive whose {@code header.json} is the same without samples. The scorer stands as
 * the filter. A log that was not finished is left out.
 *
 * @see <a href="https://inspect.aisi.org.uk/eval-logs.html">Inspect: log files</a>
 */
public final class Inspect implements RunReader {

    private static final Set<String> READ = Set.of("eval", "results", "status");
    private static final String SAMPLES = "samples";

    /** Arguments of a task that say its shots. */
    private static final List<String> SHOTS =
            List.of("fewshot", "num_fewshot", "few_shot", "n_shot", "num_shots", "k_shot", "shots");

    @Override
    public String program() {
        return "Inspect";
    }

    @Override
    public String format() {
        return "a log of Inspect";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        boolean log = root.has("eval") && (root.has("plan") || root.has("status") && root.has("stats"));
        return log
                ? FormatMatch.unless(
                        root.fault("eval", JsonOutline.Kind.OBJECT),
                        root.at("eval").fault("task", JsonOutline.Kind.TEXT),
                        root.at("eval").fault("model", JsonOutline.Kind.TEXT))
                : FormatMatch.NO;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files)
            JsonDocuments.head(each.file(), READ::contains, SAMPLES, reading.errors())
                    .flatMap(root -> run(each.file(), root, reading))
                    .ifPresent(reading::add);
    }

    private static Optional<EvaluationRun> run(ImportFile file, JsonNode root, Reading reading) {
        JsonNode eval = root.path("eval");
        String task = lastPart(eval.path("task").asText());
        String status = root.path("status").asText("success");
        if (!status.equals("success") || !root.path("results").isObject()) {
            reading.leftOut(file, task, "the log is not finished: its status is " + RowError.shown(status));
            return Optional.empty();
        }
        JsonNode arguments = eval.path("model_args");
        EvaluatedModel model = EvaluatedModel.named(
                eval.path("model").asText(), arguments.path("revision").asText(""));
        String version = eval.path("packages").path("inspect_ai").asText("");
        boolean limited = eval.path("config").path("limit").isValueNode()
                && !eval.path("config").path("limit").isNull();
        List<Score> scores = new ArrayList<>();
        for (JsonNode score : root.path("results").path("scores"))
            scores(task, eval, root.path("results"), score, scores);
        return Optional.of(new EvaluationRun(
                file, model, version.isEmpty() ? "inspect_ai" : "inspect_ai " + version, limited, scores, List.of()));
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void scores(String task, JsonNode eval, JsonNode results, JsonNode score, List<Score> scores) {
        OptionalInt items = items(eval, results, score);
        JsonNode metrics = score.path("metrics");
        for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
            String name = lastPart(metric.getKey());
            if (name.equals("stderr") || name.equals("std")) continue;
            scores.add(Score.of(task, name)
                    .filter(score.path("name").asText(Score.UNFILTERED))
                    .read(metric.getValue().path("value"))
                    .itemsOrError(items, JsonNumber.of(metrics.path("stderr").path("value")))
                    .originalItems(JsonNumber.whole(eval.path("dataset").path("samples"), 1))
                    .shots(shots(eval.path("task_args")))
                    .taskVersion(eval.path("task_version").asText(""))
                    .build());
        }
    }

    /** Samples that were scored; each counts once, however many epochs it was asked in. */
    private static OptionalInt items(JsonNode eval, JsonNode results, JsonNode score) {
        OptionalInt scored = JsonNumber.whole(score.path("scored_samples"), 1);
        if (scored.isPresent()) return scored;
        int epochs = eval.path("config").path("epochs").asInt(1);
        OptionalInt completed = JsonNumber.whole(results.path("completed_samples"), 1);
        return completed.isPresent() && epochs > 0 && completed.getAsInt() % epochs == 0
                ? OptionalInt.of(completed.getAsInt() / epochs)
                : OptionalInt.empty();
    }

    private static OptionalInt shots(JsonNode arguments) {
        return SHOTS.stream()
                .map(name -> JsonNumber.whole(arguments.path(name), 0))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }
}
