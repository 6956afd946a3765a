package org.emergencelaw.store;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.Query;

/**
 * A page of a list that has the newest first.
 *
 * @param study whose items; absent for those of all
 * @param only items of one kind, which is the list's own
 * @param after the last item that was seen; absent for the first page
 * @param limit most items
 */
public record NewestFirst(Optional<String> study, Optional<String> only, Optional<Place> after, int limit) {

    /** Most items of a page. */
    public static final int MOST = 500;

    private static final String OF_PAGE = " and (:at is null or (%1$s.created_at, %1$s.id) < (:at, :after))"
            + " order by %1$s.created_at desc, %1$s.id desc limit :limit";

    public NewestFirst {
        if (!(limit >= 1 && limit <= MOST))
            throw new IllegalArgumentException("limit must be from 1 to " + MOST + ", was " + limit);
    }

    /** Where an item stands in its list. */
    public record Place(Instant createdAt, String id) {

        private static final Pattern CURSOR =
                Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z)_(.+)");

        /** As text that programs give back. */
        public String cursor() {
            return createdAt + "_" + id;
        }

        /** @throws IllegalArgumentException if no list gave it */
        public static Place of(String cursor) {
            Matcher parts = CURSOR.matcher(cursor);
            if (!parts.matches())
                throw new IllegalArgumentException("cursor must be the next_cursor of a list, was " + cursor);
            return new Place(Instant.parse(parts.group(1)), parts.group(2));
        }
    }

    /** The end of a query that has a condition already. */
    static String end(String table) {
        return OF_PAGE.formatted(table);
    }

    /** Binds it, with one item more than the page holds: that tells whether there is a further one. */
    Query bind(Query query) {
        return query.bind("study", study.orElse(null))
                .bind("only", only.orElse(null))
                .bind(
                        "at",
                        after.map(place -> SqlValues.text(place.createdAt())).orElse(null))
                .bind("after", after.map(Place::id).orElse(null))
                .bind("limit", limit + 1);
    }
}
