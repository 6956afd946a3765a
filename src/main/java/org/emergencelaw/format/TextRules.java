package org.emergencelaw.format;

/** What text may stand in a cell or a column name. */
public final class TextRules {

    private TextRules() {}

    /** Without space at the ends: also the no-break spaces and byte order marks that spreadsheets leave there. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) from++;
        while (to > from && isSpace(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }

    /** What the text breaks, as the end of "name ..."; empty when it is fine. */
    public static String brokenRule(String text, int most, boolean lines) {
        if (text.length() > most) return "must have at most %d characters, has %d".formatted(most, text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')))
                return "must not contain the control character U+%04X".formatted(c);
            // Half a character: no encoding can write it.
            if (Character.getType(c) == Character.SURROGATE)
                return "must not contain the unpaired surrogate U+%04X".formatted(c);
            i += Character.charCount(c);
        }
        return "";
    }

    public static String unixLines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }
}
