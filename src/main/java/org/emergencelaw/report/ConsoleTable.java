package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Lines of cells, aligned for a terminal. */
public final class ConsoleTable {

    /** What stands where there is no number. */
    public static final String NONE = "-";

    private static final int GAP = 3;

    private final List<String[]> rows = new ArrayList<>();

    public ConsoleTable row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** Loss or accuracy, four digits after the point. */
    public static String plain(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    public static String plain(OptionalDouble value) {
        return value.isPresent() ? plain(value.getAsDouble()) : NONE;
    }

    /** Counts and compute, three digits and an exponent. */
    public static String large(double value) {
        return String.format(Locale.ROOT, "%.2e", value).replace("e+", "e");
    }

    public static String large(OptionalDouble value) {
        return value.isPresent() ? large(value.getAsDouble()) : NONE;
    }

    /** A probability; never 0% or 100%, which no finite data can show. */
    public static String percent(OptionalDouble share) {
        if (share.isEmpty()) return NONE;
        double percent = 100 * share.getAsDouble();
        if (percent < 0.5) return "below 1%";
        return percent > 99.5 ? "above 99%" : String.format(Locale.ROOT, "%.0f%%", percent);
    }

    /** A p value; how small it is below a billionth nobody needs to know. */
    public static String p(double value) {
        return value < 1e-9 ? "<1e-9" : String.format(Locale.ROOT, "%.2g", value);
    }

    /** {@code low to high}. */
    public static String span(String low, String high) {
        return low.equals(NONE) && high.equals(NONE) ? NONE : low + " to " + high;
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (String[] row : rows)
            for (int i = 0; i < row.length; i++) {
                if (i == widths.size()) widths.add(0);
                widths.set(i, Math.max(widths.get(i), row[i].length()));
            }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++)
                line.append(row[i]).append(" ".repeat(widths.get(i) + GAP - row[i].length()));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
