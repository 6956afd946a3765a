package org.emergencelaw.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Which bytes are text, and which text may stand in a cell or a column name. */
public final class TextRules {

    /** Largest upload that is held as one text, in bytes: tables that people write by hand. */
    static final int MAX_TEXT = 16 << 20;

    private TextRules() {}

    /** Without space at the ends: also the no-break spaces and byte order marks that spreadsheets leave there. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) from++;
        while (to > from && isSpace(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }

    /** What the text breaks, as the end of "name ..."; absent when it is fine. */
    public static Optional<String> brokenRule(String text, int max, boolean lines) {
        if (text.length() > max)
            return Optional.of("must have at most %d characters, has %d".formatted(max, text.length()));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')))
                return Optional.of("must not contain the control character U+%04X".formatted(c));
            // Half a character: no encoding can write it.
            if (Character.getType(c) == Character.SURROGATE)
                return Optional.of("must not contain the unpaired surrogate U+%04X".formatted(c));
            i += Character.charCount(c);
        }
        return Optional.empty();
    }

    /** Without the byte order mark that some programs begin a file with. */
    public static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    public static String unixLines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }

    /** The whole of an upload as UTF-8; what is no text is an error. */
    public static Optional<String> readUtf8(InputStream in, RowErrors errors) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] some = new char[1 << 14];
        try {
            Utf8Reader reader = new Utf8Reader(in, MAX_TEXT);
            for (int count = reader.read(some); count >= 0; count = reader.read(some)) text.append(some, 0, count);
        } catch (Utf8Reader.Unreadable unreadable) {
            RowError error = unreadable.error();
            errors.add(error.line(), error.column(), error.value(), error.rule(), error.hint());
            return Optional.empty();
        }
        return Optional.of(text.toString());
    }
}
