package org.emergencelaw.format;

import com.fasterxml.jackson.core.io.NumberOutput;

/** A double as it is exported: read again it is the same double, in the fewest digits, the same on every JDK. */
public final class NumberCell {

    /** From here on the exponent is easier to read than the zeros. */
    private static final double PLAIN_BELOW = 1e15;

    private NumberCell() {}

    public static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < PLAIN_BELOW) return Long.toString((long) value);
        return NumberOutput.toString(value, true).replace(".0E", "e").replace('E', 'e');
    }
}
