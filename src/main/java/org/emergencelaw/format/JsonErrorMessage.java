package org.emergencelaw.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is wrong with JSON or YAML, in words about the text instead of about our classes. */
public final class JsonErrorMessage {

    private static final Map<String, String> KINDS = Map.of(
            "int", "a whole number",
            "long", "a whole number",
            "OptionalInt", "a whole number",
            "OptionalLong", "a whole number",
            "double", "a number",
            "OptionalDouble", "a number",
            "boolean", "true or false",
            "Boolean", "true or false",
            "String", "text or a number");

    private JsonErrorMessage() {}

    /** One line: the field, what is wrong with it, and the place. */
    public static String words(JsonProcessingException e) {
        return what(e) + place(e);
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            TreeSet<String> known = new TreeSet<>();
            if (unknown.getKnownPropertyIds() != null)
                unknown.getKnownPropertyIds().forEach(id -> known.add(String.valueOf(id)));
            return "there is no field " + unknown.getPropertyName() + "; fields are " + String.join(", ", known);
        }
        // a record that said no
        if (e.getCause() instanceof IllegalArgumentException rule) return String.valueOf(rule.getMessage());
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        if (e.getOriginalMessage().startsWith("Missing required creator property")) return field + " is missing";
        if (e instanceof InvalidNullException) return field + " must have no empty value";
        if (e instanceof MismatchedInputException mismatch && !field.isEmpty()) {
            Optional<String> kind = kind(mismatch.getTargetType());
            if (kind.isPresent()) return field + " must be " + kind.get();
        }
        return (field.isEmpty() ? "" : field + ": ") + e.getOriginalMessage();
    }

    private static Optional<String> kind(Class<?> type) {
        if (type == null) return Optional.empty();
        if (type.isEnum())
            return Optional.of(Arrays.stream(type.getEnumConstants())
                    .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", "")));
        return Optional.ofNullable(KINDS.get(type.getSimpleName()));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    private static String place(JsonProcessingException e) {
        if (e.getLocation() == null) return "";
        return " (line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr() + ")";
    }
}
