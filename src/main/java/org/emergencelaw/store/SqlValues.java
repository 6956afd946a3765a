package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Values as columns hold them, both ways: what is absent is null, a constant is its lower-case name, an instant is text. */
final class SqlValues {

    /** Text of one width, so that the order as text is the order in time. */
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private SqlValues() {}

    static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? (Integer) value.getAsInt() : null;
    }

    static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    static OptionalDouble number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static OptionalInt whole(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    static OptionalLong wholeLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(ResultSet row, String column, Class<E> type) throws SQLException {
        return constant(row.getString(column), type);
    }

    static <E extends Enum<E>> E constant(String key, Class<E> type) {
        return Enum.valueOf(type, key.toUpperCase(Locale.ROOT));
    }

    /** A condition that some columns, one after the other, hold what {@link #searched} binds as {@code search}. */
    static String search(String... columns) {
        return "lower(" + String.join(" || ' ' || ", columns) + ") like lower(:search) escape '!'";
    }

    /** Words in their order, whatever stands between them; everything where there is none. */
    static String searched(String text) {
        String words = text.strip().replaceAll("[!%_]", "!$0").replaceAll("\\s+", "%");
        return words.isEmpty() ? "%" : "%" + words + "%";
    }

    static String text(Instant instant) {
        return INSTANT.format(instant);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.parse(row.getString(column));
    }
}
