package org.emergencelaw.store;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;

/**
 * Draws as the bytes of their doubles, row by row behind the number of rows and of columns: less than half of what their digits take, to
 * the last bit what was drawn, and read without parsing. (To deflate them saves a fourteenth: the bits of a draw are random.)
 */
final class DrawBytes {

    private static final int HEAD = 2 * Integer.BYTES;

    private DrawBytes() {}

    /** @param draws rows of one length */
    static byte[] of(double[][] draws) {
        int columns = draws.length == 0 ? 0 : draws[0].length;
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + draws.length * columns * Double.BYTES);
        bytes.putInt(draws.length).putInt(columns);
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        for (double[] draw : draws) {
            if (draw.length != columns)
                throw new IllegalArgumentException(
                        "draws must be of one length, were " + columns + " and " + draw.length);
            doubles.put(draw);
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if these are no such bytes */
    static double[][] read(byte[] kept) {
        ByteBuffer bytes = ByteBuffer.wrap(kept);
        int rows = kept.length < HEAD ? -1 : bytes.getInt(), columns = kept.length < HEAD ? -1 : bytes.getInt();
        if (rows < 0 || columns < 0 || HEAD + (long) rows * columns * Double.BYTES != kept.length)
            throw new IllegalArgumentException("draws must be as long as they say");
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        double[][] draws = new double[rows][columns];
        for (double[] draw : draws) doubles.get(draw);
        return draws;
    }
}
