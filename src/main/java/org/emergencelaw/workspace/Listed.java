package org.emergencelaw.workspace;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.emergencelaw.store.NewestFirst;
import org.emergencelaw.store.NewestFirst.Place;

/**
 * A page of a list.
 *
 * @param nextCursor where the next page begins; absent on the last
 */
public record Listed<T>(List<T> items, Optional<String> nextCursor) {

    /**
     * A page that is asked for, of a list that has the newest first.
     *
     * @param study whose items; absent for those of all
     * @param cursor absent for the first page
     * @param limit most items
     */
    public record Asked(Optional<String> study, Optional<String> cursor, int limit) {

        /** @throws IllegalArgumentException if there is no such page */
        public NewestFirst only(Optional<String> key) {
            return new NewestFirst(study, key, cursor.map(Place::of), limit);
        }
    }

    /** A list of one page. */
    public static <T> Listed<T> all(List<T> items) {
        return new Listed<>(items, Optional.empty());
    }

    /**
     * One page of a list in the order of its cursors.
     *
     * @param found one more than a page holds, where there are as many
     * @param cursor of an item
     */
    static <T> Listed<T> page(List<T> found, int size, Function<T, String> cursor) {
        if (found.size() <= size) return all(found);
        return new Listed<>(found.subList(0, size), Optional.of(cursor.apply(found.get(size - 1))));
    }

    /** One page of a list that has the newest first. */
    public static <T> Listed<T> newest(
            NewestFirst page, Function<NewestFirst, List<T>> list, Function<T, Place> place) {
        return page(list.apply(page), page.limit(), item -> place.apply(item).cursor());
    }

    /** The same page of something else. */
    public <R> Listed<R> map(Function<T, R> of) {
        return new Listed<>(items.stream().map(of).toList(), nextCursor);
    }
}
