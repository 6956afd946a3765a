package org.emergencelaw.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One error of an import.
 *
 * @param file name of the file, where an import has several; else empty
 * @param line CSV: line of the file on which the row begins, the header is 1; JSON and forms: number of the row, from 1
 * @param column column in error; empty when it is the whole row or file
 * @param value what was found there, shortened, control characters escaped; empty when nothing was found
 * @param rule what must hold, in one sentence that names the column
 * @param hint what was probably meant, or what to do; may be empty
 */
@JsonIgnoreProperties(value = "code", allowGetters = true)
public record RowError(String file, int line, String column, String value, String rule, String hint) {

    private static final int SHOWN = 100;

    /** The kind of rule, for programs. */
    @JsonProperty
    public ProblemCode code() {
        return BrokenRule.of(rule).code();
    }

    public RowError {
        file = shown(file);
        column = shown(column);
        value = shown(value);
    }

    /** An error of the only file. */
    public RowError(int line, String column, String value, String rule, String hint) {
        this("", line, column, value, rule, hint);
    }

    /** The whole error in one line, as for a terminal or a list. */
    public String message() {
        return place() + ": " + rule + (value.isEmpty() ? "" : ", was \"" + value + "\"")
                + (hint.isEmpty() ? "" : "; " + hint);
    }

    /** Where it stands: {@code line 3}, {@code results.json, row 3}. */
    public String place() {
        return place(file, line);
    }

    public static String place(String file, int line) {
        return file.isEmpty() ? "line " + line : file + ", row " + line;
    }

    /** Bad input goes to terminals and logs, where control characters are orders. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN + 1L).forEach(c -> {
            int type = Character.getType(c);
            boolean harmless = type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
            if (harmless) shown.appendCodePoint(c);
            else shown.append(String.format("\\u%04x", c));
        });
        if (shown.codePointCount(0, shown.length()) <= SHOWN) return shown.toString();
        return shown.substring(0, shown.offsetByCodePoints(0, SHOWN - 1)) + "…";
    }
}
