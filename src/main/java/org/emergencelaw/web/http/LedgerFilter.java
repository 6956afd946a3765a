package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.ledger.LedgerStanding;

/** A query of the ledger in the query string of an address: filters, order and page. */
public final class LedgerFilter {

    private static final List<String> FIELDS = List.of(
            "q", "state", "task", "family", "seen", "from", "below", "counted", "unlisted", "sort", "order", "limit");

    private static final int PAGE = 50;

    private LedgerFilter() {}

    /** @throws IllegalArgumentException if a value is none that a ledger can be asked for */
    public static LedgerQuery of(Context ctx) {
        Optional<LedgerQuery.Sort> sort = Queries.chosen(ctx, "sort", LedgerQuery.Sort.values());
        String order = Queries.given(ctx, "order").orElse(sort.isPresent() ? "asc" : "desc");
        if (!order.equals("asc") && !order.equals("desc"))
            throw new IllegalArgumentException("order must be asc or desc, was " + order);
        return new LedgerQuery(
                Queries.chosen(ctx, "state", LedgerStanding.State.values()),
                Queries.given(ctx, "task"),
                Queries.given(ctx, "family"),
                Queries.given(ctx, "q"),
                Queries.chosen(ctx, "seen", Foreknowledge.values()),
                share(ctx, "from"),
                share(ctx, "below"),
                Queries.chosen(ctx, "counted", LedgerQuery.Counted.values()),
                Queries.flag(ctx, "unlisted"),
                sort.orElse(LedgerQuery.Sort.LOCKED),
                order.equals("desc"),
                whole(ctx, "limit", PAGE),
                whole(ctx, "cursor", 0));
    }

    /** What was given, but for the page. */
    public static Map<String, String> given(Context ctx) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String field : FIELDS) Queries.given(ctx, field).ifPresent(value -> given.put(field, value));
        return given;
    }

    private static Optional<Double> share(Context ctx, String name) {
        return Queries.given(ctx, name).map(given -> {
            double value = given.matches("[0-9]{1,2}(\\.[0-9]{1,9})?") ? Double.parseDouble(given) : -1;
            if (!(value >= 0 && value <= 2))
                throw new IllegalArgumentException(name + " must be a probability, was " + given);
            return value;
        });
    }

    private static int whole(Context ctx, String name, int otherwise) {
        Optional<String> given = Queries.given(ctx, name);
        if (given.isEmpty()) return otherwise;
        if (!given.get().matches("[0-9]{1,9}"))
            throw new IllegalArgumentException(name + " must be a whole number, was " + given.get());
        return Integer.parseInt(given.get());
    }
}
