package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.workspace.Listed;

/** What stands in the query string of an address. */
public final class Queries {

    private static final int PAGE = 100;

    private Queries() {}

    /** {@code ?name=true}; anything but true and false is an error. */
    public static boolean flag(Context ctx, String name) {
        String value = Optional.ofNullable(ctx.queryParam(name)).orElse("false");
        if (!value.equals("true") && !value.equals("false"))
            throw new IllegalArgumentException(name + " must be true or false, was " + value);
        return value.equals("true");
    }

    /** The text of a parameter, empty where it is not given. */
    public static String text(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).orElse("");
    }

    /** A number that may be written 13B or 6e21, absent where it is not given; anything else is an error. */
    public static OptionalDouble quantity(Context ctx, String name) {
        return NumberText.quantity(name, Optional.ofNullable(ctx.queryParam(name)));
    }

    /** One of some constants, by its name in the API; absent where it is not given. */
    public static <E extends Enum<E>> Optional<E> chosen(Context ctx, String name, E[] constants) {
        Optional<String> given = given(ctx, name);
        if (given.isEmpty()) return Optional.empty();
        for (E constant : constants) if (DisplayNames.key(constant).equals(given.get())) return Optional.of(constant);
        throw new IllegalArgumentException(name + " must be one of "
                + Arrays.stream(constants).map(DisplayNames::key).collect(Collectors.joining(", ")) + ", was "
                + given.get());
    }

    /** The text of a parameter without spaces around it; absent where it is blank. */
    public static Optional<String> given(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A page of a list by {@code ?study=}, {@code cursor} and {@code limit}. */
    public static Listed.Asked page(Context ctx) {
        return new Listed.Asked(
                given(ctx, "study"), given(ctx, "cursor"), count(ctx, "limit").orElse(PAGE));
    }

    /** A whole number of at most six digits; anything else is an error. */
    public static OptionalInt count(Context ctx, String name) {
        String value = ctx.queryParam(name);
        if (value == null) return OptionalInt.empty();
        if (!value.matches("[0-9]{1,6}"))
            throw new IllegalArgumentException(name + " must be a whole number from 0 to 999999, was " + value);
        return OptionalInt.of(Integer.parseInt(value));
    }
}
