package org.emergencelaw.ingest.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    public static final int WIDEST = 20_000;

    /** Enough to tell the format by, and the delimiter of the header. */
    static final int HEAD = 1 << 16;

    /** Lines by which an unnamed column is judged, and bytes of heap that they may take. */
    private static final int LOOKED_AT = 1_000, LOOKED_AT_BYTES = 4 << 20;

    private static final int BYTES_OF_CELL = 60;

    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("^\"?sep=(.)\"?[ \\t]*\\r?\\n?", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNNAMED = Pattern.compile("(Unnamed: ?[0-9.]+(_level_[0-9]+)?)?");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,12}");
    private static final Pattern INDEX_OR_EMPTY = Pattern.compile("[0-9]{0,12}");

    private final CsvReader records;
    private final Optional<CsvReader.CsvRecord> header;
    private final List<String> names;
    private final Set<Integer> ignored = new TreeSet<>();
    private final List<Warning> notices = new ArrayList<>();
    private final Deque<CsvReader.CsvRecord> ahead = new ArrayDeque<>();
    private final boolean separatorLine;
    private final int width;
    private boolean begun;
    private boolean cut;
    private int headers;

    private CsvTable(Reader text, String head, int maxCells) {
        Matcher separator = SEPARATOR_LINE.matcher(head);
        separatorLine = separator.lookingAt();
        char delimiter = separatorLine ? separator.group(1).charAt(0) : CsvHeader.delimiter(head);
        records = new CsvReader(text, delimiter, maxCells);
        if (separatorLine) records.next();
        Optional<CsvReader.CsvRecord> first = records.next();
        width = first.map(record -> record.cells().size()).orElse(0);
        first.ifPresent(this::ignore);
        header = first.map(this::kept);
        names = header.map(CsvTable::stripped).orElse(List.of());
        begun = true;
    }

    /**
     * Reads as it goes.
     *
     * @param head what the text begins with
     * @param maxCells of a line
     */
    static CsvTable of(BufferedReader text, String head, int maxCells) {
        return new CsvTable(text, head, maxCells);
    }

    /** A text that is held as a whole. */
    public static CsvTable of(String csv, int maxCells) {
        String text = TextRules.withoutMark(csv);
        return new CsvTable(new StringReader(text), text, maxCells);
    }

    /** What a text begins with, which is read again. */
    static String head(BufferedReader text) throws IOException {
        char[] head = new char[HEAD];
        text.mark(HEAD);
        int length = 0;
        for (int count = 0; count >= 0 && length < HEAD; length += count) {
            count = text.read(head, length, HEAD - length);
            if (count < 0) break;
        }
        text.reset();
        return new String(head, 0, length);
    }

    /** Finds the columns that have no name and nothing to say, as the first lines show them. */
    private void ignore(CsvReader.CsvRecord first) {
        List<Integer> unnamed = new ArrayList<>();
        for (int i = 0; i < width; i++)
            if (UNNAMED.matcher(TextRules.strip(first.cells().get(i))).matches()) unnamed.add(i);
        if (unnamed.isEmpty()) return;
        int bytes = 0;
        for (Optional<CsvReader.CsvRecord> row = records.next(); row.isPresent(); row = records.next()) {
            ahead.add(row.get());
            for (String cell : row.get().cells()) bytes += BYTES_OF_CELL + cell.length();
            if (ahead.size() == LOOKED_AT || bytes > LOOKED_AT_BYTES) break;
        }
        List<String> empty = new ArrayList<>(), index = new ArrayList<>();
        for (int column : unnamed) {
            List<String> cells = ahead.stream().map(row -> cell(row, column)).toList();
            boolean blankName = TextRules.strip(first.cells().get(column)).isEmpty();
            boolean counts = cells.stream().allMatch(cell -> INDEX.matcher(cell).matches())
                    && cells.stream().distinct().count() == cells.size();
            if (blankName && cells.stream().allMatch(String::isEmpty)) empty.add(Integer.toString(column + 1));
            else if (counts && !cells.isEmpty()) index.add(Integer.toString(column + 1));
            else continue;
            ignored.add(column);
        }
        notice(index, empty);
    }

    private static String cell(CsvReader.CsvRecord row, int column) {
        return column < row.cells().size() ? TextRules.strip(row.cells().get(column)) : "";
    }

    private void notice(List<String> index, List<String> empty) {
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
        Optional<String> error = record.error();
        for (int i = 0; i < size; i++) {
            if (!ignored.contains(i)) kept.add(cells.get(i));
            else if (begun
                    && !INDEX_OR_EMPTY.matcher(TextRules.strip(cells.get(i))).matches())
                error = error.or(() -> Optional.of("a cell must stand in a column with a name; the first " + LOOKED_AT
                        + " lines have none there"));
        }
        return new CsvReader.CsvRecord(record.line(), kept, error);
    }

    /** The line that names the columns; absent for an empty file. */
    Optional<CsvReader.CsvRecord> header() {
        return header;
    }

    /** Names of the columns, without space around them. */
    public List<String> names() {
        return names;
    }

    /** The next line; absent at the end. */
    public Optional<CsvReader.CsvRecord> next() {
        Optional<CsvReader.CsvRecord> next = read();
        while (next.isPresent() && width > 1 && stripped(next.get()).equals(names)) {
            headers++;
            next = read();
        }
        return next;
    }

    private Optional<CsvReader.CsvRecord> read() {
        return (ahead.isEmpty() ? records.next() : Optional.of(ahead.remove())).map(this::kept);
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
    public static List<String> repeated(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream()
                .filter(name -> !seen.add(name))
                .distinct()
                .map(RowError::shown)
                .toList();
    }
}
