package org.emergencelaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A committed result, as CSV without quotes. */
final class CommittedTable {

    private CommittedTable() {}

    /** Rows of a table by their first column, cells by name. */
    static Map<String, Map<String, String>> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> names = Arrays.asList(lines.get(0).split(","));
        Map<String, Map<String, String>> table = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            Map<String, String> row = new LinkedHashMap<>();
            for (int c = 0; c < cells.length; c++) row.put(names.get(c), cells[c]);
            table.put(cells[0], row);
        }
        return table;
    }

    static double number(Map<String, String> row, String name) {
        return Double.parseDouble(row.get(name));
    }
}
