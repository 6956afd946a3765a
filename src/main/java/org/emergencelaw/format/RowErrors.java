package org.emergencelaw.format;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Collects the errors of one import; beyond {@link #MAX} it only counts. */
public final class RowErrors {

    public static final int MAX = 1_000;

    /** By the time at which what they are about was read. */
    private final TreeMap<Long, RowError> errors = new TreeMap<>();

    private long time;
    private int more;
    private String file = "";

    /** Names the file that further errors are in; empty where there is but one. */
    public void in(String name) {
        file = name;
    }

    public void add(int line, String column, String value, String rule, String hint) {
        long now = now();
        if (full()) more++;
        else errors.put(now, new RowError(file, line, column, value, rule, hint));
    }

    /** For what is found wrong later with what is read now. */
    public long now() {
        return time++;
    }

    /**
     * Adds what was found wrong with something that was read before.
     *
     * @param read {@link #now} of that time, for one error
     */
    public void addLate(long read, Supplier<RowError> error) {
        boolean late = full() && read > errors.lastKey();
        if (full()) more++;
        if (late) return;
        errors.put(read, error.get());
        if (errors.size() > MAX) errors.pollLastEntry();
    }

    /** Counts errors that are not told. */
    public void more(int count) {
        more += count;
    }

    /** Whether further errors are only counted, so that no work need go into their words. */
    public boolean full() {
        return errors.size() == MAX;
    }

    public int count() {
        return errors.size() + more;
    }

    public List<RowError> errors() {
        return List.copyOf(errors.values());
    }

    public int more() {
        return more;
    }
}
