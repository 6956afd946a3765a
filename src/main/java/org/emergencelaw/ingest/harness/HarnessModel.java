package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.emergencelaw.format.TextRules;

/**
 * The model that a results file is about.
 *
 * @param revision checkpoint; empty for the main one
 * @param params where the harness counted them
 * @param fewshotSeed with which the shots were drawn
 */
record HarnessModel(String name, String revision, OptionalDouble params, OptionalLong fewshotSeed) {

    /** Arguments that name a model, the more specific first: an adapter is given together with its base. */
    private static final List<String> NAMES = List.of("peft", "delta", "pretrained", "model", "path", "engine");

    /** Of the fields {@code config} and {@code model_name}; absent when they name no model. */
    static Optional<HarnessModel> of(JsonNode root) {
        JsonNode config = root.path("config");
        Map<String, String> arguments = arguments(config.path("model_args"));
        String name = NAMES.stream()
                .filter(key -> !arguments.getOrDefault(key, "").isBlank())
                .map(arguments::get)
                .findFirst()
                .orElse(text(root.path("model_name")));
        if (name.isBlank()) name = text(root.path("results").path("model_name"));
        if (name.isBlank()) return Optional.empty();
        String revision = arguments.getOrDefault("revision", text(config.path("model_revision")));
        JsonNode params = config.path("model_num_parameters");
        JsonNode seed = config.path("fewshot_seed");
        return Optional.of(new HarnessModel(
                name,
                revision.equals("main") ? "" : revision,
                params.isNumber() && params.doubleValue() > 0
                        ? OptionalDouble.of(params.doubleValue())
                        : OptionalDouble.empty(),
                seed.canConvertToLong() && seed.isIntegralNumber()
                        ? OptionalLong.of(seed.longValue())
                        : OptionalLong.empty()));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? TextRules.strip(node.textValue()) : "";
    }

    /** {@code pretrained=a/b,revision=step1}, or the same as an object. */
    private static Map<String, String> arguments(JsonNode given) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> argument : given.properties())
            if (argument.getValue().isValueNode() && !argument.getValue().isNull())
                arguments.put(
                        argument.getKey(), TextRules.strip(argument.getValue().asText()));
        if (given.isTextual())
            for (String part : given.textValue().split(",")) {
                String[] pair = part.split("=", 2);
                if (pair.length == 2) arguments.put(TextRules.strip(pair[0]), TextRules.strip(pair[1]));
            }
        return arguments;
    }
}
