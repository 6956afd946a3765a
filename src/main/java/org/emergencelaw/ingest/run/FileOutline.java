package org.emergencelaw.ingest.run;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.table.CsvHeader;
import org.emergencelaw.ingest.table.CsvTable;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * What a file is told by: its content, and its name only where the content is broken.
 *
 * @param json the outline of a file of JSON; of no kind for any other
 * @param isJson whether it begins as JSON does, or is called so
 * @param columns cells of the first line; none for JSON
 */
public record FileOutline(String baseName, JsonOutline json, boolean isJson, List<String> columns) {

    private static final int HEAD = 1 << 16;

    /** Throws only when the stream does. */
    public static FileOutline of(ImportFile file) throws IOException {
        String start;
        try (InputStream in = file.open()) {
            start = TextRules.strip(new String(in.readNBytes(HEAD), StandardCharsets.UTF_8));
        }
        boolean json = start.startsWith("{")
                || start.startsWith("[")
                || file.baseName().matches(".*\\.jsonl?");
        if (!json) return new FileOutline(file.baseName(), JsonOutline.NONE, false, columns(start));
        try (InputStream in = file.open();
                JsonParser parser = PythonJson.stream(in)) {
            return new FileOutline(file.baseName(), JsonOutline.of(parser), true, List.of());
        }
    }

    private static List<String> columns(String start) {
        return new CsvReader(start, CsvHeader.delimiter(start), CsvTable.WIDEST)
                .next().map(CsvReader.CsvRecord::cells).orElse(List.of()).stream()
                        .map(TextRules::strip)
                        .toList();
    }

    /** The object that a file of JSON is, or the first of its list. */
    public JsonOutline firstObject() {
        return json.firstObject();
    }
}
