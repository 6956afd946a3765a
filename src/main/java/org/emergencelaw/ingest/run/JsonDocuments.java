package org.emergencelaw.ingest.run;

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
import java.util.Optional;
import java.util.function.Predicate;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportFile;

/** The documents of one file: one, several one after another, or a list of them. All are read, or none. */
public final class JsonDocuments {

    private static final String TWICE = "a key must not stand twice in one object: one of the two would be lost";

    private final JsonParser json;
    private final Predicate<String> read;
    private final List<ObjectNode> documents = new ArrayList<>();

    private JsonDocuments(JsonParser json, Predicate<String> read) {
        this.json = json;
        this.read = read;
    }

    /**
     * Empty with an error where the file is broken.
     *
     * @param read which keys of a document; the rest (samples, environment) is passed over, and may be large
     */
    public static List<ObjectNode> read(ImportFile file, Predicate<String> read, RowErrors errors) throws IOException {
        errors.in(file.name());
        try (InputStream in = file.open();
                JsonParser json = PythonJson.document(in)) {
            JsonDocuments found = new JsonDocuments(json, read);
            try {
                found.read();
                return found.documents;
            } catch (JsonProcessingException broken) {
                found.explain(broken, errors);
                return List.of();
            }
        }
    }

    /**
     * The first document up to a key, behind which nothing is of interest and much may stand. Absent with an error where the file is
     * broken before it.
     */
    public static Optional<ObjectNode> head(ImportFile file, Predicate<String> read, String last, RowErrors errors)
            throws IOException {
        errors.in(file.name());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        try (InputStream in = file.open();
                JsonParser json = PythonJson.stream(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME
                    && !json.currentName().equals(last)) {
                String key = json.currentName();
                json.nextToken();
                if (root.has(key)) throw new JsonParseException(json, "Duplicate field '" + key + "'");
                if (read.test(key)) root.set(key, PythonJson.tree(json));
                else json.skipChildren();
            }
            return Optional.of(root);
        } catch (JsonProcessingException broken) {
            String words = JsonErrorMessage.words(broken);
            errors.add(1, "", "", words.contains("Duplicate field") ? TWICE : "text must be valid JSON", words);
            return Optional.empty();
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
            if (read.test(key)) root.set(key, PythonJson.tree(json));
            else json.skipChildren();
        }
        return root;
    }

    private void explain(JsonProcessingException broken, RowErrors errors) {
        boolean between = json.getParsingContext().inRoot() && !documents.isEmpty();
        String words = JsonErrorMessage.words(broken);
        if (words.contains("Duplicate field")) errors.add(1, "", "", TWICE, words);
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
