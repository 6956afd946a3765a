package org.emergencelaw.format;

import java.util.List;
import java.util.stream.Collectors;
import org.emergencelaw.ingest.table.ObservationCsv;

/** A line of a table for spreadsheets: quoted where it must be, and nothing in it runs as a formula. */
public final class CsvWriter {

    private CsvWriter() {}

    /** The line with its end. */
    public static String of(List<String> cells) {
        return cells.stream()
                .map(FormulaGuard::close)
                .map(ObservationCsv::quoted)
                .collect(Collectors.joining(",", "", "\n"));
    }
}
