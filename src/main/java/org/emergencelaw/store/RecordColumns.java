package org.emergencelaw.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emergencelaw.format.Json;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table of records: each component is one, under its name in snake_case, so that a new component needs a migration and
 * nothing else here. A record within the record gives the columns of its components. What is absent is null, a constant is its
 * lower-case name, and a map is a JSON object.
 */
final class RecordColumns<T extends Record> {

    private static final String EMPTY_MAP = "{}";
    private static final TypeReference<TreeMap<String, String>> MAP = new TypeReference<>() {};

    private final Class<T> type;
    private final Constructor<T> constructor;
    private final List<Component> components;

    /** A component is a column, or a record with columns of its own. */
    private record Component(
            RecordComponent of, String column, @Nullable RecordColumns<?> within) {}

    private RecordColumns(Class<T> type) {
        RecordComponent[] found = type.getRecordComponents();
        this.type = type;
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(found).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException unreachable) {
            throw new IllegalStateException(type + " must have the constructor of its components", unreachable);
        }
        this.components = Arrays.stream(found).map(RecordColumns::component).toList();
    }

    static <T extends Record> RecordColumns<T> of(Class<T> type) {
        return new RecordColumns<>(type);
    }

    private static Component component(RecordComponent component) {
        String column = component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        return new Component(
                component,
                column,
                component.getType().isRecord() ? of(component.getType().asSubclass(Record.class)) : null);
    }

    /** Names in the order of the components. */
    List<String> names() {
        return components.stream()
                .flatMap(component -> component.within == null
                        ? List.of(component.column).stream()
                        : component.within.names().stream())
                .toList();
    }

    /** {@code task, family, ...}, or with a colon {@code :task, :family, ...}. */
    String list(String prefix) {
        return names().stream().map(prefix::concat).collect(Collectors.joining(", "));
    }

    /** Binds each value to the name of its column. */
    void bind(SqlStatement<?> statement, T row) {
        values(row).forEach(statement::bind);
    }

    private Map<String, @Nullable Object> values(Object row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Component component : components) {
            Object value = get(component.of, row);
            if (component.within == null) values.put(component.column, written(value));
            else values.putAll(component.within.values(value));
        }
        return values;
    }

    private static Object get(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException unreachable) {
            throw new IllegalStateException(component + " must be readable", unreachable);
        }
    }

    private static @Nullable Object written(Object value) {
        if (value instanceof OptionalDouble number) return number.isPresent() ? (Double) number.getAsDouble() : null;
        if (value instanceof OptionalInt whole) return whole.isPresent() ? (Integer) whole.getAsInt() : null;
        if (value instanceof OptionalLong whole) return whole.isPresent() ? (Long) whole.getAsLong() : null;
        if (value instanceof Enum<?> constant) return constant.name().toLowerCase(Locale.ROOT);
        // most rows have none, and thousands of rows are written at once
        if (value instanceof Map<?, ?> map) return map.isEmpty() ? EMPTY_MAP : Json.write(map);
        return value;
    }

    /** The record of a row. */
    T read(ResultSet row) throws SQLException {
        Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            Component component = components.get(i);
            values[i] = component.within == null
                    ? read(row, component.column, component.of.getType())
                    : component.within.read(row);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException rule) throw rule;
            throw new IllegalStateException("a row must be a " + type.getSimpleName(), refused);
        } catch (ReflectiveOperationException unreachable) {
            throw new IllegalStateException(type + " must have a public constructor", unreachable);
        }
    }

    private static Object read(ResultSet row, String column, Class<?> type) throws SQLException {
        if (type == String.class) return row.getString(column);
        if (type == double.class) return row.getDouble(column);
        if (type == long.class) return row.getLong(column);
        if (type == SortedMap.class) return map(row.getString(column));
        if (type.isEnum()) return constant(type, row.getString(column).toUpperCase(Locale.ROOT));
        if (type == OptionalDouble.class) {
            double number = row.getDouble(column);
            return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
        }
        if (type == OptionalInt.class) {
            int whole = row.getInt(column);
            return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(whole);
        }
        if (type == OptionalLong.class) {
            long whole = row.getLong(column);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(whole);
        }
        throw new IllegalStateException("there is no way to keep a " + type + " as column " + column);
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + type.getSimpleName() + " " + name));
    }

    private static SortedMap<String, String> map(String json) {
        return json.equals(EMPTY_MAP) ? new TreeMap<>() : Json.read(json, MAP);
    }
}
