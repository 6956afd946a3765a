package org.emergencelaw.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with JSON or YAML, in words about the text instead of about our classes. */
public final class JsonErrorMessage {

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("int", "a whole number"),
            Map.entry("long", "a whole number"),
            Map.entry("OptionalInt", "a whole number"),
            Map.entry("OptionalLong", "a whole number"),
            Map.entry("double", "a number"),
            Map.entry("OptionalDouble", "a number"),
            Map.entry("boolean", "true or false"),
            Map.entry("Boolean", "true or false"),
            Map.entry("String", "text or a number"),
            Map.entry("Instant", "a time such as 2027-01-31T12:00:00Z"));

    /** Messages of the library speak of its classes and ours, in back quotes or parentheses. */
    private static final Pattern QUOTED = Pattern.compile("`[^`]*`");

    private static final Pattern IN_PARENTHESES = Pattern.compile(
            " ?\\((start marker at .*|[^()`]*`[^`]*`[^()]*|[^()]*`[^()]*|[a-z]+(\\.\\w+)+)\\)|: enable `.*| \\(through reference.*");

    private static final Pattern NAMES_A_CLASS = Pattern.compile("[a-z]\\.[A-Za-z.]*[A-Z]|Exception");

    private JsonErrorMessage() {}

    /** One line: the field, what is wrong with it, and the place. */
    public static String words(JsonProcessingException e) {
        return what(e) + place(e);
    }

    /** The same for programs. */
    public static BrokenRule rule(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException broken) return BrokenRule.of(broken);
        return e instanceof JsonMappingException
                ? BrokenRule.of(what(e))
                : new BrokenRule(ProblemCode.UNREADABLE_JSON, Optional.empty());
    }

    /** Without the place. */
    public static String what(JsonProcessingException e) {
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
        return (field.isEmpty() ? "" : field + ": ") + withoutClasses(e.getOriginalMessage());
    }

    private static String withoutClasses(String message) {
        String words = IN_PARENTHESES.matcher(message).replaceAll("");
        words = QUOTED.matcher(words).replaceAll("what belongs there");
        return NAMES_A_CLASS.matcher(words).find() ? "what stands there cannot be read" : words.strip();
    }

    private static Optional<String> kind(Class<?> type) {
        if (type == null) return Optional.empty();
        if (type.isEnum())
            return Optional.of(Arrays.stream(type.getEnumConstants())
                    .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", "")));
        if (type.isRecord()) return Optional.of("an object");
        if (Collection.class.isAssignableFrom(type)) return Optional.of("a list");
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
