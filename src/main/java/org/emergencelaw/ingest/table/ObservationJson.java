package org.emergencelaw.ingest.table;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8Reader;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.spill.RowSequence;

/**
 * Observations as JSON: an array of flat objects whose keys are the columns of the CSV, that array under {@code observations}, or
 * the objects one after another, as in JSON lines. Values are text, numbers, or null for what is not known; {@code "7B"} is a number too.
 */
public final class ObservationJson {

    private static final String ROWS = "observations";

    private static final Pattern NO_NUMBER = Pattern.compile("[Nn]on-standard token '([+-]?(?:NaN|INF|Infinity))'");

    private final JsonParser json;
    private final RowErrors errors;
    private final RowReader reader;
    private int element;

    private ObservationJson(JsonParser json, ImportRules rules) {
        this.json = json;
        this.errors = new RowErrors();
        this.reader = new RowReader(rules, errors, Set.of());
    }

    /** Reads UTF-8, row by row; throws only when the stream does. */
    public static ImportResult read(InputStream in, ImportRules rules) throws IOException {
        try (JsonParser json = Json.mapper().createParser(new Utf8Reader(in))) {
            return new ObservationJson(json, rules).read();
        } catch (Utf8Reader.Unreadable unreadable) {
            return ImportResult.refused(unreadable.error());
        }
    }

    public static ImportResult read(String text, ImportRules rules) {
        String document = TextRules.withoutMark(text);
        try (JsonParser json = Json.mapper().createParser(document)) {
            return new ObservationJson(json, rules).read();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Writes the array that {@link #read} reads as the same observations, row by row. */
    public static void write(RowSequence observations, Writer out) throws IOException {
        JsonGenerator json = Json.mapper().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartArray();
        try {
            observations.forEach(observation -> write(observation, json));
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
        json.writeEndArray();
        json.close();
    }

    private static void write(Observation observation, JsonGenerator json) {
        try {
            json.writeStartObject();
            for (Map.Entry<String, String> cell :
                    ObservationCells.of(observation).entrySet()) {
                json.writeFieldName(cell.getKey());
                if (Columns.numeric(cell.getKey())) json.writeNumber(cell.getValue());
                else json.writeString(cell.getValue());
            }
            json.writeEndObject();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private ImportResult read() throws IOException {
        try {
            document();
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where =
                    place == null ? "" : "; it breaks at line " + place.getLineNr() + ", column " + place.getColumnNr();
            errors.add(Math.max(1, element), "", "", "text must be valid JSON" + where, hint(e));
        }
        return reader.finish();
    }

    /** In words about the text, not about our parser. */
    private static String hint(JsonProcessingException e) {
        Matcher token = NO_NUMBER.matcher(e.getOriginalMessage());
        return token.find()
                ? token.group(1) + " is no number: leave the key out, or write null, where the value is not known"
                : RowError.shown(JsonErrorMessage.what(e));
    }

    private void document() throws IOException {
        JsonToken first = json.nextToken();
        boolean whole = true;
        if (first == JsonToken.START_ARRAY) whole = rows();
        else if (first == JsonToken.START_OBJECT) whole = object();
        else shape("text must be a JSON array of objects, or an object that has it as " + ROWS);
        if (whole && errors.count() == 0 && json.nextToken() != null) shape("text must end after the rows");
    }

    /**
     * The first object: it has the rows as {@link #ROWS}, or it is a row itself, and each further object is another. Told from its
     * keys as they come, so that no object of all rows is ever held.
     */
    private boolean object() throws IOException {
        Map<String, String> cells = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals(ROWS)) {
                others.addAll(cells.keySet());
                return envelope(others, value);
            }
            if (value.isStructStart()) {
                json.skipChildren();
                others.add(key);
            } else if (cells.size() == Columns.MAX) return tooManyKeys();
            else cells.put(key, value == JsonToken.VALUE_NULL ? "" : json.getText());
        }
        if (cells.keySet().stream().filter(Columns::known).count() > 1) return lines(cells, others);
        others.addAll(cells.keySet());
        others.forEach(this::stranger);
        shape("an object must have the rows as " + ROWS);
        return true;
    }

    private boolean tooManyKeys() {
        errors.add(element, "", "", "an observation must have at most " + Columns.MAX + " keys", "");
        return false;
    }

    private void stranger(String key) {
        errors.add(1, key, key, "the only key beside the rows is " + ROWS, "");
    }

    /** The rest of an object that has the rows. */
    private boolean envelope(List<String> before, JsonToken first) throws IOException {
        before.forEach(this::stranger);
        for (JsonToken value = first; ; value = json.nextToken()) {
            String key = json.currentName();
            if (!key.equals(ROWS)) {
                json.skipChildren();
                stranger(key);
            } else if (value != JsonToken.START_ARRAY) {
                json.skipChildren();
                errors.add(1, key, key, ROWS + " must be an array", "");
            } else if (!rows()) return false;
            if (json.nextToken() != JsonToken.FIELD_NAME) return true;
        }
    }

    /** One object a line, or one after another: each is a row. */
    private boolean lines(Map<String, String> first, List<String> structured) throws IOException {
        element = 1;
        for (String key : structured) structured(key);
        first.values().removeIf(String::isEmpty);
        boolean more = reader.add(new Cells.Row(element, first));
        for (JsonToken token = json.nextToken(); more && token != null; token = json.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                shape("each line must be an object");
                return false;
            }
            element++;
            Optional<Map<String, String>> cells = cells();
            more = cells.isPresent() && reader.add(new Cells.Row(element, cells.get()));
        }
        return more;
    }

    private void shape(String rule) {
        errors.add(1, "", "", rule, "");
    }

    private boolean rows() throws IOException {
        JsonToken token;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            element++;
            if (token == JsonToken.START_OBJECT) {
                Optional<Map<String, String>> cells = cells();
                if (cells.isEmpty() || !reader.add(new Cells.Row(element, cells.get()))) return false;
            } else {
                String value = json.getText();
                json.skipChildren();
                if (!reader.reject(element, value, "an observation must be an object", "")) return false;
            }
        }
        return true;
    }

    private void structured(String key) {
        errors.add(element, key, "", RowError.shown(key) + " must be text, a number or null", "");
    }

    /** The object at hand; absent when it has so many keys that reading on makes no sense. */
    private Optional<Map<String, String>> cells() throws IOException {
        Map<String, String> cells = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (cells.size() == Columns.MAX) {
                tooManyKeys();
                return Optional.empty();
            }
            if (value.isStructStart()) {
                json.skipChildren();
                structured(key);
            } else if (value != JsonToken.VALUE_NULL) cells.put(key, json.getText());
        }
        return Optional.of(cells);
    }
}
