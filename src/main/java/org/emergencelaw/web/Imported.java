package org.emergencelaw.web;

import java.util.List;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.observation.Warning;

/**
 * What an import did.
 *
 * @param rows rows that were read, all of them good
 * @param saved false for a dry run
 */
public record Imported(String studyId, int rows, boolean saved, List<Warning> warnings) {

    /** @param read accepted import */
    public static Imported of(String studyId, Desk.Mode mode, Import read) {
        return new Imported(studyId, read.observations().size(), mode.saves(), read.warnings());
    }
}
