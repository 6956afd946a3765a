package org.emergencelaw.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.Map;
import java.util.TreeMap;
import org.emergencelaw.web.RunningService;

/** The description that a service gives of itself, held against its answers: no field more, and none less. */
public final class DescribedApi {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;
    private final Map<String, JsonSchema> known = new TreeMap<>();

    private DescribedApi(JsonNode document) {
        this.document = document;
    }

    public static DescribedApi of(RunningService service) {
        JsonNode document = service.get("/openapi.json").json();
        document.at("/components/schemas").forEach(DescribedApi::close);
        return new DescribedApi(document);
    }

    /** A client may meet fields that it does not know; a test may not. */
    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties"))
            ((ObjectNode) schema).put("additionalProperties", false);
    }

    public JsonNode document() {
        return document;
    }

    public JsonNode operation(String verb, String path) {
        return document.path("paths").path(path).path(verb.toLowerCase(java.util.Locale.ROOT));
    }

    /** Holds an answer against what the operation says of this status. */
    public void requireAsDescribed(String verb, String path, RunningService.Answer answer) {
        String what = verb + " " + path + " answered " + answer.status();
        JsonNode responses = operation(verb, path).path("responses");
        String status = Integer.toString(answer.status());
        JsonNode response = responses.has(status) ? responses.get(status) : responses.path(status.charAt(0) + "XX");
        assertThat(response.isMissingNode())
                .as(what + ", which is not described: " + answer.body())
                .isFalse();
        if (response.has("$ref"))
            response = document.at(response.get("$ref").asText().substring(1));
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        if (!response.has("content")) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        JsonNode media = response.at("/content").path(type);
        assertThat(media.isMissingNode())
                .as(what + " as " + type + ", which is not described")
                .isFalse();
        if (type.endsWith("json")) requireValid(what, media.get("schema"), answer.json());
    }

    /** Holds a value against a schema of the document. */
    public void requireValid(String what, JsonNode schema, JsonNode value) {
        assertThat(validator(schema).validate(value))
                .as(what + " " + shortened(value))
                .isEmpty();
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.substring(0, Math.min(2_000, text.length()));
    }

    private JsonSchema validator(JsonNode schema) {
        return known.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = (ObjectNode) schema.deepCopy();
            whole.set("components", document.get("components"));
            return SCHEMAS.getSchema(whole);
        });
    }
}
