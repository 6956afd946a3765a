package org.emergencelaw.ingest.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks pages of bounded size: a page of a few bytes may claim to be gigabytes. */
record LimitedCodecs(CompressionCodecFactory codecs, int maxBytes) implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return codecs.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        BytesInputDecompressor unpack = codecs.getDecompressor(codec);
        return new BytesInputDecompressor() {

            @Override
            public BytesInput decompress(BytesInput packed, int size) throws IOException {
                check(size);
                return unpack.decompress(packed, size);
            }

            @Override
            public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size) throws IOException {
                check(size);
                unpack.decompress(packed, packedSize, into, size);
            }

            @Override
            public void release() {
                unpack.release();
            }
        };
    }

    private void check(int size) throws IOException {
        if (size < 0 || size > maxBytes)
            throw new IOException("a page must be at most " + maxBytes + " bytes unpacked");
    }

    @Override
    public void release() {
        codecs.release();
    }
}
