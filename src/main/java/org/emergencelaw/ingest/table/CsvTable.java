package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.observation.Warning;

/**
 * A CSV file without what programs put around a table: the byte order mark, Excel's {@code sep=} line, the index column of a data
 * frame, unnamed columns that are empty, commas at the end of a line. What is passed over is told in {@link #notices}.
 */
public final class CsvTable {

    /** Most cells of a line that is read for some of its columns. */
    static final int WIDEST = 20_000;

    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("^\"?sep=(.)\"?[ \\t]*\\r?\\n?", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNNAMED = Pattern.compile("(Unnamed: ?[0-9.]+(_level_[0-9]+)?)?");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,12}");

    private final CsvReader records;
    private final Optional<CsvReader.CsvRecord> header;
    private final List<String> names;
    private final Set<Integer> ignored = new TreeSet<>();
    private final List<Warning> notices = new ArrayList<>();
    private final boolean separatorLine;
    private final int width;
    private boolean cut;
    private int headers;

    private CsvTable(String text, int maxCells) {
        separatorLine = SEPARATOR_LINE.matcher(text).lookingAt();
        records = open(text, maxCells);
        Optional<CsvReader.CsvRecord> first = records.next();
        width = first.map(record -> record.cells().size()).orElse(0);
        first.ifPresent(record -> ignore(record, text, maxCells));
        header = first.map(this::kept);
        names = header.map(CsvTable::stripped).orElse(List.of());
    }

    /**
     * @param csv whole text
     * @param maxCells of a line
     */
    static CsvTable of(String csv, int maxCells) {
        return new CsvTable(TextRules.withoutMark(csv), maxCells);
    }

    private static CsvReader open(String text, int maxCells) {
        Matcher said = SEPARATOR_LINE.matcher(text);
        if (!said.lookingAt()) return new CsvReader(text, CsvHeader.delimiter(text), maxCells);
        CsvReader records = new CsvReader(text, said.group(1).charAt(0), maxCells);
        records.next();
        return records;
    }

    /** Finds the columns that have no name and nothing to say. */
    private void ignore(CsvReader.CsvRecord first, String text, int maxCells) {
        List<Integer> unnamed = new ArrayList<>();
        for (int i = 0; i < width; i++)
            if (UNNAMED.matcher(TextRules.strip(first.cells().get(i))).matches()) unnamed.add(i);
        if (unnamed.isEmpty()) return;
        List<Set<String>> seen = new ArrayList<>();
        for (int i = 0; i < unnamed.size(); i++) seen.add(new HashSet<>());
        Set<Integer> filled = new HashSet<>(), others = new HashSet<>();
        CsvReader again = open(text, maxCells);
        again.next();
        for (Optional<CsvReader.CsvRecord> row = again.next(); row.isPresent(); row = again.next())
            for (int i = 0; i < unnamed.size(); i++) {
                int column = unnamed.get(i);
                String cell = column < row.get().cells().size()
                        ? TextRules.strip(row.get().cells().get(column))
                        : "";
                if (!cell.isEmpty()) filled.add(column);
                if (!INDEX.matcher(cell).matches() || !seen.get(i).add(cell)) others.add(column);
            }
        List<String> empty = new ArrayList<>(), index = new ArrayList<>();
        for (int column : unnamed) {
            boolean blankName = TextRules.strip(first.cells().get(column)).isEmpty();
            if (!filled.contains(column) && blankName) empty.add(Integer.toString(column + 1));
            else if (filled.contains(column) && !others.contains(column)) index.add(Integer.toString(column + 1));
            else continue;
            ignored.add(column);
        }
        if (!index.isEmpty())
            notices.add(new Warning(
                    "index_column_ignored",
                    "The unnamed column " + String.join(", ", index)
                            + " only numbers the rows, as the index of a data frame does, and is left out."));
        if (!empty.isEmpty())
            notices.add(new Warning(
                    "empty_columns_ignored",
                    "Columns without a name and without a cell are left out: " + String.join(", ", empty) + "."));
    }

    private CsvReader.CsvRecord kept(CsvReader.CsvRecord record) {
        List<String> cells = record.cells();
        int size = cells.size();
        while (size > width && TextRules.strip(cells.get(size - 1)).isEmpty()) size--;
        cut |= size < cells.size();
        if (ignored.isEmpty()) return new CsvReader.CsvRecord(record.line(), cells.subList(0, size), record.error());
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < size; i++) if (!ignored.contains(i)) kept.add(cells.get(i));
        return new CsvReader.CsvRecord(record.line(), kept, record.error());
    }

    /** The line that names the columns; absent for an empty file. */
    Optional<CsvReader.CsvRecord> header() {
        return header;
    }

    /** Names of the columns, without space around them. */
    List<String> names() {
        return names;
    }

    /** The next line; absent at the end. */
    Optional<CsvReader.CsvRecord> next() {
        Optional<CsvReader.CsvRecord> next = records.next().map(this::kept);
        while (next.isPresent() && width > 1 && stripped(next.get()).equals(names())) {
            headers++;
            next = records.next().map(this::kept);
        }
        return next;
    }

    private static List<String> stripped(CsvReader.CsvRecord record) {
        return record.cells().stream().map(TextRules::strip).toList();
    }

    /** What was passed over, once every line was read. */
    List<Warning> notices() {
        List<Warning> all = new ArrayList<>(notices);
        if (separatorLine)
            all.add(new Warning(
                    "separator_line_ignored", "The first line, sep=, only names the separator; it is left out."));
        if (headers > 0)
            all.add(
                    new Warning(
                            "header_repeated",
                            "The line that names the columns stands again, as where files are joined; the rows of all of them are read."));
        if (cut)
            all.add(new Warning(
                    "empty_cells_ignored", "Empty cells beyond the last column of some lines are left out."));
        return all;
    }

    /** Names that stand more than once, for a message. */
    static List<String> repeated(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream()
                .filter(name -> !seen.add(name))
                .distinct()
                .map(RowError::shown)
                .toList();
    }
}
