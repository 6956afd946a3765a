package org.emergencelaw.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    private RecordColumns(Class<T> type, String path, Map<String, String> named) {
        RecordComponent[] found = type.getRecordComponents();
        this.type = type;
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(found).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException unreachable) {
            throw new IllegalStateException(type + " must have the constructor of its components", unreachable);
        }
        this.components = Arrays.stream(found)
                .map(component -> component(component, path, named))
                .toList();
    }

    static <T extends Record> RecordColumns<T> of(Class<T> type) {
        return of(type, Map.of());
    }

    /** @param named columns with a name of their own, by the path of their component, such as {@code task.name} */
    static <T extends Record> RecordColumns<T> of(Class<T> type, Map<String, String> named) {
        return new RecordColumns<>(type, "", named);
    }

    private static Component component(RecordComponent component, String path, Map<String, String> named) {
        String here = path + component.getName();
        String column = component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        return new Component(
                component,
                named.getOrDefault(here, column),
                component.getType().isRecord()
                        ? new RecordColumns<>(component.getType().asSubclass(Record.class), here + ".", named)
                        : null);
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

    /** As the other, but to the places from this one on, in the order of {@link #names}: for many rows names would cost most of the time. */
    void bind(PreparedStatement statement, int from, T row) throws SQLException {
        int at = from;
        for (Object value : values(row).values()) statement.setObject(at++, value);
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
        if (value instanceof Optional<?> optional)
            return optional.map(RecordColumns::written).orElse(null);
        if (value instanceof OptionalDouble number) return SqlValues.boxed(number);
        if (value instanceof OptionalInt whole) return SqlValues.boxed(whole);
        if (value instanceof OptionalLong whole) return SqlValues.boxed(whole);
        if (value instanceof Enum<?> constant) return SqlValues.key(constant);
        if (value instanceof Instant instant) return SqlValues.text(instant);
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
        if (type == int.class) return row.getInt(column);
        if (type == long.class) return row.getLong(column);
        if (type == boolean.class) return row.getBoolean(column);
        if (type == Instant.class) return SqlValues.instant(row, column);
        if (type == SortedMap.class) return map(row.getString(column));
        if (type.isEnum()) return constant(type, row.getString(column).toUpperCase(Locale.ROOT));
        // of the optional components only texts are kept
        if (type == Optional.class) return SqlValues.text(row, column);
        if (type == OptionalDouble.class) return SqlValues.number(row, column);
        if (type == OptionalInt.class) return SqlValues.whole(row, column);
        if (type == OptionalLong.class) return SqlValues.wholeLong(row, column);
        throw new IllegalStateException("there is no way to keep a " + type + " as column " + column);
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + type.getSimpleName() + " " + name));
    }

    /** What is kept of a map. */
    static SortedMap<String, String> map(String json) {
        return json.equals(EMPTY_MAP) ? new TreeMap<>() : Json.read(json, MAP);
    }
}
