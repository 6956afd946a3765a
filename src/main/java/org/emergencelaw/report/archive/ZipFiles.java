package org.emergencelaw.report.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files as one zip, written one after another; the same files give the same bytes. Its list of files comes when all of them are
 * there, so that what breaks midway is no zip to anybody who opens it.
 */
final class ZipFiles {

    /** The first day that a zip file can name: entries have no time of their own. */
    private static final long NO_TIME = 315_532_800_000L;

    private final Zip zip;

    /** One that can be left as it is. */
    private static final class Zip extends ZipOutputStream {

        Zip(OutputStream out) {
            super(out);
        }

        void leave() {
            def.end();
        }
    }

    /** What there is to write. */
    interface Contents {
        void into(ZipFiles zip) throws IOException;
    }

    private ZipFiles(Zip zip) {
        this.zip = zip;
    }

    static void write(OutputStream out, Contents contents) throws IOException {
        Zip zip = new Zip(out);
        try {
            contents.into(new ZipFiles(zip));
            zip.close();
        } finally {
            zip.leave();
        }
    }

    ZipFiles with(String name, String text) throws IOException {
        begin(name);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        return this;
    }

    /** Where a file is written that need not be in memory as a whole; the next one may begin when it is closed. */
    OutputStream file(String name) throws IOException {
        begin(name);
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                zip.closeEntry();
            }
        };
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(NO_TIME);
        zip.putNextEntry(entry);
    }
}
