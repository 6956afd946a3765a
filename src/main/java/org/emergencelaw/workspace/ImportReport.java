package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Warning;

/**
 * What an import did.
 *
 * @param rows rows that were read, all of them good
 * @param saved false for a dry run
 * @param series what was measured how: shots, regime and items are to be checked
 * @param mapping how the files of an evaluation harness became these rows; absent for a table of observations
 */
public record ImportReport(
        String studyId,
        int rows,
        boolean saved,
        List<Warning> warnings,
        List<ImportMapping.Series> series,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ImportMapping> mapping) {

    /** @param read accepted import */
    public static ImportReport of(String studyId, ObservationImport.Mode mode, ImportResult read) {
        return new ImportReport(
                studyId,
                read.observations().size(),
                mode.saves(),
                read.warnings(),
                ImportMapping.series(read.observations()),
                read.mapping());
    }
}
