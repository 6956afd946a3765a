package org.emergencelaw.ingest.table;

import java.util.Map;
import org.emergencelaw.format.RowError;

/**
 * One observation as text: column name to cell.
 *
 * @param file name of its file, where an import has several; else empty
 * @param line where it stands, for error messages
 * @param cells a blank cell means the same as none
 */
public record Row(String file, int line, Map<String, String> cells) {

    /** A row of the only file. */
    public Row(int line, Map<String, String> cells) {
        this("", line, cells);
    }

    /** Where it stands, for messages. */
    String place() {
        return RowError.place(file, line);
    }
}
