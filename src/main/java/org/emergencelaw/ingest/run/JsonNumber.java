package org.emergencelaw.ingest.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.TextRules;

/** Numbers as harnesses and what comes after them write them: {@code 5}, {@code 5.0} and {@code "5"} are one. */
public final class JsonNumber {

    private JsonNumber() {}

    /** A finite number; absent for anything else. */
    public static OptionalDouble of(JsonNode node) {
        if (node.isTextual())
            return NumberText.of(TextRules.strip(node.textValue()), false).value();
        return node.isNumber() && Double.isFinite(node.doubleValue())
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }

    /** A whole number of at least this size. */
    public static OptionalInt whole(JsonNode node, int least) {
        OptionalDouble number = of(node);
        if (number.isEmpty()) return OptionalInt.empty();
        double value = number.getAsDouble();
        return value == Math.rint(value) && value >= least && value <= Integer.MAX_VALUE
                ? OptionalInt.of((int) value)
                : OptionalInt.empty();
    }
}
