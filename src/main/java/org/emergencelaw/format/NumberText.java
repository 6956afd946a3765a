package org.emergencelaw.format;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as people write it in a cell: {@code 70}, {@code 6e21}, {@code 1.4T}. Nothing is guessed: no thousands
 * separators, no decimal comma, no percent.
 *
 * @param value what it says; absent when it is no finite number
 * @param hint why it is none, or what was probably meant; may be empty
 */
public record NumberText(OptionalDouble value, String hint) {

    private static final String DIGITS = "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)";
    private static final Pattern PLAIN = Pattern.compile(DIGITS + "(?:[eE][+-]?[0-9]+)?");
    private static final Pattern SUFFIXED = Pattern.compile("(" + DIGITS + ")([kKmMbBtT])");
    private static final Map<String, String> POWERS = Map.of("k", "e3", "m", "e6", "b", "e9", "t", "e12");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern ABSENT =
            Pattern.compile("(?i)[+-]?(nan|<?n[/.]?a\\.?>?|inf|infinity|null|nil|none|missing"
                    + "|unknown|undefined|tbd|[-\u2013\u2014\u2212]+|[.\u2026?]+|#.*)");
    private static final Pattern SEPARATED = Pattern.compile("[+-]?[0-9][0-9.,_' ]*");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{0,15})?) ?%?");

    /** From here on the exponent is easier to read than the zeros. */
    private static final double PLAIN_BELOW = 1e15;

    /** What to do with a cell that stands for no number. */
    public static final String LEAVE_EMPTY = "leave the cell empty where the value is not known";

    /** Beyond this a double no longer tells neighbouring whole numbers apart. */
    private static final double EXACT = 1L << 53;

    /** @param suffixes whether K, M, B and T are allowed, as for counts */
    public static NumberText of(String cell, boolean suffixes) {
        if (PLAIN.matcher(cell).matches()) return finite(cell);
        Matcher suffixed = SUFFIXED.matcher(cell);
        if (!suffixed.matches()) return none(hint(cell, suffixes));
        if (!suffixes) return none("K, M, B and T are for counts");
        return finite(suffixed.group(1) + POWERS.get(suffixed.group(2).toLowerCase(Locale.ROOT)));
    }

    /** Whether a cell is empty, or what programs write for a number that is not there. */
    public static boolean absent(String cell) {
        return cell.isBlank() || ABSENT.matcher(cell.strip()).matches();
    }

    static boolean isPlain(String cell) {
        return PLAIN.matcher(cell).matches();
    }

    /** {@code did you mean 0.742?} for 74.2 and 74.2%. */
    public static String percentHint(String cell) {
        Matcher percent = PERCENT.matcher(cell);
        if (!percent.matches()) return "write it as a fraction of 1";
        BigDecimal fraction = new BigDecimal(percent.group(1)).movePointLeft(2).stripTrailingZeros();
        if (fraction.compareTo(BigDecimal.ONE) > 0) return "write it as a fraction of 1";
        return "did you mean " + fraction.toPlainString() + "?";
    }

    private static NumberText finite(String digits) {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) return none("it is too large for any computation");
        if (value == 0 && digits.split("[eE]", 2)[0].chars().anyMatch(c -> c >= '1' && c <= '9'))
            return none("it is too close to 0 for any computation");
        // Adding 0 makes -0 a 0, which an export writes the same.
        return new NumberText(OptionalDouble.of(value + 0.0), "");
    }

    private static NumberText none(String hint) {
        return new NumberText(OptionalDouble.empty(), hint);
    }

    private static String hint(String cell, boolean suffixes) {
        if (ABSENT.matcher(cell).matches()) return LEAVE_EMPTY;
        if (cell.endsWith("%")) return percentHint(cell);
        if (SEPARATED.matcher(cell).matches()) return "write decimals with a point, and no thousands separators";
        return suffixes ? "write it like 7000000000, 7e9 or 7B" : "write it like 0.5 or 5e-1";
    }

    /** A double as it is exported: read again it is the same double, in the fewest digits, the same on every JDK. */
    public static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < PLAIN_BELOW) return Long.toString((long) value);
        return NumberOutput.toString(value, true).replace(".0E", "e").replace('E', 'e');
    }

    /** The same; empty for none. */
    public static String text(OptionalDouble value) {
        return value.isPresent() ? text(value.getAsDouble()) : "";
    }

    /**
     * A number outside a table, written as in one: {@code 13B}, {@code 1T}, {@code 6e21}.
     *
     * @param field name for the error message
     * @param text absent or blank means no number
     * @throws IllegalArgumentException if the text is no finite number
     */
    public static OptionalDouble quantity(String field, Optional<String> text) {
        if (text.isEmpty() || text.get().isBlank()) return OptionalDouble.empty();
        NumberText number = NumberText.of(text.get().strip(), true);
        if (number.value().isEmpty())
            throw new IllegalArgumentException(field + " must be a number such as 13B, 1.4T or 6e21, was "
                    + RowError.shown(text.get()) + (number.hint().isEmpty() ? "" : "; " + number.hint()));
        return number.value();
    }

    /**
     * A whole number, exact to the last digit.
     *
     * @param value what it says; absent when it is no whole number
     * @param hint as in {@link NumberText}
     */
    public record Whole(OptionalLong value, String hint) {

        public static Whole of(String cell) {
            if (WHOLE.matcher(cell).matches()) {
                BigInteger digits = new BigInteger(cell);
                if (digits.bitLength() < Long.SIZE) return new Whole(OptionalLong.of(digits.longValue()), "");
            }
            NumberText number = NumberText.of(cell, true);
            double value = number.value.orElse(0.5);
            if (value != Math.rint(value)) return new Whole(OptionalLong.empty(), number.hint);
            if (Math.abs(value) > EXACT) return new Whole(OptionalLong.empty(), "it has too many digits");
            return new Whole(OptionalLong.of((long) value), "");
        }
    }
}
