package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.format.RowError;
import org.emergencelaw.observation.Observation;

/** How a run asked its model: what changes an accuracy without a change of model, task or shots. */
final class HarnessProtocol {

    private static final String APPLIED = "applied";

    private HarnessProtocol() {}

    /** Of all tasks of a run, as notes; what is not used is left out. */
    static SortedMap<String, String> of(JsonNode root, Map<String, String> modelArguments) {
        SortedMap<String, String> notes = new TreeMap<>();
        JsonNode config = root.path("config");
        put(notes, Observation.CHAT_TEMPLATE, chatTemplate(root, config));
        String system = text(first(root, config, "system_instruction"));
        put(notes, Observation.SYSTEM_PROMPT, system);
        if (truth(first(root, config, "fewshot_as_multiturn"))) put(notes, Observation.MULTITURN, "true");
        put(notes, Observation.QUANTIZATION, quantization(modelArguments));
        put(notes, Observation.GENERATION, generation(config.path("gen_kwargs")));
        return notes;
    }

    /** Of one task, where the run says nothing for all. */
    static String generation(JsonNode arguments) {
        if (arguments.isNull() || arguments.isMissingNode() || arguments.isEmpty() && arguments.isContainerNode())
            return "";
        return arguments.isTextual() ? arguments.textValue().strip() : sorted(arguments);
    }

    private static String sorted(JsonNode arguments) {
        SortedMap<String, String> cells = new TreeMap<>();
        arguments
                .properties()
                .forEach(cell -> cells.put(cell.getKey(), cell.getValue().toString()));
        return cells.toString();
    }

    private static String chatTemplate(JsonNode root, JsonNode config) {
        String digest = text(root.path("chat_template_sha"));
        JsonNode template = root.path("chat_template");
        JsonNode asked = config.path("apply_chat_template");
        boolean used = template.isTextual() && !template.textValue().isBlank() || truth(template) || truth(asked);
        if (!digest.isEmpty()) return digest;
        if (!used) return "";
        return asked.isTextual() ? text(asked) : template.isTextual() ? named(template.textValue()) : APPLIED;
    }

    /** A template is long; two are told apart by their digest. */
    private static String named(String template) {
        return template.length() <= 40 && !template.contains("\n")
                ? template.strip()
                : String.format(Locale.ROOT, "%08x", template.hashCode());
    }

    private static String quantization(Map<String, String> arguments) {
        SortedMap<String, String> found = new TreeMap<>();
        arguments.forEach((key, value) -> {
            String name = key.toLowerCase(Locale.ROOT);
            String said = value.toLowerCase(Locale.ROOT);
            if (said.isEmpty() || said.equals("false") || said.equals("none") || said.equals("null")) return;
            boolean ofName = name.startsWith("load_in_")
                    || name.startsWith("quantiz")
                    || name.contains("gptq")
                    || name.contains("awq")
                    || name.startsWith("bnb_")
                    || name.startsWith("gguf");
            boolean ofType = name.equals("dtype") && said.matches("(torch\\.)?(u?int[0-9]+|fp8.*|float8.*|nf4|fp4)");
            if (ofName || ofType) found.put(name, said);
        });
        StringBuilder text = new StringBuilder();
        found.forEach((name, said) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(said.equals("true") ? "" : "=" + said));
        return text.toString();
    }

    private static JsonNode first(JsonNode root, JsonNode config, String key) {
        return root.has(key) ? root.path(key) : config.path(key);
    }

    private static boolean truth(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : node.isTextual() && !falseText(node.textValue());
    }

    private static boolean falseText(String text) {
        return text.isBlank() || text.equalsIgnoreCase("false") || text.equalsIgnoreCase("none");
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue().strip() : "";
    }

    private static void put(Map<String, String> notes, String name, String text) {
        if (!text.isEmpty()) notes.put(name, RowError.shown(text));
    }
}
