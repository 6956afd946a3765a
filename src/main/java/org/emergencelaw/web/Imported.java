package org.emergencelaw.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.HarnessMapping;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.observation.Warning;

/**
 * What an import did.
 *
 * @param rows rows that were read, all of them good
 * @param saved false for a dry run
 * @param mapping how the files of an evaluation harness became these rows; absent for a table of observations
 */
public record Imported(
        String studyId,
        int rows,
        boolean saved,
        List<Warning> warnings,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<HarnessMapping> mapping) {

    /** @param read accepted import */
    public static Imported of(String studyId, Intake.Mode mode, Import read) {
        return new Imported(studyId, read.observations().size(), mode.saves(), read.warnings(), read.mapping());
    }
}
