package org.emergencelaw.format;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes tables for spreadsheets: comma, LF, quoted where it must be, and nothing in them runs as a formula.
 *
 * <p>A text that begins with {@code = + - @}, their full-width forms, TAB or CR gets a single quote in front, unless it is
 * a plain number. So does a text that already has such quotes there, so that taking one quote off again always gives
 * back what was exported.
 */
public final class CsvWriter {

    private static final String STARTS = "[=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20]";
    private static final Pattern FORMULA = Pattern.compile("(?s)" + STARTS + ".*");
    private static final Pattern QUOTED = Pattern.compile("(?s)'+" + STARTS + ".*");

    private CsvWriter() {}

    /** A line of texts, with its end. */
    public static String line(List<String> texts) {
        return texts.stream().map(CsvWriter::cell).collect(Collectors.joining(",", "", "\n"));
    }

    /** A text as a cell: kept from running as a formula, and quoted where it must be. */
    public static String cell(String text) {
        return quoted(guarded(text));
    }

    /** Writes a line of cells that need no guard, or have it. */
    public static void writeLine(List<String> cells, Writer out) throws IOException {
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

    /** With a single quote in front where a spreadsheet would run it. */
    public static String guarded(String text) {
        if (text.isEmpty() || Character.isLetterOrDigit(text.charAt(0))) return text;
        boolean risky = FORMULA.matcher(text).matches() && !NumberText.isPlain(text);
        return risky || QUOTED.matcher(text).matches() ? "'" + text : text;
    }

    /** What {@link #guarded} was given. */
    public static String unguarded(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && QUOTED.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
