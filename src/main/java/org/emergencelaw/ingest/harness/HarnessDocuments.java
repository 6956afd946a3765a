package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportFile;

/** The runs of one file of results: one document, several one after another, or a list of them. All are read, or none. */
final class HarnessDocuments {

    private static final Set<String> READ = Set.of(
            "results",
            "groups",
            "group_subtasks",
            "configs",
            "versions",
            "n-shot",
            "n-samples",
            "higher_is_better",
            "config",
            "model_name",
            "lm_eval_version",
            "git_hash",
            "chat_template",
            "chat_template_sha",
            "fewshot_as_multiturn",
            "system_instruction",
            "system_instruction_sha");

    private final JsonParser json;
    private final List<ObjectNode> documents = new ArrayList<>();

    private HarnessDocuments(JsonParser json) {
        this.json = json;
    }

    /** What is read of each document; the rest (samples, environment) is passed over. Empty with an error where the file is broken. */
    static List<ObjectNode> read(ImportFile file, RowErrors errors) throws IOException {
        errors.in(file.name());
        try (InputStream in = file.open();
                JsonParser json = HarnessJson.document(in)) {
            HarnessDocuments found = new HarnessDocuments(json);
            try {
                found.read();
                return found.documents;
            } catch (JsonProcessingException broken) {
                found.explain(broken, errors);
                return List.of();
            }
        }
    }

    private void read() throws IOException {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) documents.add(document());
            else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY)
                throw new JsonParseException(json, "a run must be an object");
        }
    }

    private ObjectNode document() throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            if (READ.contains(key)) root.set(key, HarnessJson.tree(json));
            else json.skipChildren();
        }
        return root;
    }

    private void explain(JsonProcessingException broken, RowErrors errors) {
        boolean between = json.getParsingContext().inRoot() && !documents.isEmpty();
        String words = JsonErrorMessage.words(broken);
        if (words.contains("Duplicate field"))
            errors.add(1, "", "", "a key must not stand twice in one object: one of the two would be lost", words);
        else if (between)
            errors.add(
                    1,
                    "",
                    "",
                    "nothing but further runs may follow a run; after %d read well, other text follows"
                            .formatted(documents.size()),
                    "take that text out: " + words);
        else errors.add(1, "", "", "text must be valid JSON", words);
    }
}
