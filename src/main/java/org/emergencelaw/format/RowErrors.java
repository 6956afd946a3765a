package org.emergencelaw.format;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors of one import; beyond {@link #MAX} it only counts. */
public final class RowErrors {

    public static final int MAX = 1_000;

    private final List<RowError> errors = new ArrayList<>();
    private int more;
    private String file = "";

    /** Names the file that further errors are in; empty where there is but one. */
    public void in(String name) {
        file = name;
    }

    public void add(int line, String column, String value, String rule, String hint) {
        if (errors.size() < MAX) errors.add(new RowError(file, line, column, value, rule, hint));
        else more++;
    }

    /** Whether further errors are only counted, so that no work need go into their words. */
    public boolean full() {
        return errors.size() == MAX;
    }

    public int count() {
        return errors.size() + more;
    }

    public List<RowError> errors() {
        return errors;
    }

    public int more() {
        return more;
    }
}
