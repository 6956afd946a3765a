package org.emergencelaw.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.harness.HarnessJson;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.CsvHeader;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ModelTable;

/** What a file of an import holds: told from its content, and from its name only where the content is broken. */
public enum FileKind {
    OBSERVATIONS_CSV,
    OBSERVATIONS_JSON,
    HARNESS_RESULTS,
    HARNESS_SAMPLES,
    MODELS,
    /** Of an evaluation program whose files are not read. */
    FOREIGN;

    private static final int HEAD = 1 << 16;

    /** Columns of a table of observations that a table of models does not have. */
    private static final Set<String> OF_OBSERVATIONS = Set.of("task", "regime", "examples", "accuracy");

    /** Whether it is of an evaluation program, and no table. */
    public boolean ofHarness() {
        return this == HARNESS_RESULTS || this == HARNESS_SAMPLES || this == FOREIGN;
    }

    /** Throws only when the stream does. */
    public static FileKind of(ImportFile file) throws IOException {
        String head;
        try (InputStream in = file.open()) {
            head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
        String start = TextRules.strip(head);
        if (start.startsWith("{") || start.startsWith("[") || file.baseName().matches(".*\\.jsonl?"))
            return ofJson(file);
        return isModels(file, start) ? MODELS : OBSERVATIONS_CSV;
    }

    /** The keys of the first object: the document itself, or the first of its list. */
    private record Keys(Set<String> names, boolean results) {}

    /** Which other program wrote it; absent for what is read, and for what nobody knows. */
    static Optional<ForeignFormat> foreign(ImportFile file) throws IOException {
        try (InputStream in = file.open();
                JsonParser json = HarnessJson.stream(in)) {
            return ForeignFormat.of(keys(json).names());
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }

    private static FileKind ofJson(ImportFile file) throws IOException {
        try (InputStream in = file.open();
                JsonParser json = HarnessJson.stream(in)) {
            Keys keys = keys(json);
            if (keys.names().contains("doc_id") && !keys.names().contains("request_states")) return HARNESS_SAMPLES;
            boolean table = keys.names().stream().anyMatch(OF_OBSERVATIONS::contains)
                    && keys.names().contains("model")
                    && !keys.results();
            if (!table && ForeignFormat.of(keys.names()).isPresent()) return FOREIGN;
            if (keys.results()) return HARNESS_RESULTS;
        } catch (JsonProcessingException broken) {
            // whoever reads it says where it breaks
        }
        if (file.baseName().startsWith("samples_")) return HARNESS_SAMPLES;
        return file.baseName().startsWith("results_") ? HARNESS_RESULTS : OBSERVATIONS_JSON;
    }

    private static Keys keys(JsonParser json) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        boolean results = false;
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_ARRAY) token = json.nextToken();
        if (token != JsonToken.START_OBJECT) return new Keys(names, false);
        try {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                names.add(key);
                // an item of samples may be long, and the first key tells
                if (key.equals("doc_id")) break;
                results |= json.nextToken() == JsonToken.START_OBJECT && key.equals("results");
                json.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            // what was seen before it breaks tells the kind, and whoever reads it says where it breaks
        }
        return new Keys(names, results);
    }

    private static boolean isModels(ImportFile file, String start) {
        if (file.baseName().equals("models.csv")) return true;
        Optional<CsvReader.CsvRecord> header = new CsvReader(start, CsvHeader.delimiter(start), Columns.MAX).next();
        List<String> names = header.map(CsvReader.CsvRecord::cells).orElse(List.of());
        return names.contains("model")
                && names.stream().noneMatch(OF_OBSERVATIONS::contains)
                && names.stream().allMatch(ModelTable.COLUMNS::contains);
    }
}
