package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.UnconvergedException;
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
 * @param requestId by which the log knows the request; absent where there is no log, as in a command
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        List<RowError> errors,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ImportMapping> mapping,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> requestId) {

    public static final String CONTENT_TYPE = "application/problem+json";

    private static final String NO_TYPE = "about:blank";
    private static final int BAD_INPUT = 422;

    /**
     * A chain that did not converge, with the estimate and how far each quantity is from convergence
     * ({@code estimate.diagnostics.sampling}).
     */
    public record Unconverged(@JsonUnwrapped Problem problem, EmergenceFit estimate) {}

    public static Problem of(int status, String title, String detail) {
        return new Problem(NO_TYPE, title, status, detail, List.of(), Optional.empty(), Optional.empty());
    }

    /** The same, of a request. */
    public Problem in(String request) {
        return new Problem(type, title, status, detail, errors, mapping, Optional.of(request));
    }

    /** @param read import with faults */
    public static Problem refusal(ImportResult read) {
        int faults = read.errors().size() + read.moreErrors();
        return new Problem(
                NO_TYPE,
                "Observations refused",
                BAD_INPUT,
                DisplayNumbers.plural(faults, "error") + " in " + DisplayNumbers.plural(read.rows(), "row")
                        + "; nothing was saved.",
                read.errors(),
                read.mapping(),
                Optional.empty());
    }

    public static Unconverged of(UnconvergedException unconverged) {
        Problem problem = new Problem(
                "unconverged_chain",
                "The chain did not converge",
                BAD_INPUT,
                String.valueOf(unconverged.getMessage()),
                List.of(),
                Optional.empty(),
                Optional.empty());
        return new Unconverged(problem, unconverged.estimate());
    }
}
