package org.emergencelaw.format;

import java.util.Optional;
import java.util.OptionalDouble;

/** A number outside a table, written as in one: {@code 13B}, {@code 1T}, {@code 6e21}. */
public final class Quantity {

    private Quantity() {}

    /**
     * @param field name for the error message
     * @param text absent or blank means no number
     * @throws IllegalArgumentException if the text is no finite number
     */
    public static OptionalDouble of(String field, Optional<String> text) {
        if (text.isEmpty() || text.get().isBlank()) return OptionalDouble.empty();
        NumberText number = NumberText.of(text.get().strip(), true);
        if (number.value().isEmpty())
            throw new IllegalArgumentException(field + " must be a number such as 13B, 1.4T or 6e21, was "
                    + RowError.shown(text.get()) + (number.hint().isEmpty() ? "" : "; " + number.hint()));
        return number.value();
    }
}
