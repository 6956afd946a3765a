package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, aligned for a terminal. */
public final class ConsoleTable {

    private static final int GAP = 3;

    private final List<String[]> rows = new ArrayList<>();

    public ConsoleTable row(String... cells) {
        rows.add(cells);
        return this;
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (String[] row : rows)
            for (int i = 0; i < row.length; i++) {
                if (i == widths.size()) widths.add(0);
                widths.set(i, Math.max(widths.get(i), row[i].length()));
            }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++)
                line.append(row[i]).append(" ".repeat(widths.get(i) + GAP - row[i].length()));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
