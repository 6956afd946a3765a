package org.emergencelaw.workspace.suite;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;

/**
 * What an import into a suite did.
 *
 * @param rows rows that were read, all of them good
 * @param saved false for a dry run
 * @param tasks what became of each task, in the order of the rows
 * @param mapping how the files of an evaluation harness became these rows; absent for a table of observations
 */
public record SuiteImportReport(
        String suiteId,
        int rows,
        boolean saved,
        List<Part> tasks,
        List<Warning> warnings,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ImportMapping> mapping) {

    /**
     * One task.
     *
     * @param studyId its study
     * @param made whether this import made it
     */
    public record Part(String studyId, Task task, boolean made, int rows) {}
}
