package org.emergencelaw.report.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of text as one zip; the same files give the same bytes. */
final class ZipFiles {

    /** The first day that a zip file can name: entries have no time of their own. */
    private static final long NO_TIME = 315_532_800_000L;

    private final Map<String, String> files = new LinkedHashMap<>();

    ZipFiles with(String name, String text) {
        files.put(name, text);
        return this;
    }

    void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
