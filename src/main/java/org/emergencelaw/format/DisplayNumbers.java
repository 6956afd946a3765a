package org.emergencelaw.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Numbers as people read them: on pages, on the console, in claims and in the ledger alike. JSON and CSV have them in full.
 *
 * <p>A quantity has one format everywhere: nats and accuracies three decimals, a probability whole percent, compute a power of
 * ten, counts of parameters and tokens a suffix. Halves are rounded up, away from zero; {@code static/display.js} does the same.
 */
public final class DisplayNumbers {

    /** What stands for an absent number. */
    public static final String ABSENT = "–";

    /** A probability below this, or above one minus this, is not told more exactly. */
    private static final double OPEN = 0.01;

    /** A p value below this is not told more exactly. */
    private static final double SMALLEST_P = 1e-4;

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_UP);
    private static final String[] SUFFIXES = {"", "K", "M", "B", "T"};
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_MINUTE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DisplayNumbers() {}

    /** Compute, as a power of ten with two digits: {@code 1.4 × 10²³}. */
    public static String flops(double value) {
        String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e", 2);
        int exponent = Integer.parseInt(parts[1]);
        StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray())
            raised.append(SUPERSCRIPTS.charAt(digit - '0'));
        return minus(parts[0]) + " × 10" + raised;
    }

    public static String flops(OptionalDouble value) {
        return value.isPresent() ? flops(value.getAsDouble()) : ABSENT;
    }

    /** Compute at which something comes; absent where no compute suffices. */
    public static String comes(OptionalDouble flops) {
        return flops.isPresent() ? flops(flops.getAsDouble()) : "never";
    }

    /** Parameters or tokens, three digits: {@code 13B}, {@code 1.4T}, {@code 88.6K}. */
    public static String count(double value) {
        int power = 0;
        double scaled = value;
        while (power < SUFFIXES.length - 1 && scaled >= 999.5) {
            scaled /= 1000;
            power++;
        }
        if (scaled >= 999.5) return flops(value);
        String digits = String.format(Locale.ROOT, scaled >= 100 ? "%.0f" : scaled >= 10 ? "%.1f" : "%.2f", scaled);
        return (digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits) + SUFFIXES[power];
    }

    public static String count(OptionalDouble value) {
        return value.isPresent() ? count(value.getAsDouble()) : ABSENT;
    }

    /** {@code 25,600}. */
    public static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A whole number with its noun: {@code 1 row}, {@code 2 rows}, {@code 2 entries}. */
    public static String plural(long value, String noun) {
        if (value == 1) return "1 " + noun;
        return whole(value) + " " + (noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
    }

    /** Nats or an accuracy, three decimals. */
    public static String decimal3(double value) {
        return minus(String.format(Locale.ROOT, "%.3f", unsigned(value)));
    }

    public static String decimal3(OptionalDouble value) {
        return value.isPresent() ? decimal3(value.getAsDouble()) : ABSENT;
    }

    /** A difference in nats or accuracy: three decimals and its sign. */
    public static String signed3(double value) {
        return minus(String.format(Locale.ROOT, "%+.3f", unsigned(value)));
    }

    public static String signed3(OptionalDouble value) {
        return value.isPresent() ? signed3(value.getAsDouble()) : ABSENT;
    }

    /** What rounds to zero at three decimals has no minus sign. */
    private static double unsigned(double value) {
        return Math.abs(value) < 0.0005 ? 0 : value;
    }

    /** Three significant digits, plain or as a power of ten. */
    public static String significant3(double value) {
        double size = Math.abs(value);
        if (value == 0) return "0";
        if (size >= 1e6 || size < 1e-4) return flops(value);
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS);
        int decimals = Math.max(0, 2 - (rounded.precision() - rounded.scale() - 1));
        return minus(String.format(Locale.ROOT, "%,." + decimals + "f", decimals == 0 ? value : rounded));
    }

    public static String significant3(OptionalDouble value) {
        return value.isPresent() ? significant3(value.getAsDouble()) : ABSENT;
    }

    /** Hours or money, three digits: {@code 2.61}, {@code 286K}. */
    public static String amount(double value) {
        return value >= 999.5 ? count(value) : significant3(value);
    }

    /** A number that somebody set, with all its digits and no more: {@code 0.25}, {@code 16}. */
    public static String exact(double value) {
        return minus(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }

    /** A probability; never a certainty that a finite number of draws cannot know. */
    public static String percent(double probability) {
        if (probability < OPEN) return "below 1%";
        if (probability > 1 - OPEN) return "above 99%";
        return String.format(Locale.ROOT, "%.0f%%", 100 * probability);
    }

    public static String percent(OptionalDouble probability) {
        return probability.isPresent() ? percent(probability.getAsDouble()) : ABSENT;
    }

    /** A share of things that were counted, or a relative change, to a tenth of a percent: {@code 32.5%}, {@code 100%}. */
    public static String share(double part) {
        return minus(decimal(100 * part)) + "%";
    }

    /** A difference of probabilities: {@code 12.5 percentage points}. */
    public static String points(double difference) {
        return minus(decimal(100 * difference)) + " percentage points";
    }

    /** To a tenth, without a decimal that is zero. */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value)
                .replaceFirst("\\.0$", "")
                .replaceFirst("^-0$", "0");
    }

    /** A factor: {@code 3.70×}. */
    public static String times(double factor) {
        return significant3(factor) + "×";
    }

    public static String times(OptionalDouble factor) {
        return factor.isPresent() ? times(factor.getAsDouble()) : ABSENT;
    }

    /** A p value, two significant digits; how small it is below one in ten thousand nobody needs to know. */
    public static String pValue(double p) {
        if (p < SMALLEST_P) return "below 0.0001";
        return BigDecimal.valueOf(p).round(TWO_DIGITS).toPlainString();
    }

    public static String pValue(OptionalDouble p) {
        return p.isPresent() ? pValue(p.getAsDouble()) : ABSENT;
    }

    /** For a sentence: {@code p = 0.012}, {@code p below 0.0001}. */
    public static String pIs(double p) {
        return p < SMALLEST_P ? "p " + pValue(p) : "p = " + pValue(p);
    }

    /** A point of emergence; minus infinity is one that never comes. */
    public static String loss(double nats) {
        return Double.isFinite(nats) ? decimal3(nats) : "never";
    }

    /** {@code low to high}; nothing where both are absent. */
    public static String range(String low, String high) {
        return low.equals(ABSENT) && high.equals(ABSENT) ? ABSENT : low + " to " + high;
    }

    /** Bounds in nats or accuracy. */
    public static String range3(OptionalDouble low, OptionalDouble high) {
        return range(decimal3(low), decimal3(high));
    }

    public static String range3(double low, double high) {
        return range(decimal3(low), decimal3(high));
    }

    /** {@code 30 Jun 2027}. */
    public static String day(Instant instant) {
        return DAY.format(instant);
    }

    /** {@code 30 Jun 2027, 14:05 UTC}. */
    public static String minute(Instant instant) {
        return DAY_AND_MINUTE.format(instant);
    }

    private static String minus(String number) {
        return number.replace('-', '−');
    }
}
