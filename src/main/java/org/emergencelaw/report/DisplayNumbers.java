package org.emergencelaw.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.emergencelaw.metric.EmergenceScore;

/** Numbers as people read them, on pages; JSON has them in full. */
public final class DisplayNumbers {

    /** What stands for an absent number. */
    public static final String ABSENT = "–";

    private static final String[] SUFFIXES = {"", "K", "M", "B", "T"};
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_MINUTE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DisplayNumbers() {}

    /** {@code 1.5 × 10²³}. */
    public static String flops(double value) {
        String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e", 2);
        int exponent = Integer.parseInt(parts[1]);
        StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray())
            raised.append(SUPERSCRIPTS.charAt(digit - '0'));
        return parts[0] + " × 10" + raised;
    }

    public static String flops(OptionalDouble value) {
        return value.isPresent() ? flops(value.getAsDouble()) : ABSENT;
    }

    /** {@code 13B}, {@code 1.4T}, {@code 88.6K}: three digits. */
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

    /** A whole number with its noun, {@code 1 row}, {@code 2 rows}. */
    public static String counted(long value, String noun) {
        return whole(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** Three decimals, for nats and accuracies. */
    public static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", unsigned(value)).replace('-', '−');
    }

    /** What rounds to zero at three decimals has no sign. */
    private static double unsigned(double value) {
        return Math.abs(value) < 0.0005 ? 0 : value;
    }

    public static String three(OptionalDouble value) {
        return value.isPresent() ? three(value.getAsDouble()) : ABSENT;
    }

    /** Three significant digits, plain or as a power of ten. */
    public static String digits(double value) {
        double size = Math.abs(value);
        if (value == 0) return "0";
        if (size >= 1e6 || size < 1e-4) return flops(value).replace('-', '−');
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
    }

    /** A probability; never a certainty that a finite number of draws cannot know. */
    public static String percent(double probability) {
        if (probability < 0.01) return "< 1%";
        if (probability > 0.99) return "> 99%";
        return String.format(Locale.ROOT, "%.0f%%", 100 * probability);
    }

    public static String percent(OptionalDouble probability) {
        return probability.isPresent() ? percent(probability.getAsDouble()) : ABSENT;
    }

    /** A share of things that were counted, to a tenth of a percent. */
    public static String share(double part) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * part);
    }

    /** An emergence score, or why it has no value. */
    public static String score(EmergenceScore score) {
        return switch (score.kind()) {
            case FINITE ->
                String.format(Locale.ROOT, "%.1f", score.value().orElseThrow()).replace('-', '−');
            case FLAT -> "0, flat";
            case UNBOUNDED -> score.rising() ? "unbounded" : "unbounded, falling";
            case TOO_SHORT -> "too short";
        };
    }

    /** {@code 3.7×}. */
    public static String times(OptionalDouble factor) {
        return factor.isPresent() ? digits(factor.getAsDouble()) + "×" : ABSENT;
    }

    /** With its sign, three decimals. */
    public static String signed(OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, "%+.3f", unsigned(value.getAsDouble()))
                        .replace('-', '−')
                : ABSENT;
    }

    /** A loss; minus infinity is a point of emergence that never comes. */
    public static String loss(double nats) {
        return Double.isFinite(nats) ? three(nats) : "never";
    }

    /** {@code 30 Jun 2027}. */
    public static String date(Instant instant) {
        return DAY.format(instant);
    }

    public static String day(Instant instant) {
        return DAY_AND_MINUTE.format(instant);
    }

    /** An enum constant as words: {@code not identified}. */
    public static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** An enum constant as in JSON: {@code not_identified}. */
    public static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
