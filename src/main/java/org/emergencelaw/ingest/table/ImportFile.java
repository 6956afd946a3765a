package org.emergencelaw.ingest.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of an import. It is opened anew by whoever reads it, so that a large one need never be held in memory.
 *
 * @param name for messages; harness files say in it which of them belong together
 */
public record ImportFile(String name, Content content) {

    /** Where the bytes are. */
    public interface Content {
        public InputStream open() throws IOException;
    }

    public static ImportFile of(String name, byte[] bytes) {
        return new ImportFile(name, () -> new ByteArrayInputStream(bytes));
    }

    public static ImportFile of(String name, Path file) {
        return new ImportFile(name, () -> Files.newInputStream(file));
    }

    public InputStream open() throws IOException {
        return content.open();
    }

    /** A part of it, for messages; it is read as a whole. */
    public ImportFile part(String which) {
        return new ImportFile(name + ", " + which, content);
    }

    /** Name without folders. */
    public String baseName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Folder with a slash at its end; empty for a name without one. */
    public String folder() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }
}
