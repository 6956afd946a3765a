package org.emergencelaw.ingest.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of a JSON value down to a few levels, without its values: enough to tell which program wrote it. Of a list, its first
 * element.
 *
 * @param kind of the value
 * @param members of an object by key; the first element of a list under {@link #FIRST}
 */
public record JsonOutline(Kind kind, Map<String, JsonOutline> members) {

    /** What a value is. */
    public enum Kind {
        OBJECT("object"),
        LIST("list"),
        TEXT("text"),
        NUMBER("number"),
        /** True, false or null. */
        OTHER("other value");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For a sentence. */
        public String word() {
            return word;
        }
    }

    static final String FIRST = "";

    /** No program needs more keys to be told by. */
    private static final int MAX_KEYS = 500;

    /** Levels of keys that are looked at. */
    private static final int DEPTH = 3;

    /** What comes later tells nothing new of the format, and may be long. */
    private static final long MAX_BYTES = 8L << 20;

    /** A value that tells nothing. */
    static final JsonOutline NONE = new JsonOutline(Kind.OTHER, Map.of());

    /** Of the first value; what was seen of it where it breaks off. Throws only when the stream does. */
    static JsonOutline of(JsonParser json) throws IOException {
        try {
            JsonToken first = json.nextToken();
            return first == null ? NONE : value(json, first, DEPTH);
        } catch (JsonProcessingException broken) {
            return NONE;
        }
    }

    private static JsonOutline value(JsonParser json, JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(json, depth);
            case START_ARRAY -> list(json, depth);
            case VALUE_STRING -> new JsonOutline(Kind.TEXT, Map.of());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonOutline(Kind.NUMBER, Map.of());
            default -> NONE;
        };
    }

    private static JsonOutline object(JsonParser json, int depth) throws IOException {
        Map<String, JsonOutline> members = new LinkedHashMap<>();
        JsonOutline outline = new JsonOutline(Kind.OBJECT, members);
        if (depth == 0) {
            json.skipChildren();
            return outline;
        }
        try {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                boolean enough =
                        members.size() == MAX_KEYS || json.currentLocation().getByteOffset() > MAX_BYTES;
                if (depth == DEPTH && enough) break;
                JsonOutline value = value(json, json.nextToken(), depth - 1);
                if (!enough) members.put(key, value);
            }
        } catch (JsonProcessingException broken) {
            // what was seen before it breaks tells the kind, and whoever reads it says where it breaks
        }
        return outline;
    }

    private static JsonOutline list(JsonParser json, int depth) throws IOException {
        Map<String, JsonOutline> members = new LinkedHashMap<>();
        JsonToken first = json.nextToken();
        if (first != null && first != JsonToken.END_ARRAY) {
            members.put(FIRST, value(json, first, depth));
            // the rest of a list at the top is not needed, and the rest of another has to be passed over
            if (depth < DEPTH)
                for (JsonToken next = json.nextToken(); next != null && next != JsonToken.END_ARRAY; ) {
                    json.skipChildren();
                    next = json.nextToken();
                }
        }
        return new JsonOutline(Kind.LIST, members);
    }

    /** The object that it is, or the first of the list that it is. */
    public JsonOutline firstObject() {
        return kind == Kind.LIST ? at(FIRST) : this;
    }

    /** A member; a value of no kind where there is none. */
    public JsonOutline at(String key) {
        return members.getOrDefault(key, NONE);
    }

    public Set<String> keys() {
        return members.keySet();
    }

    public boolean has(String key) {
        return members.containsKey(key);
    }

    public boolean isObject(String key) {
        return at(key).kind == Kind.OBJECT;
    }

    public boolean isList(String key) {
        return at(key).kind == Kind.LIST;
    }

    public boolean isText(String key) {
        return at(key).kind == Kind.TEXT;
    }

    /** What is wrong where a member should be of this kind; absent when it is. */
    public Optional<String> fault(String key, Kind wanted) {
        if (!has(key)) return Optional.of("`" + key + "` is missing");
        return at(key).kind == wanted ? Optional.empty() : Optional.of("`" + key + "` is no " + wanted.word());
    }
}
