package org.emergencelaw.ingest.table;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8Reader;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.spill.RowSequence;

/**
 * Observations as CSV, one row an observation.
 *
 * <p>Reading takes comma, semicolon or tab, any line end, a byte order mark, and quoted cells; it never guesses at
 * numbers. Writing is one fixed form (comma, LF, columns of the contract, then those of the notes by name), and what was
 * written reads as the same observations again.
 *
 * <p>A text cell that a spreadsheet would run as a formula is written with a single quote in front, and one such quote is
 * taken off again by reading; see {@link CsvWriter}.
 */
public final class ObservationCsv {

    private static final int BUFFER = 1 << 16;

    private ObservationCsv() {}

    /** Reads UTF-8, row by row; throws only when the stream does. */
    public static ImportResult read(InputStream in, ImportRules rules) throws IOException {
        try {
            return read(new Utf8Reader(in), rules);
        } catch (Utf8Reader.Unreadable unreadable) {
            return ImportResult.refused(unreadable.error());
        }
    }

    public static ImportResult read(String csv, ImportRules rules) {
        try {
            return read(new StringReader(TextRules.withoutMark(csv)), rules);
        } catch (IOException unreachable) {
            throw new UncheckedIOException("reading from memory", unreachable);
        }
    }

    private static ImportResult read(Reader csv, ImportRules rules) throws IOException {
        BufferedReader text = new BufferedReader(csv, CsvTable.HEAD);
        String head = CsvTable.head(text);
        RowErrors errors = new RowErrors();
        if (otherFormat(head, errors)) return new ImportResult(0, List.of(), errors.errors(), 0, List.of());
        CsvTable records = CsvTable.of(text, head, Columns.MAX);
        try {
            Optional<CsvHeader> header = records.header().flatMap(first -> CsvHeader.of(first, errors));
            if (header.isEmpty()) return new ImportResult(0, List.of(), errors.errors(), 0, List.of());
            RowReader reader = new RowReader(rules, errors, header.get().absent());
            Optional<CsvReader.CsvRecord> record = records.next();
            while (record.isPresent() && read(record.get(), header.get(), reader)) record = records.next();
            return reader.finish(records.notices());
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    public static void write(List<Observation> observations, Writer out) throws IOException {
        write(RowSequence.of(observations), out);
    }

    /** Writes row by row, however many there are. */
    public static void write(RowSequence observations, Writer out) throws IOException {
        List<String> columns = new ArrayList<>(Columns.CONTRACT);
        TreeSet<String> notes = observations.noteNames();
        notes.remove("note");
        columns.addAll(notes);
        List<String> header = new ArrayList<>();
        for (String column : columns) header.add(CsvWriter.guarded(column));
        CsvWriter.writeLine(header, out);
        try {
            observations.forEach(observation -> write(observation, columns, out));
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private static void write(Observation observation, List<String> columns, Writer out) {
        Map<String, String> texts = ObservationCells.of(observation);
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
            String text = texts.getOrDefault(column, "");
            cells.add(Columns.numeric(column) ? text : CsvWriter.guarded(text));
        }
        try {
            CsvWriter.writeLine(cells, out);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean read(CsvReader.CsvRecord record, CsvHeader header, RowReader reader) {
        int cells = record.cells().size();
        int columns = header.names().size();
        if (record.error().isPresent())
            return reader.reject(
                    record.line(), "", record.error().get(), "write a quote inside a quoted cell as two quotes");
        if (cells == columns) return reader.add(new Cells.Row(record.line(), header.row(record.cells())));
        return reader.reject(
                record.line(),
                "",
                "a row must have %d cells like the header, has %d".formatted(columns, cells),
                cells < columns
                        ? "write a cell that is not known as an empty one"
                        : "quote cells that contain the delimiter, and write decimals with a point");
    }

    private static boolean otherFormat(String text, RowErrors errors) {
        String start = TextRules.strip(text.substring(0, Math.min(text.length(), 1_000)));
        String begin = start.length() > 40 ? start.substring(0, 40) : start;
        if (start.isEmpty()) errors.add(1, "", "", "a file must not be empty", "the first line names the columns");
        else if (start.startsWith("<"))
            errors.add(1, "", begin, "text must be CSV, this looks like HTML or XML", "download the file itself");
        else if (start.startsWith("{") || start.startsWith("["))
            errors.add(1, "", begin, "text must be CSV, this looks like JSON", "submit it as JSON");
        return errors.count() > 0;
    }

    /** What {@link #write} writes. */
    public static String text(List<Observation> observations) {
        return text(RowSequence.of(observations));
    }

    /** The same of rows of which one at a time is in memory. */
    public static String text(RowSequence observations) {
        StringWriter text = new StringWriter();
        try {
            write(observations, text);
        } catch (IOException unreachable) {
            throw new UncheckedIOException("writing to memory", unreachable);
        }
        return text.toString();
    }

    /** SHA-256, in hex, of what {@link #write} writes: which observations a result rests on. */
    public static String sha256(List<Observation> observations) {
        return sha256(RowSequence.of(observations));
    }

    /** The same of rows that need not be in memory. */
    public static String sha256(RowSequence observations) {
        try {
            return write(observations, OutputStream.nullOutputStream());
        } catch (IOException unreachable) {
            throw new UncheckedIOException("writing to nowhere", unreachable);
        }
    }

    /** As the other, in UTF-8; gives the SHA-256 of what was written, and does not close the stream. */
    public static String write(RowSequence observations, OutputStream out) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OutputStream digesting = new DigestOutputStream(out, digest);
            Writer text = new BufferedWriter(new OutputStreamWriter(digesting, StandardCharsets.UTF_8), BUFFER);
            write(observations, text);
            text.flush();
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException unreachable) {
            throw new IllegalStateException("every JDK has SHA-256", unreachable);
        }
    }
}
