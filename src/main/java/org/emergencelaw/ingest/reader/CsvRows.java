package org.emergencelaw.ingest.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.table.CsvTable;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * A small CSV of a program: its columns, and its rows as cells by column, stripped; the name of a column that stands twice is of the
 * first.
 */
record CsvRows(List<String> columns, List<Map<String, String>> rows) {

    /** More is no summary. */
    private static final int MAX_ROWS = 200_000;

    /** Empty with an error where the file is broken. Throws only when the stream does. */
    static CsvRows read(ImportFile file, RowErrors errors) throws IOException {
        errors.in(file.name());
        Optional<String> text;
        try (InputStream in = file.open()) {
            text = TextRules.readUtf8(in, errors);
        }
        CsvTable table = CsvTable.of(text.orElse(""), CsvTable.WIDEST);
        List<String> columns = table.names();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String twice : CsvTable.repeated(columns))
            errors.add(1, twice, "", "a column name must not repeat", "take one of the two out");
        for (Optional<CsvReader.CsvRecord> next = table.next(); next.isPresent(); next = table.next()) {
            CsvReader.CsvRecord record = next.get();
            if (record.error().isPresent() || record.cells().size() != columns.size()) {
                String rule = "a row must have %d cells like the header, has %d"
                        .formatted(columns.size(), record.cells().size());
                errors.add(record.line(), "", "", record.error().orElse(rule), "");
            } else if (rows.size() == MAX_ROWS) {
                errors.add(record.line(), "", "", "the file must have at most " + MAX_ROWS + " rows", "split it");
                break;
            } else rows.add(row(columns, record.cells()));
        }
        return new CsvRows(columns, rows);
    }

    private static Map<String, String> row(List<String> columns, List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = CsvWriter.unguarded(TextRules.strip(cells.get(i)));
            if (!cell.isEmpty()) row.putIfAbsent(columns.get(i), cell);
        }
        return row;
    }
}
