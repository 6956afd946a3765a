package org.emergencelaw.web;

import java.util.List;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.RowError;

/**
 * An error as RFC 9457 problem+json.
 *
 * @param type {@code about:blank}, or a stable name of the kind of problem
 * @param errors faulty rows, for an import
 */
public record Problem(String type, String title, int status, String detail, List<RowError> errors) {

    static final String CONTENT_TYPE = "application/problem+json";

    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, List.of());
    }

    /** @param read import with faults */
    public static Problem refusal(Import read) {
        int faults = read.errors().size() + read.moreErrors();
        return new Problem(
                "about:blank",
                "Observations refused",
                422,
                faults + (faults == 1 ? " fault" : " faults") + " in " + read.rows() + " rows; nothing was saved.",
                read.errors());
    }
}
