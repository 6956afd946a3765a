package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.JsonNumber;

/** Reads which model a run of lm-evaluation-harness is about. */
final class HarnessModel {

    /** Arguments that name a model, the more specific first: an adapter is given together with its base. */
    private static final List<String> NAMES = List.of("peft", "delta", "pretrained", "model", "path", "engine");

    private HarnessModel() {}

    /**
     * Of the fields {@code config} and {@code model_name}; absent when they name no model.
     *
     * @param told the model's name where the file has none, as files of GPT-NeoX do
     */
    static Optional<EvaluatedModel> of(JsonNode root, Optional<EvaluatedModel> told) {
        JsonNode config = root.path("config");
        String whole = text(root.path("model_name"));
        Map<String, String> arguments = arguments(config.path("model_args"), whole);
        String name = NAMES.stream()
                .filter(key -> !arguments.getOrDefault(key, "").isBlank())
                .map(arguments::get)
                .findFirst()
                .orElse(whole);
        if (name.isBlank()) name = text(root.path("results").path("model_name"));
        String revision = arguments.getOrDefault("revision", text(config.path("model_revision")));
        if (name.isBlank()) {
            if (told.isEmpty()) return Optional.empty();
            name = told.get().name();
            revision = told.get().revision();
            // GPT-NeoX hands over all of its arguments, and among them the training step
            String step = arguments.getOrDefault("iteration", "");
            if (revision.isEmpty() && step.matches("[0-9]+")) revision = "step" + step;
        }
        String folder = arguments.getOrDefault("subfolder", "");
        if (!folder.isBlank())
            revision = revision.isBlank() || revision.equals("main") ? folder : revision + "/" + folder;
        OptionalDouble params = JsonNumber.of(config.path("model_num_parameters"));
        JsonNode seed = config.path("fewshot_seed");
        return Optional.of(new EvaluatedModel(
                name,
                revision,
                params.isPresent() && params.getAsDouble() > 0 ? params : OptionalDouble.empty(),
                seed.canConvertToLong() && seed.isIntegralNumber()
                        ? OptionalLong.of(seed.longValue())
                        : OptionalLong.empty(),
                HarnessProtocol.of(root, arguments)));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? TextRules.strip(node.textValue()) : "";
    }

    /**
     * {@code pretrained=a/b,revision=step1}, or the same as an object. A value with a comma stands in quotes, or is the model's
     * whole name, which the file says elsewhere.
     */
    private static Map<String, String> arguments(JsonNode given, String whole) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> argument : given.properties())
            if (argument.getValue().isValueNode() && !argument.getValue().isNull())
                arguments.put(
                        argument.getKey(), TextRules.strip(argument.getValue().asText()));
        if (!given.isTextual()) return arguments;
        String text = given.textValue();
        for (String key : NAMES)
            if (whole.contains(",") && text.contains(key + "=" + whole)) {
                arguments.put(key, whole);
                text = text.replace(key + "=" + whole, "");
            }
        for (String part : parts(text)) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2) arguments.putIfAbsent(TextRules.strip(pair[0]), unquoted(TextRules.strip(pair[1])));
        }
        return arguments;
    }

    /** Parts between commas, but for those in quotes that open a value. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean opens = (c == '"' || c == '\'') && i > 0 && text.charAt(i - 1) == '=' && text.indexOf(c, i + 1) > 0;
            if (quote == 0 && opens) quote = c;
            else if (c == quote) quote = 0;
            else if (c == ',' && quote == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
