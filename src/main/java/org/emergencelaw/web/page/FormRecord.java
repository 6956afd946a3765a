package org.emergencelaw.web.page;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.javalin.http.Context;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.workspace.LockRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as a form sends it: a field for each component of the record, named as in JSON. So a form takes what the API takes, and
 * a new component needs no code here. Blank means absent where the record allows it; a box that is not ticked means no.
 */
public final class FormRecord<T extends Record> {

    /** Numbers that a browser's script and JSON hold exactly. */
    private static final Range EXACT = new Range(-(1L << 53), 1L << 53);

    private static final Range COUNT = new Range(1, Integer.MAX_VALUE);

    private final Class<T> type;
    private final Map<String, Range> ranges;

    private FormRecord(Class<T> type, Map<String, Range> ranges) {
        this.type = type;
        this.ranges = ranges;
    }

    private record Range(long least, long most) {}

    public static <T extends Record> FormRecord<T> of(Class<T> type) {
        return new FormRecord<>(type, Map.of());
    }

    /** The same, where a whole number may only be from one to another. */
    public FormRecord<T> within(String field, long least, long most) {
        Map<String, Range> more = new HashMap<>(ranges);
        more.put(field, new Range(least, most));
        return new FormRecord<>(type, Map.copyOf(more));
    }

    /** What was typed. */
    public Form form(Context ctx) {
        return Form.of(ctx, fields());
    }

    /** A form that shows a record. */
    public static Form filled(Record shown) {
        Map<String, String> values = new HashMap<>();
        for (RecordComponent component : shown.getClass().getRecordComponents())
            values.put(field(component), text(component, shown));
        return Form.of(values);
    }

    private static String text(RecordComponent component, Record shown) {
        try {
            Object value = component.getAccessor().invoke(shown);
            if (value instanceof Optional<?> optional) value = optional.orElse(null);
            if (value instanceof OptionalLong whole) return whole.isPresent() ? "" + whole.getAsLong() : "";
            if (value instanceof OptionalInt whole) return whole.isPresent() ? "" + whole.getAsInt() : "";
            if (value instanceof OptionalDouble number) return number.isPresent() ? "" + number.getAsDouble() : "";
            if (value instanceof Boolean ticked) return ticked ? "on" : "";
            if (value instanceof Enum<?> constant) return DisplayNames.key(constant);
            return value == null ? "" : value.toString();
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(component + " cannot be read", hidden);
        }
    }

    /** Names of its fields. */
    List<String> fields() {
        return Arrays.stream(type.getRecordComponents()).map(FormRecord::field).toList();
    }

    /** The request; what is wrong with it stands in the form. */
    public Optional<T> read(Form form) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) values[i] = value(form, components[i]);
        return form.submit(() -> record(components, values));
    }

    private T record(RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException broken) throw broken;
            throw new IllegalStateException(type + " cannot be made", refused);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(type + " cannot be made", hidden);
        }
    }

    /** Null where a field is at fault, which the form then says. */
    private @Nullable Object value(Form form, RecordComponent component) {
        String field = field(component);
        Class<?> of = component.getType();
        if (of == Optional.class) return optional(form, field, argument(component));
        if (of == String.class) return form.value(field);
        if (of == boolean.class) return form.value(field).equals("true");
        if (of == OptionalDouble.class) return form.quantity(field);
        if (of == OptionalLong.class) return whole(form, field, EXACT);
        if (of == OptionalInt.class) {
            OptionalLong whole = whole(form, field, COUNT);
            return whole.isPresent() ? OptionalInt.of((int) whole.getAsLong()) : OptionalInt.empty();
        }
        if (of == Instant.class)
            return form.attempt(field, () -> LockRequest.endOf(form.value(field)))
                    .orElse(null);
        if (of.isEnum()) return constant(form, field, of).orElse(null);
        throw new IllegalStateException("a form has no field for " + component);
    }

    private static Optional<?> optional(Form form, String field, Class<?> of) {
        if (of == String.class) return form.text(field);
        if (of == Boolean.class) return Optional.of(form.value(field).equals("on"));
        if (of.isEnum()) return form.text(field).isEmpty() ? Optional.empty() : constant(form, field, of);
        throw new IllegalStateException("a form has no field for an optional " + of);
    }

    private OptionalLong whole(Form form, String field, Range otherwise) {
        Range range = ranges.getOrDefault(field, otherwise);
        return form.whole(field, range.least(), range.most());
    }

    private static Optional<?> constant(Form form, String field, Class<?> of) {
        return form.chosen(field, (Enum<?>[]) of.getEnumConstants());
    }

    private static Class<?> argument(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    private static String field(RecordComponent component) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }
}
