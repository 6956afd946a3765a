package org.emergencelaw.ingest;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors of one import; beyond {@link Import#MAX_ERRORS} it only counts. */
final class Faults {

    private final List<RowError> errors = new ArrayList<>();
    private int more;
    private String file = "";

    /** Names the file that further faults are in; empty where there is but one. */
    void in(String name) {
        file = name;
    }

    void add(int line, String column, String value, String rule, String hint) {
        if (errors.size() < Import.MAX_ERRORS) errors.add(new RowError(file, line, column, value, rule, hint));
        else more++;
    }

    /** Whether further faults are only counted, so that no work need go into their words. */
    boolean full() {
        return errors.size() == Import.MAX_ERRORS;
    }

    int count() {
        return errors.size() + more;
    }

    List<RowError> errors() {
        return errors;
    }

    int more() {
        return more;
    }
}
