package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
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
 * Records of every_eval_ever, aggregated or by instance. Instances of a record that is there, too, tell its items; of one that is not,
 * they are counted: the share of {@code is_correct}.
 *
 * @see <a href="https://github.com/evaleval/every_eval_ever">every_eval_ever</a>
 */
public final class EveryEvalEver implements RunReader {

    private static final Set<String> READ =
            Set.of("schema_version", "evaluation_id", "eval_library", "model_info", "evaluation_results");
    private static final String INSTANCES = "instances";

    /** Where shots may stand: the schema has no field for them. */
    private static final List<String> SHOTS =
            List.of("num_fewshot", "n_shot", "num_shots", "n_shots", "shots", "fewshot", "max_train_instances");

    private static final List<String> PARAMS = List.of("num_parameters", "num_params", "params");

    @Override
    public String program() {
        return "every_eval_ever";
    }

    @Override
    public String format() {
        return "a record of every_eval_ever";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        if (!root.has("schema_version") && !root.has("evaluation_id")) return FormatMatch.NO;
        if (root.has("sample_id")) {
            FormatMatch match = FormatMatch.unless(
                    root.fault("evaluation", JsonOutline.Kind.OBJECT), root.fault("model_id", JsonOutline.Kind.TEXT));
            return match.read() ? FormatMatch.yes(INSTANCES) : match;
        }
        return root.has("evaluation_results") || root.has("eval_library")
                ? FormatMatch.unless(
                        root.fault("evaluation_results", JsonOutline.Kind.LIST),
                        root.fault("model_info", JsonOutline.Kind.OBJECT))
                : FormatMatch.NO;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        InstanceCounts instances = new InstanceCounts();
        for (Matched each : files) if (each.match().what().equals(INSTANCES)) instances.read(each.file(), reading);
        for (Matched each : files) {
            if (each.match().what().equals(INSTANCES)) continue;
            for (ObjectNode root : JsonDocuments.read(each.file(), READ::contains, reading.errors()))
                run(each.file(), root, instances, reading).ifPresent(reading::add);
        }
        instances.rest().forEach(reading::add);
    }

    private static Optional<EvaluationRun> run(
            ImportFile file, JsonNode root, InstanceCounts instances, Reading reading) {
        JsonNode info = root.path("model_info");
        Optional<EvaluatedModel> model = reading.model(file, model(info), "model_info.id must name the model");
        if (model.isEmpty()) return Optional.empty();
        List<Score> scores = new ArrayList<>();
        for (JsonNode result : root.path("evaluation_results")) {
            String task = result.path("evaluation_name").asText("");
            if (task.isBlank()) reading.leftOut(file, result.toString(), "it has no evaluation_name");
            else
                scores.add(score(
                        task, result, instances.take(root.path("evaluation_id").asText(""), task)));
        }
        JsonNode library = root.path("eval_library");
        String version = (library.path("name").asText("every_eval_ever") + " "
                        + library.path("version").asText("").replace("unknown", ""))
                .strip();
        return Optional.of(new EvaluationRun(file, model.get(), version, false, scores, List.of()));
    }

    private static Optional<EvaluatedModel> model(JsonNode info) {
        String id = info.path("id").asText(info.path("name").asText(""));
        JsonNode details = info.path("additional_details");
        OptionalDouble billions = JsonNumber.of(details.path("params_billions"));
        OptionalDouble params = billions.isPresent()
                ? OptionalDouble.of(billions.getAsDouble() * 1e9)
                : PARAMS.stream()
                        .map(name -> JsonNumber.of(details.path(name)))
                        .filter(OptionalDouble::isPresent)
                        .findFirst()
                        .orElse(OptionalDouble.empty());
        return id.isBlank()
                ? Optional.empty()
                : Optional.of(EvaluatedModel.named(id, details.path("revision").asText(""))
                        .withParams(params.orElse(0) > 0 ? params : OptionalDouble.empty()));
    }

    private static Score score(String task, JsonNode result, OptionalInt instances) {
        JsonNode metric = result.path("metric_config");
        JsonNode details = result.path("score_details");
        JsonNode uncertainty = details.path("uncertainty");
        OptionalInt stated = JsonNumber.whole(uncertainty.path("num_samples"), 1);
        if (stated.isEmpty()) stated = instances;
        Score.Builder score = Score.of(task, metric(metric)).read(details.path("score"));
        boolean percent = metric.path("metric_unit").asText("").equals("percent")
                || metric.path("max_score").asDouble(1) == 100;
        if (percent) score.value(hundredth(details.path("score")));
        OptionalDouble error = percent
                ? hundredth(uncertainty.path("standard_error").path("value"))
                : JsonNumber.of(uncertainty.path("standard_error").path("value"));
        return score.itemsOrError(stated, error)
                .originalItems(JsonNumber.whole(result.path("source_data").path("samples_number"), 1))
                .filter(details.path("details").path("filter").asText(Score.UNFILTERED))
                .shots(shots(result))
                .taskVersion(details.path("details").path("task_version").asText(""))
                .lowerIsBetter(metric.path("lower_is_better").asBoolean(false))
                .build();
    }

    /** 25.21 as 0.2521, and not as what a division makes of it. */
    private static OptionalDouble hundredth(JsonNode percent) {
        OptionalDouble number = JsonNumber.of(percent);
        return number.isEmpty()
                ? number
                : OptionalDouble.of(BigDecimal.valueOf(number.getAsDouble())
                        .movePointLeft(2)
                        .doubleValue());
    }

    /** What the record calls it, else what its description begins with: "Accuracy on GPQA". */
    private static String metric(JsonNode config) {
        for (String field : List.of("metric_name", "metric_id", "metric_kind")) {
            String name = config.path(field).asText("");
            if (!name.isBlank())
                return name.substring(name.lastIndexOf('.') + 1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[ -]+", "_");
        }
        String described = config.path("evaluation_description").asText("").toLowerCase(Locale.ROOT);
        if (described.matches("(?s)\\W*accuracy\\b.*|.*\\baccuracy for task\\b.*")) return "accuracy";
        if (described.matches("(?s)\\W*exact[ _]match\\b.*")) return "exact_match";
        return described.matches("[a-z0-9_@]{1,40}") ? described : "score";
    }

    private static OptionalInt shots(JsonNode result) {
        for (JsonNode place : List.of(
                result.path("generation_config").path("additional_details"),
                result.path("metric_config").path("additional_details"),
                result.path("source_data").path("additional_details"),
                result.path("score_details").path("details")))
            for (String name : SHOTS) {
                OptionalInt shots = JsonNumber.whole(place.path(name), 0);
                if (shots.isPresent()) return shots;
            }
        return OptionalInt.empty();
    }
}
