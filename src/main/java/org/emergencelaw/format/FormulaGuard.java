package org.emergencelaw.format;

import java.util.regex.Pattern;

/**
 * Keeps a spreadsheet from running a text cell of an export as a formula.
 *
 * <p>A text that begins with {@code = + - @}, their full-width forms, TAB or CR gets a single quote in front, unless it is
 * a plain number. So does a text that already has such quotes there, so that taking one quote off again always gives
 * back what was exported.
 */
public final class FormulaGuard {

    private static final String STARTS = "[=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20]";
    private static final Pattern FORMULA = Pattern.compile("(?s)" + STARTS + ".*");
    private static final Pattern QUOTED = Pattern.compile("(?s)'+" + STARTS + ".*");

    private FormulaGuard() {}

    public static String close(String text) {
        if (text.isEmpty() || Character.isLetterOrDigit(text.charAt(0))) return text;
        boolean risky = FORMULA.matcher(text).matches() && !NumberText.isPlain(text);
        return risky || QUOTED.matcher(text).matches() ? "'" + text : text;
    }

    public static String open(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && QUOTED.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
