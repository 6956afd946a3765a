package org.emergencelaw.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that comes a few characters at a time reads as it does in one piece, and what is held of it does not grow. */
class StreamedTextTest {

    /** A stream of one character at a time. */
    private static final class Drops extends StringReader {
        Drops(String text) {
            super(text);
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
        }
    }

    private static List<CsvReader.CsvRecord> records(Reader text) {
        CsvReader reader = new CsvReader(text, ',', 4);
        List<CsvReader.CsvRecord> records = new ArrayList<>();
        for (Optional<CsvReader.CsvRecord> next = reader.next(); next.isPresent(); next = reader.next())
            records.add(next.get());
        return records;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\nc,d\n",
                "a,b\r\nc,d\r\n\r\n\re,f",
                "\"a\nb\r\nc\rd\",\"e\"\"f\" \r\n\n ,\t\n\"open\nand so on",
                "a,\"b\"c,d\na,b,c,d,e\n\"\"",
                "\r",
                " \" quoted after space\" , bare \"quote\r\nnext"
            })
    void recordsAreTheSame(String csv) {
        assertThat(records(new Drops(csv))).isEqualTo(records(new StringReader(csv)));
    }

    @Test
    void anOpenQuoteDoesNotSwallowTheUpload() {
        String rows = "a,b,c\n".repeat(1_000_000);
        List<CsvReader.CsvRecord> records = records(new StringReader("a,b\nc,\"open\n" + rows));

        assertThat(records).hasSize(2);
        assertThat(records.get(1).error().orElseThrow()).contains("must be closed; this one opens on line 2");
    }

    @Test
    void aRowWithoutEndIsAnError() {
        List<CsvReader.CsvRecord> records = records(new StringReader("a,b\n" + "x".repeat(3_000_000)));

        assertThat(records.get(1).error()).hasValue("a row must have at most 1048576 characters");
    }

    private static String text(byte[] bytes) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] some = new char[100];
        Reader reader = new Utf8Reader(new ByteArrayInputStream(bytes));
        for (int count = reader.read(some); count >= 0; count = reader.read(some)) text.append(some, 0, count);
        return text.toString();
    }

    @Test
    void charactersMayLieAcrossTheEndOfWhatWasFetched() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            String text = "x".repeat(16_380 + shift) + "é€\uD83D\uDE00".repeat(10_000);
            assertThat(text(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
            assertThat(text(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        }
    }

    @Test
    void aWrongByteIsNamedWithItsLine() {
        for (String end : List.of("\n", "\r", "\r\n"))
            for (int rows : new int[] {0, 2, 4_095, 4_096, 9_000}) {
                byte[] bytes = ("row" + end).repeat(rows).concat("r\u0080").getBytes(StandardCharsets.ISO_8859_1);
                assertThatThrownBy(() -> text(bytes))
                        .isInstanceOfSatisfying(Utf8Reader.Unreadable.class, unreadable -> {
                            assertThat(unreadable.error().line()).isEqualTo(rows + 1);
                            assertThat(unreadable.error().value()).isEqualTo("byte 0x80");
                        });
            }
        assertThatThrownBy(() -> text(new byte[] {(byte) 0xC3})).hasMessageContaining("text must be UTF-8");
        assertThatThrownBy(() -> text(new byte[] {0x1F, (byte) 0x8B, 8})).hasMessageContaining("unpack it first");
    }

    @Test
    void anUploadThatIsTooLargeIsNotReadToItsEnd() {
        byte[] mebibyte = new byte[1 << 20];
        List<InputStream> parts = new ArrayList<>();
        for (int i = 0; i <= Utf8Reader.MAX_BYTES >> 20; i++) parts.add(new ByteArrayInputStream(mebibyte));
        InputStream endless = new SequenceInputStream(Collections.enumeration(parts));
        Reader reader = new Utf8Reader(endless);
        assertThatThrownBy(() -> reader.transferTo(Writer.nullWriter())).hasMessageContaining("at most 256 MiB");
    }
}
