package org.emergencelaw.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    MODELS;

    private static final int HEAD = 1 << 16;

    /** Columns of a table of observations that a table of models does not have. */
    private static final Set<String> OF_OBSERVATIONS = Set.of("task", "regime", "examples", "accuracy");

    public boolean ofHarness() {
        return this == HARNESS_RESULTS || this == HARNESS_SAMPLES;
    }

    /** Throws only when the stream does. */
    public static FileKind of(ImportFile file) throws IOException {
        String head;
        try (InputStream in = file.open()) {
            head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
        String start = TextRules.strip(head);
        if (start.startsWith("{")) return ofObject(file);
        if (start.startsWith("[")) return OBSERVATIONS_JSON;
        return isModels(file, start) ? MODELS : OBSERVATIONS_CSV;
    }

    private static FileKind ofObject(ImportFile file) throws IOException {
        try (InputStream in = file.open();
                JsonParser json = HarnessJson.stream(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (key.equals("doc_id")) return HARNESS_SAMPLES;
                if (json.nextToken() == JsonToken.START_OBJECT && key.equals("results")) return HARNESS_RESULTS;
                json.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            // whoever reads it says where it breaks
        }
        if (file.baseName().startsWith("samples_")) return HARNESS_SAMPLES;
        return file.baseName().startsWith("results_") ? HARNESS_RESULTS : OBSERVATIONS_JSON;
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
