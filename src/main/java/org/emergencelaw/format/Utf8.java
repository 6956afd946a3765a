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

/** Reads a whole upload as UTF-8, strictly: a wrong encoding is an error with its line, never a replacement character. */
public final class Utf8 {

    /** Largest upload that is read; 100,000 rows take about 20 MiB. */
    static final int MAX_BYTES = 64 << 20;

    private Utf8() {}

    public static Optional<String> read(InputStream in, RowErrors faults) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            String rule = "a file must have at most " + (MAX_BYTES >> 20) + " MiB";
            faults.add(1, "", "", rule, "split it into several imports");
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
        faults.add(lineOf(bytes, at), "", "byte 0x%02X".formatted(bytes[at]), "text must be UTF-8", hint(bytes));
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
