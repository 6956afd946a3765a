package org.emergencelaw.ingest.container;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.emergencelaw.spill.SpillFile;

/**
 * Bytes on disk that nobody has to clear away: the file is deleted with its channel, which is closed when nothing needs it any more.
 * They are read from any place, by any number of readers.
 */
final class Spool {

    /** Something that writes itself. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private final FileChannel bytes;

    private Spool(FileChannel bytes) {
        this.bytes = bytes;
    }

    static Spool of(Source source) throws IOException {
        FileChannel bytes = SpillFile.create();
        // not closed: closing it would close the channel
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(bytes), 1 << 16);
        source.writeTo(out);
        out.flush();
        return new Spool(bytes);
    }

    /** From any place, for readers that keep to no order. */
    FileChannel channel() {
        return bytes;
    }

    long size() throws IOException {
        return bytes.size();
    }

    /** From the start, for one reader. */
    Place open() {
        return new Place(bytes);
    }

    /** Where a reader is. */
    static final class Place extends InputStream {

        private final FileChannel bytes;
        private long at;

        private Place(FileChannel bytes) {
            this.bytes = bytes;
        }

        long at() {
            return at;
        }

        void seek(long to) {
            at = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) return 0;
            int count = bytes.read(ByteBuffer.wrap(into, offset, length), at);
            if (count > 0) at += count;
            return count;
        }
    }
}
