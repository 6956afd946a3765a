package org.emergencelaw.format;

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

    private final String text;
    private final char delimiter;
    private final int maxCells;
    private int at;
    private int line = 1;
    private Optional<String> error = Optional.empty();

    /** @param maxCells of a record; one with more is faulty */
    public CsvReader(String text, char delimiter, int maxCells) {
        this.text = text;
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

    /** The next record that is not blank; absent at the end. */
    public Optional<CsvRecord> next() {
        while (at < text.length()) {
            CsvRecord record = read();
            if (!record.blank()) return Optional.of(record);
        }
        return Optional.empty();
    }

    private CsvRecord read() {
        int first = line;
        error = Optional.empty();
        List<String> cells = new ArrayList<>();
        do {
            String cell = cell();
            if (cells.size() < maxCells) cells.add(cell);
            else if (error.isEmpty()) error = Optional.of("a row must have at most " + maxCells + " cells");
        } while (skipDelimiter());
        skipLineEnd();
        return new CsvRecord(first, cells, error);
    }

    private String cell() {
        int start = at;
        while (at < text.length() && isBlank(text.charAt(at))) at++;
        if (at < text.length() && text.charAt(at) == '"') return quoted();
        at = start;
        return bare();
    }

    private String bare() {
        int start = at;
        while (at < text.length() && !endsCell(text.charAt(at))) at++;
        return text.substring(start, at);
    }

    private String quoted() {
        int opened = line;
        StringBuilder cell = new StringBuilder();
        int from = ++at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                cell.append(text, from, at++);
                if (at == text.length() || text.charAt(at) != '"') return closed(cell.toString());
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
        if (at >= text.length() || text.charAt(at) != delimiter) return false;
        at++;
        return true;
    }

    private void skipLineEnd() {
        if (at >= text.length()) return;
        if (text.startsWith("\r\n", at)) at++;
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
        return text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !text.startsWith("\n", i + 1));
    }
}
