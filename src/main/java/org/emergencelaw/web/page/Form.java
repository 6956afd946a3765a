package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.web.http.FormFields;

/** What was typed into a form, and what was wrong with it, so that the page can be shown again with both. */
public final class Form {

    /** Longest text that is shown again; more is a mistake. */
    private static final int LONGEST = 10_000;

    /** Where a fault stands that belongs to no single field. */
    private static final String WHOLE = "";

    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /** A form with these values and no fault. */
    public static Form of(Map<String, String> values) {
        return new Form(Map.copyOf(values));
    }

    /** A form with these values, which keep their order. */
    public static Form filled(Map<String, String> values) {
        Map<String, String> kept = new LinkedHashMap<>();
        values.forEach((field, value) -> kept.put(field, value.substring(0, Math.min(LONGEST, value.length()))));
        return new Form(kept);
    }

    public static Form of(Context ctx, List<String> fields) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : fields) {
            String value = FormFields.value(ctx, field).orElse("").strip();
            values.put(field, value.substring(0, Math.min(LONGEST, value.length())));
        }
        return new Form(values);
    }

    /** Text as it stands in the query string of an address. */
    public static String inAddress(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    public Optional<String> error(String field) {
        return Optional.ofNullable(errors.get(field));
    }

    /** The fault of the form as a whole. */
    public Optional<String> error() {
        return error(WHOLE);
    }

    public boolean faulty() {
        return !errors.isEmpty();
    }

    /** The first fault, wherever it stands. */
    public Optional<String> fault() {
        return errors.values().stream().findFirst();
    }

    /** The text of a field, absent when blank. */
    public Optional<String> text(String field) {
        return Optional.of(value(field)).filter(value -> !value.isBlank());
    }

    /** A number such as 13B or 6e21; absent when blank, and when at fault. */
    public OptionalDouble quantity(String field) {
        return attempt(field, () -> NumberText.quantity(field, text(field))).orElse(OptionalDouble.empty());
    }

    /** A whole number; absent when blank, and when at fault. */
    public OptionalLong whole(String field, long least, long most) {
        return attempt(field, () -> {
                    if (text(field).isEmpty()) return OptionalLong.empty();
                    String text = value(field);
                    long value = text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : Long.MIN_VALUE;
                    if (value < least || value > most)
                        throw new IllegalArgumentException(
                                field + " must be a whole number from " + least + " to " + most + ", was " + text);
                    return OptionalLong.of(value);
                })
                .orElse(OptionalLong.empty());
    }

    /** One of the constants, written as in JSON; absent when at fault. */
    public <E extends Enum<?>> Optional<E> chosen(String field, E[] constants) {
        return attempt(
                field,
                () -> Arrays.stream(constants)
                        .filter(constant -> DisplayNames.key(constant).equals(value(field)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                field + " must be one of those offered, was " + value(field))));
    }

    /** Does what the whole form asks, unless a field is at fault already; messages of the domain begin with the field's name. */
    public <T> Optional<T> submit(Supplier<T> action) {
        return faulty() ? Optional.empty() : attempt(WHOLE, action);
    }

    /** As {@link #submit}, for an action that answers nothing; false when at fault. */
    public boolean does(Runnable action) {
        return submit(() -> {
                    action.run();
                    return this;
                })
                .isPresent();
    }

    /** Tries to read a field; what is wrong with it stands at it. */
    public <T> Optional<T> attempt(String field, Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (IllegalArgumentException broken) {
            String message = String.valueOf(broken.getMessage());
            String place = field.equals(WHOLE) ? fieldOf(message) : field;
            errors.put(place, message.replace('_', ' '));
            return Optional.empty();
        }
    }

    private String fieldOf(String message) {
        return values.keySet().stream()
                .filter(field -> message.startsWith(field + " "))
                .findFirst()
                .orElse(WHOLE);
    }
}
