package org.emergencelaw.format;

import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.ingest.table.ImportResult;

/** Collects the errors of one import; beyond {@link ImportResult#MAX_ERRORS} it only counts. */
public final class RowErrors {

    private final List<RowError> errors = new ArrayList<>();
    private int more;
    private String file = "";

    /** Names the file that further faults are in; empty where there is but one. */
    public void in(String name) {
        file = name;
    }

    public void add(int line, String column, String value, String rule, String hint) {
        if (errors.size() < ImportResult.MAX_ERRORS) errors.add(new RowError(file, line, column, value, rule, hint));
        else more++;
    }

    /** Whether further faults are only counted, so that no work need go into their words. */
    public boolean full() {
        return errors.size() == ImportResult.MAX_ERRORS;
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
