package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.run.PythonJson;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * {@code scenario_state.json} of HELM, request by request: which instances of a split were asked, and how many answers equal a correct
 * reference. Memory is that of one request, however long the file.
 *
 * <p>An answer to a joint multiple choice question is a letter, which {@code output_mapping} turns into a choice.
 */
final class HelmState {

    private static final String SEPARATE = "multiple_choice_separate";

    private JsonNode adapter = MissingNode.getInstance();
    private final Map<String, Set<String>> instances = new TreeMap<>();
    private final Map<String, Integer> asked = new TreeMap<>();
    private final Map<String, Integer> right = new TreeMap<>();

    private HelmState() {}

    /** Absent, with an error, where the file is broken. Throws only when the stream does. */
    static Optional<HelmState> read(ImportFile file, Reading reading) throws IOException {
        HelmState state = new HelmState();
        try (InputStream in = file.open();
                JsonParser json = PythonJson.stream(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                if (key.equals("adapter_spec")) state.adapter = PythonJson.tree(json);
                else if (key.equals("request_states")) state.requests(json);
                else json.skipChildren();
            }
            return Optional.of(state);
        } catch (JsonProcessingException broken) {
            reading.fault(file, "", "", "text must be valid JSON", JsonErrorMessage.words(broken));
            return Optional.empty();
        }
    }

    private void requests(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) request(PythonJson.tree(json));
    }

    private void request(JsonNode request) {
        JsonNode instance = request.path("instance");
        // perturbed copies of an instance are other questions
        if (instance.has("perturbation")) return;
        String split = instance.path("split").asText("");
        instances
                .computeIfAbsent(split, each -> new HashSet<>())
                .add(instance.path("id").asText(""));
        asked.merge(split, 1, Integer::sum);
        String answer = TextRules.strip(
                request.path("result").path("completions").path(0).path("text").asText(""));
        JsonNode mapping = request.path("output_mapping");
        if (mapping.has(answer)) answer = TextRules.strip(mapping.path(answer).asText(""));
        for (JsonNode reference : instance.path("references")) {
            boolean correct = reference.path("tags").toString().contains("\"correct\"");
            String text = TextRules.strip(reference
                    .path("output")
                    .path("text")
                    .asText(reference.path("output").asText("")));
            if (correct && text.equals(answer)) {
                right.merge(split, 1, Integer::sum);
                return;
            }
        }
    }

    JsonNode adapter() {
        return adapter;
    }

    /** Instances of a split. */
    OptionalInt items(String split) {
        Set<String> ids = instances.getOrDefault(split, Set.of());
        return ids.isEmpty() ? OptionalInt.empty() : OptionalInt.of(ids.size());
    }

    /** Splits that instances are of. */
    Set<String> splits() {
        return instances.keySet();
    }

    /** Share of answers that equal a correct reference; absent where each choice was a request of its own. */
    OptionalDouble exactMatch(String split) {
        int all = asked.getOrDefault(split, 0);
        return all == 0 || adapter.path("method").asText("").startsWith(SEPARATE)
                ? OptionalDouble.empty()
                : OptionalDouble.of(right.getOrDefault(split, 0) / (double) all);
    }
}
