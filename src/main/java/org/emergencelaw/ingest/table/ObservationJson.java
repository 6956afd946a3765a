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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8Reader;
import org.emergencelaw.observation.Observation;

/**
 * Observations as JSON: an array of flat objects whose keys are the columns of the CSV, or that array under
 * {@code observations}. Values are text, numbers, or null for what is not known; {@code "7B"} is a number too.
 */
public final class ObservationJson {

    private static final String ROWS = "observations";

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
        try (JsonParser json = Json.mapper().createParser(TextRules.withoutMark(text))) {
            return new ObservationJson(json, rules).read();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Writes the array that {@link #read} reads as the same observations. */
    public static void write(List<Observation> observations, Writer out) throws IOException {
        JsonGenerator json = Json.mapper().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartArray();
        for (Observation observation : observations) {
            json.writeStartObject();
            for (Map.Entry<String, String> cell :
                    ObservationCells.of(observation).entrySet()) {
                json.writeFieldName(cell.getKey());
                if (Columns.numeric(cell.getKey())) json.writeNumber(cell.getValue());
                else json.writeString(cell.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.close();
    }

    private ImportResult read() throws IOException {
        try {
            document();
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where =
                    place == null ? "" : "; it breaks at line " + place.getLineNr() + ", column " + place.getColumnNr();
            errors.add(
                    Math.max(1, element),
                    "",
                    "",
                    "text must be valid JSON" + where,
                    RowError.shown(e.getOriginalMessage()));
        }
        return reader.finish();
    }

    private void document() throws IOException {
        JsonToken first = json.nextToken();
        boolean whole = true;
        if (first == JsonToken.START_ARRAY) whole = rows();
        else if (first == JsonToken.START_OBJECT) whole = envelope();
        else shape("text must be a JSON array of objects, or an object that has it as " + ROWS);
        if (whole && errors.count() == 0 && json.nextToken() != null) shape("text must end after the rows");
    }

    private boolean envelope() throws IOException {
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals(ROWS) && value == JsonToken.START_ARRAY) {
                found = true;
                if (!rows()) return false;
            } else {
                json.skipChildren();
                String rule = key.equals(ROWS) ? ROWS + " must be an array" : "the only key beside the rows is " + ROWS;
                errors.add(1, key, key, rule, "");
            }
        }
        if (!found) shape("an object must have the rows as " + ROWS);
        return true;
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

    /** The object at hand; absent when it has so many keys that reading on makes no sense. */
    private Optional<Map<String, String>> cells() throws IOException {
        Map<String, String> cells = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (cells.size() == Columns.MAX) {
                errors.add(element, "", "", "an observation must have at most " + Columns.MAX + " keys", "");
                return Optional.empty();
            }
            if (value.isStructStart()) {
                json.skipChildren();
                errors.add(element, key, "", RowError.shown(key) + " must be text, a number or null", "");
            } else if (value != JsonToken.VALUE_NULL) cells.put(key, json.getText());
        }
        return Optional.of(cells);
    }
}
