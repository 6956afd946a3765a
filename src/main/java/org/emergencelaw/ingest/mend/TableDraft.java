package org.emergencelaw.ingest.mend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ColumnMapping.Assignment;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.CsvTable;

/**
 * A table on its way in, with what its columns are taken for.
 *
 * @param columns as the table names them
 * @param rows their cells
 * @param lines assignments as {@link ColumnMapping#of} reads them; empty where each column is what it is called
 */
public record TableDraft(List<String> columns, List<List<String>> rows, List<String> lines) {

    /** Most cells: each is an object of its own, however short it is. */
    private static final int MOST_CELLS = 200_000;

    public TableDraft {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        lines = List.copyOf(lines);
    }

    /** Absent where the text is no table of two columns, some line of it cannot be read, or it has too many cells. */
    public static Optional<TableDraft> of(String csv, List<String> lines) {
        CsvTable table = CsvTable.of(csv, CsvTable.WIDEST);
        List<List<String>> rows = new ArrayList<>();
        int cells = 0;
        for (Optional<CsvReader.CsvRecord> row = table.next(); row.isPresent(); row = table.next()) {
            cells += row.get().cells().size();
            if (row.get().error().isPresent() || cells > MOST_CELLS) return Optional.empty();
            rows.add(row.get().cells().stream().map(TextRules::strip).toList());
        }
        return table.names().size() < 2 ? Optional.empty() : Optional.of(new TableDraft(table.names(), rows, lines));
    }

    /** The table as text. */
    public String csv() {
        StringBuilder csv = new StringBuilder(CsvWriter.line(columns));
        for (List<String> row : rows) csv.append(CsvWriter.line(row));
        return csv.toString();
    }

    /** A row by the names of the columns that it is read as. */
    public Map<String, String> read(List<String> row) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(row.size(), columns.size()); i++) cells.put(columns.get(i), row.get(i));
        if (lines.isEmpty()) return cells;
        Map<String, String> read = new LinkedHashMap<>();
        for (Assignment each : assignments()) read.put(each.column(), each.value(cells));
        return read;
    }

    /** What each column is taken for. */
    List<Assignment> assignments() {
        return ColumnMapping.of(lines.isEmpty() ? ColumnMapping.asNamed(columns) : lines)
                .assignments();
    }

    /** The column of the table that is one of the contract's as it stands, absent where that is computed or not there. */
    Optional<String> source(String column) {
        return assignments().stream()
                .filter(each ->
                        each.column().equals(column) && each.plainSource().isPresent())
                .findFirst()
                .flatMap(Assignment::plainSource);
    }

    List<String> cells(String source) {
        int at = columns.indexOf(source);
        return rows.stream().map(row -> at < row.size() ? row.get(at) : "").toList();
    }

    TableDraft with(List<String> other) {
        return new TableDraft(columns, rows, other);
    }

    /** One column computed otherwise. */
    TableDraft with(Assignment was, String text) {
        List<Assignment> all = new ArrayList<>(assignments());
        all.replaceAll(each -> each.equals(was) ? new Assignment(was.column(), was.task(), text) : each);
        return with(new ColumnMapping(all).texts());
    }

    /** Each cell of a column that holds one text holds another; the same table where none does. */
    TableDraft replaced(String source, String from, String to) {
        int at = columns.indexOf(source);
        List<List<String>> other = new ArrayList<>(rows);
        other.replaceAll(row -> {
            if (at >= row.size() || !row.get(at).equals(from)) return row;
            List<String> cells = new ArrayList<>(row);
            cells.set(at, to);
            return cells;
        });
        return new TableDraft(columns, other, lines);
    }

    /** Whether it names all columns without which no row is read. */
    boolean complete() {
        return columns.containsAll(Columns.REQUIRED);
    }
}
