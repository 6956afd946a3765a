package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;

/**
 * An error as RFC 9457 problem+json.
 *
 * @param type {@code about:blank}, or a stable name of the kind of problem
 * @param errors faulty rows, for an import
 * @param mapping how the files of an evaluation harness were understood, for an import of them
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        List<RowError> errors,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ImportMapping> mapping) {

    public static final String CONTENT_TYPE = "application/problem+json";

    public Problem(String type, String title, int status, String detail, List<RowError> errors) {
        this(type, title, status, detail, errors, Optional.empty());
    }

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, List.of());
    }

    /** @param read import with faults */
    public static Problem refusal(ImportResult read) {
        int faults = read.errors().size() + read.moreErrors();
        return new Problem(
                "about:blank",
                "Observations refused",
                422,
                DisplayNumbers.plural(faults, "error") + " in " + DisplayNumbers.plural(read.rows(), "row")
                        + "; nothing was saved.",
                read.errors(),
                read.mapping());
    }
}
