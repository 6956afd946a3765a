package org.emergencelaw.ingest.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.FormulaGuard;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8;
import org.emergencelaw.observation.Observation;

/**
 * Observations as CSV, one row an observation.
 *
 * <p>Reading takes comma, semicolon or tab, any line end, a byte order mark, and quoted cells; it never guesses at
 * numbers. Writing is one fixed form (comma, LF, columns of the contract, then those of the notes by name), and what was
 * written reads as the same observations again.
 *
 * <p>A text cell that a spreadsheet would run as a formula is written with a single quote in front, and one such quote is
 * taken off again by reading; see {@code FormulaGuard}.
 */
public final class ObservationCsv {

    private ObservationCsv() {}

    /** Reads UTF-8; throws only when the stream does. */
    public static ImportResult read(InputStream in, ImportRules rules) throws IOException {
        RowErrors faults = new RowErrors();
        Optional<String> text = Utf8.read(in, faults);
        return text.isPresent()
                ? read(text.get(), rules)
                : new ImportResult(0, List.of(), faults.errors(), 0, List.of());
    }

    public static ImportResult read(String csv, ImportRules rules) {
        RowErrors faults = new RowErrors();
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        if (otherFormat(text, faults)) return new ImportResult(0, List.of(), faults.errors(), 0, List.of());
        CsvReader records = new CsvReader(text, CsvHeader.delimiter(text));
        Optional<CsvHeader> header = records.next().flatMap(first -> CsvHeader.of(first, faults));
        if (header.isEmpty()) return new ImportResult(0, List.of(), faults.errors(), 0, List.of());
        RowReader reader = new RowReader(rules, faults, header.get().absent());
        Optional<CsvReader.CsvRecord> record = records.next();
        while (record.isPresent() && read(record.get(), header.get(), reader)) record = records.next();
        return reader.finish();
    }

    public static void write(List<Observation> observations, Writer out) throws IOException {
        List<String> columns = new ArrayList<>(Columns.CONTRACT);
        TreeSet<String> notes = new TreeSet<>();
        for (Observation observation : observations)
            notes.addAll(observation.notes().keySet());
        notes.remove("note");
        columns.addAll(notes);
        List<String> header = new ArrayList<>();
        for (String column : columns) header.add(FormulaGuard.close(column));
        writeLine(header, out);
        for (Observation observation : observations) {
            Map<String, String> texts = ObservationText.of(observation);
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
                String text = texts.getOrDefault(column, "");
                cells.add(Columns.NUMERIC.contains(column) ? text : FormulaGuard.close(text));
            }
            writeLine(cells, out);
        }
    }

    /** What {@link #write} writes. */
    public static String text(List<Observation> observations) {
        StringWriter text = new StringWriter();
        try {
            write(observations, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return text.toString();
    }

    private static boolean read(CsvReader.CsvRecord record, CsvHeader header, RowReader reader) {
        int cells = record.cells().size();
        int columns = header.names().size();
        if (!record.fault().isEmpty())
            return reader.reject(record.line(), "", record.fault(), "write a quote inside a quoted cell as two quotes");
        if (cells == columns) return reader.add(new Row(record.line(), header.row(record.cells())));
        return reader.reject(
                record.line(),
                "",
                "a row must have %d cells like the header, has %d".formatted(columns, cells),
                cells < columns
                        ? "write a cell that is not known as an empty one"
                        : "quote cells that contain the delimiter, and write decimals with a point");
    }

    private static boolean otherFormat(String text, RowErrors faults) {
        String start = TextRules.strip(text.substring(0, Math.min(text.length(), 1_000)));
        String begin = start.length() > 40 ? start.substring(0, 40) : start;
        if (start.isEmpty()) faults.add(1, "", "", "a file must not be empty", "the first line names the columns");
        else if (start.startsWith("<"))
            faults.add(1, "", begin, "text must be CSV, this looks like HTML or XML", "download the file itself");
        else if (start.startsWith("{") || start.startsWith("["))
            faults.add(1, "", begin, "text must be CSV, this looks like JSON", "submit it as JSON");
        return faults.count() > 0;
    }

    static void writeLine(List<String> cells, Writer out) throws IOException {
        String separator = "";
        for (String cell : cells) {
            out.write(separator);
            out.write(quoted(cell));
            separator = ",";
        }
        out.write('\n');
    }

    /** Semicolon and tab too, for spreadsheets that split at those. */
    public static String quoted(String cell) {
        for (int i = 0; i < cell.length(); i++)
            if (",;\"\t\n\r".indexOf(cell.charAt(i)) >= 0) return '"' + cell.replace("\"", "\"\"") + '"';
        return cell;
    }
}
