package org.emergencelaw.web.contract;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.format.DisplayNames;

/**
 * A parameter in the query string of an address.
 *
 * @param choices words that it can be; empty where it is no choice
 * @param repeated whether it may stand several times
 */
public record Parameter(String name, Kind kind, List<String> choices, boolean repeated, String words) {

    /** What can stand there. */
    public enum Kind {
        TEXT,
        FLAG,
        /** A whole number of at most six digits. */
        COUNT,
        /** A number that may be written 13B or 6e21. */
        QUANTITY
    }

    /** Where the next page of a list begins. */
    public static final Parameter CURSOR = text("cursor", "Where the page begins: next_cursor of the one before.");

    /** What a list is searched for. */
    public static final Parameter SEARCH =
            text("q", "Words that name, task, family or id must hold, in their order; case does not matter.");

    public static Parameter text(String name, String words) {
        return new Parameter(name, Kind.TEXT, List.of(), false, words);
    }

    public static Parameter flag(String name, String words) {
        return new Parameter(name, Kind.FLAG, List.of(), false, words);
    }

    public static Parameter count(String name, String words) {
        return new Parameter(name, Kind.COUNT, List.of(), false, words);
    }

    public static Parameter quantity(String name, String words) {
        return new Parameter(name, Kind.QUANTITY, List.of(), false, words);
    }

    /** One of some constants, by their names in the API. */
    public static Parameter choice(String name, Enum<?>[] constants, String words) {
        List<String> keys = Arrays.stream(constants).map(DisplayNames::key).toList();
        return new Parameter(name, Kind.TEXT, keys, false, words);
    }

    /** The same, several times. */
    public Parameter severalTimes() {
        return new Parameter(name, kind, choices, true, words);
    }

    /** Some, and others after them. */
    public static Parameter[] both(Parameter[] some, Parameter... others) {
        return Stream.concat(Stream.of(some), Stream.of(others)).toArray(Parameter[]::new);
    }
}
