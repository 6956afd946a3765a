package org.emergencelaw.cli.option;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.workspace.Problem;

/**
 * Observations as given to a command, CSV or JSON: what the first character says.
 *
 * @param name for messages
 */
public record ObservationFile(String name, byte[] content) {

    /** @param file path, of a file in gzip where it ends in {@code .gz}, or {@code -} for stdin */
    public static ObservationFile read(String file, Terminal terminal) throws IOException {
        if (file.equals("-"))
            return new ObservationFile("standard input", terminal.in().readAllBytes());
        Path path = Path.of(file);
        if (Files.isDirectory(path)) throw new IllegalArgumentException(file + " is a directory, not a file");
        if (!file.endsWith(".gz")) return new ObservationFile(file, Files.readAllBytes(path));
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(path))) {
            return new ObservationFile(file, packed.readAllBytes());
        }
    }

    private boolean json() {
        for (byte b : content) {
            // a byte order mark is three bytes below 0
            if (b == '[' || b == '{') return true;
            if (b >= 0 && !Character.isWhitespace(b)) return false;
        }
        return false;
    }

    /** Its media type. */
    public String type() {
        return json() ? "application/json" : "text/csv";
    }

    /** As text, UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Reads by rules whose faults are in the answer. */
    ImportResult rows(ImportRules rules) throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        return json() ? ObservationJson.read(in, rules) : ObservationCsv.read(in, rules);
    }

    /**
     * All rows but the excluded ones.
     *
     * @throws InvalidInputException if any row is faulty
     */
    public ImportResult goodRows(ImportRules rules) throws IOException {
        ImportResult read = rows(rules);
        if (!read.accepted()) throw new InvalidInputException(name, Problem.refusal(read));
        return read.kept();
    }
}
