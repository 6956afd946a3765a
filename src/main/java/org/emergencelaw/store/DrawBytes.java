package org.emergencelaw.store;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * Draws as bytes, to the last bit what was drawn. Of a column the bits of its numbers are kept as distances from the least of them, without
 * the zeros in which all end, in as many bits as the farthest takes: some 26 where numbers have 24 significant bits. (To deflate them
 * saves nothing: the bits of a draw are random.)
 */
final class DrawBytes {

    /** First of the bytes; before, draws were kept as plain doubles behind their number, which begins with a 0. */
    private static final byte PACKED = 1;

    private static final int HEAD = 2 * Integer.BYTES, HEAD_OF_COLUMN = Long.BYTES + 2;
    private static final String TORN = "draws must be as long as they say";

    private DrawBytes() {}

    /** @param draws rows of one length */
    static byte[] of(double[][] draws) {
        int rows = draws.length, columns = rows == 0 ? 0 : draws[0].length;
        for (double[] draw : draws)
            if (draw.length != columns)
                throw new IllegalArgumentException(
                        "draws must be of one length, were " + columns + " and " + draw.length);
        Column[] kept = new Column[columns];
        for (int column = 0; column < columns; column++) kept[column] = Column.of(draws, column);
        long[] words = new long[words(rows, kept)];
        long at = 0;
        for (int column = 0; column < columns; column++)
            for (double[] draw : draws) at = kept[column].put(draw[column], words, at);
        ByteBuffer bytes = ByteBuffer.allocate(1 + HEAD + columns * HEAD_OF_COLUMN + words.length * Long.BYTES);
        bytes.put(PACKED).putInt(rows).putInt(columns);
        for (Column column : kept)
            bytes.putLong(column.least).put((byte) column.zeros).put((byte) column.width);
        bytes.asLongBuffer().put(words);
        return bytes.array();
    }

    private static int words(int rows, Column[] columns) {
        long bits = rows * Arrays.stream(columns).mapToLong(Column::width).sum();
        return Math.toIntExact((bits + Long.SIZE - 1) / Long.SIZE);
    }

    /**
     * How the numbers of a column are kept.
     *
     * @param least as the bits of a double
     * @param zeros in which all distances from it end
     * @param width bits of a distance without them
     */
    private record Column(long least, int zeros, int width) {

        Column {
            if (zeros < 0 || width < 0 || zeros + width > Long.SIZE) throw new IllegalArgumentException(TORN);
        }

        static Column of(double[][] draws, int column) {
            long least = Long.MAX_VALUE, all = 0;
            for (double[] draw : draws) least = Math.min(least, Double.doubleToRawLongBits(draw[column]));
            for (double[] draw : draws) all |= Double.doubleToRawLongBits(draw[column]) - least;
            int zeros = all == 0 ? 0 : Long.numberOfTrailingZeros(all);
            return new Column(least, zeros, Long.SIZE - Long.numberOfLeadingZeros(all) - zeros);
        }

        /**
         * @param at bit of the words where it begins
         * @return where the next does
         */
        long put(double number, long[] words, long at) {
            if (width == 0) return at;
            long distance = Double.doubleToRawLongBits(number) - least >>> zeros;
            int word = (int) (at / Long.SIZE), first = (int) (at % Long.SIZE);
            words[word] |= distance << first;
            if (first + width > Long.SIZE) words[word + 1] |= distance >>> Long.SIZE - first;
            return at + width;
        }

        double number(long[] words, long at) {
            if (width == 0) return Double.longBitsToDouble(least);
            int word = (int) (at / Long.SIZE), first = (int) (at % Long.SIZE);
            long distance = words[word] >>> first;
            if (first + width > Long.SIZE) distance |= words[word + 1] << Long.SIZE - first;
            return Double.longBitsToDouble(least + ((distance & -1L >>> Long.SIZE - width) << zeros));
        }
    }

    /** @throws IllegalArgumentException if these are no such bytes */
    static double[][] read(byte[] kept) {
        ByteBuffer bytes = ByteBuffer.wrap(kept);
        boolean packed = kept.length > 0 && kept[0] == PACKED;
        if (packed) bytes.get();
        if (bytes.remaining() < HEAD) throw new IllegalArgumentException(TORN);
        int rows = bytes.getInt(), columns = bytes.getInt();
        if (rows < 0 || columns < 0) throw new IllegalArgumentException(TORN);
        return packed ? packed(bytes, rows, columns) : plain(bytes, rows, columns);
    }

    private static double[][] packed(ByteBuffer bytes, int rows, int columns) {
        if (bytes.remaining() < (long) columns * HEAD_OF_COLUMN) throw new IllegalArgumentException(TORN);
        Column[] kept = new Column[columns];
        for (int column = 0; column < columns; column++)
            kept[column] = new Column(bytes.getLong(), bytes.get(), bytes.get());
        if (bytes.remaining() != (long) words(rows, kept) * Long.BYTES) throw new IllegalArgumentException(TORN);
        long[] words = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(words);
        double[][] draws = new double[rows][columns];
        long at = 0;
        for (int column = 0; column < columns; column++)
            for (int row = 0; row < rows; row++, at += kept[column].width)
                draws[row][column] = kept[column].number(words, at);
        return draws;
    }

    private static double[][] plain(ByteBuffer bytes, int rows, int columns) {
        if (bytes.remaining() != (long) rows * columns * Double.BYTES) throw new IllegalArgumentException(TORN);
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        double[][] draws = new double[rows][columns];
        for (double[] draw : draws) doubles.get(draw);
        return draws;
    }
}
