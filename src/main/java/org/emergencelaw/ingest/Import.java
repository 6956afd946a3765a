package org.emergencelaw.ingest;

import java.util.List;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/**
 * What came of reading observations. All or nothing: with one error there are no observations to save.
 *
 * @param rows data rows that were seen, good and bad
 * @param observations in the order of the rows; empty when there is an error
 * @param errors in the order of the lines, at most {@link #MAX_ERRORS}
 * @param moreErrors how many errors there are beyond those
 * @param warnings what to know before using the observations
 */
public record Import(
        int rows, List<Observation> observations, List<RowError> errors, int moreErrors, List<Warning> warnings) {

    public static final int MAX_ERRORS = 1_000;

    public Import {
        observations = errors.isEmpty() ? List.copyOf(observations) : List.of();
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** Whether every row was good, so that the observations may be saved. */
    public boolean accepted() {
        return errors.isEmpty();
    }
}
