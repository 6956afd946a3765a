package org.emergencelaw.metric;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.format.NumberText;

/** What the standard error of an accuracy tells of the number of items behind it. */
public final class StandardError {

    /** Relative error that rounding may leave. */
    private static final double ROUNDING = 1e-6;

    private StandardError() {}

    /**
     * Items n of a mean p of zeros and ones from its standard error, {@code se^2 = p(1-p)/(n-1)}; absent where that gives no whole
     * number of items and of right ones, as for a standard error from a bootstrap.
     */
    public static OptionalInt items(double p, double error) {
        double items = p * (1 - p) / (error * error) + 1;
        if (!(items >= 2 && items < 1e8)) return OptionalInt.empty();
        double whole = Math.rint(items);
        double right = p * whole;
        boolean exact = Math.abs(items - whole) <= ROUNDING * items
                && Math.abs(right - Math.rint(right)) <= ROUNDING * Math.max(1, right);
        return exact ? OptionalInt.of((int) whole) : OptionalInt.empty();
    }

    /** The same of two cells; absent where one of them is no number. */
    public static OptionalInt items(String accuracy, String error) {
        OptionalDouble p = NumberText.of(accuracy, false).value();
        OptionalDouble se = NumberText.of(error, false).value();
        return p.isPresent() && se.isPresent() ? items(p.getAsDouble(), se.getAsDouble()) : OptionalInt.empty();
    }
}
