package org.emergencelaw.format;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts CSV text (RFC 4180, any one-character delimiter, any line end) into records with their line numbers. Blank lines
 * are skipped.
 *
 * <p>Written by hand because an import reports every faulty row: Jackson's parser stops at the first stray quote.
 */
public final class CsvReader {

    /** Longest record that is read, in characters: an open quote must not make a cell of a whole upload. */
    static final int MAX_RECORD = 1 << 20;

    private static final int CHUNK = 1 << 13;

    private final Reader in;
    private final char[] chunk = new char[CHUNK];
    /** The record in hand and a little beyond it. */
    private final StringBuilder text = new StringBuilder();

    private final char delimiter;
    private final int maxCells;
    private int at;
    private int line = 1;
    private boolean ended;
    private Optional<String> error = Optional.empty();

    /** @param maxCells of a record; one with more is faulty */
    public CsvReader(String text, char delimiter, int maxCells) {
        this(new StringReader(text), delimiter, maxCells);
    }

    /**
     * Reads as it goes: what it holds does not grow with the text.
     *
     * @param in left open
     */
    public CsvReader(Reader in, char delimiter, int maxCells) {
        this.in = in;
        this.delimiter = delimiter;
        this.maxCells = maxCells;
    }

    /**
     * @param line on which it begins, from 1
     * @param error why the cells cannot be trusted; absent when they can
     */
    public record CsvRecord(int line, List<String> cells, Optional<String> error) {

        boolean blank() {
            return error.isEmpty()
                    && cells.stream().allMatch(cell -> TextRules.strip(cell).isEmpty());
        }
    }

    /**
     * The next record that is not blank; absent at the end.
     *
     * @throws UncheckedIOException if the stream breaks
     */
    public Optional<CsvRecord> next() {
        while (has(at)) {
            CsvRecord record = read();
            if (!record.blank()) return Optional.of(record);
        }
        return Optional.empty();
    }

    private CsvRecord read() {
        text.delete(0, at);
        at = 0;
        int first = line;
        error = Optional.empty();
        List<String> cells = new ArrayList<>();
        do {
            String cell = cell();
            if (cells.size() < maxCells) cells.add(cell);
            else if (error.isEmpty()) error = Optional.of("a row must have at most " + maxCells + " cells");
        } while (skipDelimiter());
        skipLineEnd();
        if (ended && text.length() > MAX_RECORD) {
            at = text.length();
            if (error.isEmpty()) error = Optional.of("a row must have at most " + MAX_RECORD + " characters");
        }
        return new CsvRecord(first, cells, error);
    }

    /** Whether there is a character at this place of the record; where there may be one, it is fetched. */
    private boolean has(int place) {
        while (place >= text.length() && !ended) {
            try {
                int count = in.read(chunk);
                if (count < 0) ended = true;
                else text.append(chunk, 0, count);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            // nothing more is read: a record as long as this is an error, and so its file is refused
            ended |= text.length() > MAX_RECORD + CHUNK;
        }
        return place < text.length();
    }

    private String cell() {
        int start = at;
        while (has(at) && isBlank(text.charAt(at))) at++;
        if (has(at) && text.charAt(at) == '"') return quoted();
        at = start;
        return bare();
    }

    private String bare() {
        int start = at;
        while (has(at) && !endsCell(text.charAt(at))) at++;
        return text.substring(start, at);
    }

    private String quoted() {
        int opened = line;
        StringBuilder cell = new StringBuilder();
        int from = ++at;
        for (; has(at); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                cell.append(text, from, at++);
                if (!has(at) || text.charAt(at) != '"') return closed(cell.toString());
                from = at;
            } else if (endsLine(at)) line++;
        }
        error = Optional.of("a quoted cell must be closed; this one opens on line " + opened);
        return "";
    }

    private String closed(String cell) {
        String rest = bare();
        if (!TextRules.strip(rest).isEmpty() && error.isEmpty())
            error = Optional.of("a closing quote must end its cell; here \"" + RowError.shown(TextRules.strip(rest))
                    + "\" follows");
        return cell;
    }

    private boolean skipDelimiter() {
        if (!has(at) || text.charAt(at) != delimiter) return false;
        at++;
        return true;
    }

    private void skipLineEnd() {
        if (!has(at)) return;
        if (text.charAt(at) == '\r' && has(at + 1) && text.charAt(at + 1) == '\n') at++;
        at++;
        line++;
    }

    private boolean isBlank(char c) {
        return (c == ' ' || c == '\t') && c != delimiter;
    }

    private boolean endsCell(char c) {
        return c == delimiter || c == '\n' || c == '\r';
    }

    private boolean endsLine(int i) {
        return text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !(has(i + 1) && text.charAt(i + 1) == '\n'));
    }
}
