package org.emergencelaw.spill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers things in the order in which they are first seen, so that many rows that name one of them hold a number. */
public final class Numbering<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> seen = new ArrayList<>();

    /** From 0. */
    public int of(T thing) {
        Integer known = numbers.putIfAbsent(thing, seen.size());
        if (known != null) return known;
        seen.add(thing);
        return seen.size() - 1;
    }

    public T get(int number) {
        return seen.get(number);
    }

    /** In the order of their numbers. */
    public List<T> all() {
        return Collections.unmodifiableList(seen);
    }

    public int size() {
        return seen.size();
    }
}
