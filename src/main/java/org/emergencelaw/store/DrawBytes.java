package org.emergencelaw.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Draws as bytes, to the last bit what was drawn: behind the number of rows and of columns the first bytes of all doubles of a column,
 * their second bytes, and so on, deflated. Bits of one place are alike: those that rounding left 0 take nothing, and exponents little.
 */
final class DrawBytes {

    private static final int HEAD = 2 * Integer.BYTES;

    private DrawBytes() {}

    /** @param draws rows of one length */
    static byte[] of(double[][] draws) {
        int rows = draws.length, columns = rows == 0 ? 0 : draws[0].length;
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + rows * columns * Double.BYTES);
        bytes.putInt(rows).putInt(columns);
        for (int row = 0; row < rows; row++) {
            if (draws[row].length != columns)
                throw new IllegalArgumentException(
                        "draws must be of one length, were " + columns + " and " + draws[row].length);
            for (int column = 0; column < columns; column++) {
                long bits = Double.doubleToRawLongBits(draws[row][column]);
                for (int place = 0; place < Double.BYTES; place++)
                    bytes.put(at(rows, row, column, place), (byte) (bits >>> Long.SIZE - Byte.SIZE * (place + 1)));
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes.array());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static int at(int rows, int row, int column, int place) {
        return HEAD + (column * Double.BYTES + place) * rows + row;
    }

    /** @throws IllegalArgumentException if these are no such bytes */
    static double[][] read(byte[] kept) {
        boolean packed = kept.length > 1 && (kept[0] & 0xff | (kept[1] & 0xff) << 8) == GZIPInputStream.GZIP_MAGIC;
        ByteBuffer bytes = ByteBuffer.wrap(packed ? unpacked(kept) : kept);
        int length = bytes.capacity(), rows = length < HEAD ? -1 : bytes.getInt();
        int columns = length < HEAD ? -1 : bytes.getInt();
        if (rows < 0 || columns < 0 || HEAD + (long) rows * columns * Double.BYTES != length)
            throw new IllegalArgumentException("draws must be as long as they say");
        double[][] draws = new double[rows][columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                draws[row][column] = packed ? number(bytes, rows, row, column) : bytes.getDouble();
        return draws;
    }

    private static double number(ByteBuffer bytes, int rows, int row, int column) {
        long bits = 0;
        for (int place = 0; place < Double.BYTES; place++)
            bits = bits << Byte.SIZE | bytes.get(at(rows, row, column, place)) & 0xff;
        return Double.longBitsToDouble(bits);
    }

    private static byte[] unpacked(byte[] kept) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(kept))) {
            return in.readAllBytes();
        } catch (IOException torn) {
            throw new IllegalArgumentException("draws must be as long as they say", torn);
        }
    }
}
