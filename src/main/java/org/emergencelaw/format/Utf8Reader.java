package org.emergencelaw.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of an upload as text, a few at a time, strictly: a wrong encoding is an error with its line, never a replacement character. The
 * byte order mark that some programs begin a file with is left out.
 */
public final class Utf8Reader extends Reader {

    /** Largest file that is read; a million rows take 70 to 200 MiB. */
    static final int MAX_BYTES = 256 << 20;

    private static final int CHUNK = 1 << 14;
    private static final char MARK = '\uFEFF';

    private final InputStream in;
    private final int maxBytes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(CHUNK).limit(0);
    private int first;
    private long before;
    private int line = 1;
    private boolean afterReturn;
    private boolean ended;
    private boolean begun;

    /** @param in closed with this */
    public Utf8Reader(InputStream in) {
        this(in, MAX_BYTES);
    }

    Utf8Reader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The bytes are no text, or too many. */
    public static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1;

        private final transient RowError error;

        Unreadable(RowError error) {
            super(error.message());
            this.error = error;
        }

        public RowError error() {
            return error;
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended) return -1;
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    private void decode() throws IOException {
        fill();
        chars.clear();
        int from = bytes.position();
        CoderResult result = decoder.decode(bytes, chars, ended);
        chars.flip();
        countLines(from, bytes.position());
        if (result.isError()) throw malformed();
        if (begun || !chars.hasRemaining()) return;
        begun = true;
        if (chars.get(chars.position()) == MARK) chars.get();
    }

    private void fill() throws IOException {
        bytes.compact();
        boolean start = before == 0 && bytes.position() == 0;
        int count = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < bytes.remaining();
        bytes.position(bytes.position() + count).flip();
        if (start && bytes.limit() > 1) first = (bytes.get(0) & 0xFF) << 8 | (bytes.get(1) & 0xFF);
        before += count;
        if (before > maxBytes)
            throw new Unreadable(new RowError(
                    1,
                    "",
                    "",
                    "a file must have at most " + (maxBytes >> 20) + " MiB",
                    "split it into several imports"));
    }

    /** A carriage return ends a line of its own unless a line feed follows, which may be in the next bytes. */
    private void countLines(int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes.get(i);
            if (b == '\n' || afterReturn) line++;
            afterReturn = b == '\r';
        }
    }

    private Unreadable malformed() {
        int at = bytes.position();
        return new Unreadable(new RowError(
                afterReturn ? line + 1 : line,
                "",
                "byte 0x%02X".formatted(bytes.get(at)),
                "text must be UTF-8",
                switch (first) {
                    case 0xFEFF, 0xFFFE -> "this is UTF-16; save it as CSV UTF-8";
                    case 0x1F8B -> "this is a gzip file; unpack it first";
                    case 0x504B -> "this is a zip or a workbook; export the sheet as CSV UTF-8";
                    default -> "save it as CSV UTF-8";
                }));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
