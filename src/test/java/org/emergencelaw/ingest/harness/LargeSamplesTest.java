package org.emergencelaw.ingest.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.metric.ChoiceScores;
import org.emergencelaw.metric.Measure;
import org.junit.jupiter.api.Test;

/**
 * A samples file needs the memory of one item, however long it is: one of 64 MiB, or {@code -Dsamples.mib=1024}, is read by a Java
 * with a heap of 16 MiB, in which one of 1 MiB just fits too.
 */
class LargeSamplesTest {

    private static final int MIB = Integer.getInteger("samples.mib", 64);
    private static final String HEAP = "-Xmx16m";

    /** Items of a four-choice task as the harness writes them, one after another, made while they are read. */
    static final class Items extends InputStream {
        private final long bytes;
        private long written;
        private long items;
        private byte[] line = new byte[0];
        private int at;

        Items(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == line.length && !next()) return -1;
            int count = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, from, count);
            at += count;
            return count;
        }

        private boolean next() {
            if (written >= bytes) return false;
            long i = items++;
            boolean right = i % 4 == 0;
            line = ("{\"doc_id\": %d, \"doc\": {\"question\": \"%s\"}, \"target\": \"0\", \"arguments\": {},"
                            + " \"resps\": [], \"filtered_resps\": [[\"%s\", \"False\"], [\"-2.0\", \"False\"],"
                            + " [\"-3.0\", \"False\"], [\"-4.0\", \"False\"]], \"filter\": \"none\","
                            + " \"metrics\": [\"acc\"], \"acc\": %s}\n")
                    .formatted(i, "what ".repeat(300), right ? "-1.0" : "-5.0", right ? "1.0" : "0.0")
                    .getBytes(StandardCharsets.US_ASCII);
            at = 0;
            written += line.length;
            return true;
        }
    }

    /** Reads as many MiB as its argument says; prints items, grade and the heap that was in use at the most. */
    public static void main(String[] arguments) throws IOException {
        long bytes = Long.parseLong(arguments[0]) << 20;
        RowErrors faults = new RowErrors();
        SampleMeasures measures = HarnessSamples.read(
                        new ImportFile("samples_large.jsonl", () -> new Items(bytes)), faults)
                .get("none");
        if (faults.count() > 0) throw new IllegalStateException(faults.errors().toString());
        System.out.printf(
                "%d MiB, %d items, grade %s, heap of at most %d MiB%n",
                bytes >> 20,
                measures.items(),
                measures.means(false).get(Measure.MULTIPLE_CHOICE_GRADE),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Whoever runs the test may have a class path that a new Java cannot take over. */
    private static String classPath() {
        return Stream.of(
                        LargeSamplesTest.class,
                        HarnessSamples.class,
                        ChoiceScores.class,
                        LevenshteinDistance.class,
                        ObjectMapper.class,
                        JsonParser.class,
                        JsonInclude.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(":"));
    }

    private static String read(int mib) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        LargeSamplesTest.class.getName(),
                        Integer.toString(mib)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        System.out.print(said);
        return said;
    }

    @Test
    void aLongFileNeedsNoMoreHeapThanAShortOne() throws IOException, InterruptedException {
        assertThat(read(1)).startsWith("1 MiB, ").contains("grade 0.25");
        assertThat(read(MIB)).startsWith(MIB + " MiB, ").contains("grade 0.25");
    }
}
