package org.emergencelaw.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which bytes are text, and which text may stand in a cell or a column name. */
public final class TextRules {

    /** Largest upload that is read; 100,000 rows take about 20 MiB. */
    static final int MAX_BYTES = 64 << 20;

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

    /** The whole of an upload as UTF-8, strictly: a wrong encoding is an error with its line, never a replacement character. */
    public static Optional<String> readUtf8(InputStream in, RowErrors errors) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            String rule = "a file must have at most " + (MAX_BYTES >> 20) + " MiB";
            errors.add(1, "", "", rule, "split it into several imports");
            return Optional.empty();
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        // UTF-8 never has more chars than bytes.
        CharBuffer output = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(input, output, true);
        if (!result.isError()) return Optional.of(output.flip().toString());
        int at = input.position();
        errors.add(lineOf(bytes, at), "", "byte 0x%02X".formatted(bytes[at]), "text must be UTF-8", hint(bytes));
        return Optional.empty();
    }

    private static int lineOf(byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++)
            if (bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] != '\n')) line++;
        return line;
    }

    private static String hint(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        return switch (first) {
            case 0xFEFF, 0xFFFE -> "this is UTF-16; save it as CSV UTF-8";
            case 0x1F8B -> "this is a gzip file; unpack it first";
            case 0x504B -> "this is a zip or a workbook; export the sheet as CSV UTF-8";
            default -> "save it as CSV UTF-8";
        };
    }
}
