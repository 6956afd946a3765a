package org.emergencelaw.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ImportRules;
import org.emergencelaw.ingest.ObservationCsv;
import org.emergencelaw.ingest.ObservationJson;
import org.emergencelaw.web.Problem;

/**
 * Observations as given to a command, CSV or JSON: what the first character says.
 *
 * @param name for messages
 */
record ObservationFile(String name, byte[] content) {

    /** @param file path, or {@code -} for stdin */
    static ObservationFile read(String file, Terminal terminal) throws IOException {
        if (file.equals("-"))
            return new ObservationFile("standard input", terminal.in().readAllBytes());
        Path path = Path.of(file);
        if (Files.isDirectory(path)) throw new IllegalArgumentException(file + " is a directory, not a file");
        return new ObservationFile(file, Files.readAllBytes(path));
    }

    boolean json() {
        for (byte b : content) {
            // a byte order mark is three bytes below 0
            if (b == '[' || b == '{') return true;
            if (b >= 0 && !Character.isWhitespace(b)) return false;
        }
        return false;
    }

    /** Its media type. */
    String type() {
        return json() ? "application/json" : "text/csv";
    }

    /** As text, UTF-8. */
    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Reads by rules whose faults are in the answer. */
    Import rows(ImportRules rules) throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        return json() ? ObservationJson.read(in, rules) : ObservationCsv.read(in, rules);
    }

    /** @throws Refused if any row is faulty */
    Import goodRows(ImportRules rules) throws IOException {
        Import read = rows(rules);
        if (!read.accepted()) throw new Refused(name, Problem.refusal(read));
        return read;
    }
}
