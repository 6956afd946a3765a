package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.spill.SpilledRows;

/**
 * What came of reading observations. All or nothing: with one error there are no observations to save.
 *
 * @param rows data rows that were seen, good and bad
 * @param observations in the order of the rows; empty when there is an error
 * @param errors in the order of the lines, at most {@link RowErrors#MAX}
 * @param moreErrors how many errors there are beyond those
 * @param warnings what to know before using the observations
 * @param mapping how the files of a harness became these rows; absent for a table of observations
 */
public record ImportResult(
        int rows,
        List<Observation> observations,
        List<RowError> errors,
        int moreErrors,
        List<Warning> warnings,
        Optional<ImportMapping> mapping) {

    public ImportResult {
        // rows that do not fit into memory are not copied there
        if (!errors.isEmpty()) observations = List.of();
        else if (!(observations instanceof SpilledRows)) observations = List.copyOf(observations);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** Of a table of observations. */
    public ImportResult(
            int rows, List<Observation> observations, List<RowError> errors, int moreErrors, List<Warning> warnings) {
        this(rows, observations, errors, moreErrors, warnings, Optional.empty());
    }

    /** The same with models that came along and are kept with the rows, or with what is wrong with them. */
    public ImportResult withModels(List<KnownModel> models, List<RowError> others) {
        List<RowError> all = new ArrayList<>(others);
        all.addAll(errors);
        ImportMapping kept = new ImportMapping(List.of(), ImportMapping.series(observations), List.of(), "", models);
        return new ImportResult(rows, observations, all, moreErrors, warnings, Optional.of(kept));
    }

    /** The same without the rows that are excluded. */
    public ImportResult kept() {
        List<Observation> kept =
                observations.stream().filter(row -> !row.excluded()).toList();
        return new ImportResult(rows, kept, errors, moreErrors, warnings, mapping);
    }

    /** Nothing but what is wrong. */
    public static ImportResult refused(RowError error) {
        return new ImportResult(0, List.of(), List.of(error), 0, List.of());
    }

    /** Whether every row was good, so that the observations may be saved. */
    public boolean accepted() {
        return errors.isEmpty();
    }
}
