package org.emergencelaw.ingest;

import java.util.List;
import java.util.stream.Collectors;

/** A line of a table for spreadsheets: quoted where it must be, and nothing in it runs as a formula. */
public final class CsvLine {

    private CsvLine() {}

    /** The line with its end. */
    public static String of(List<String> cells) {
        return cells.stream()
                .map(FormulaGuard::close)
                .map(ObservationCsv::quoted)
                .collect(Collectors.joining(",", "", "\n"));
    }
}
