package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.format.BrokenRule;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;

/**
 * An error as RFC 9457 problem+json.
 *
 * @param type the kind of problem, one for each status but for {@code unconverged_chain}
 * @param code why, for programs
 * @param field that broke a rule; absent where it is none, or several
 * @param errors faulty rows, for an import
 * @param mapping how the files of an evaluation harness were understood, for an import of them
 * @param requestId by which the log knows the request; absent where there is no log, as in a command
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        ProblemCode code,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> field,
        List<RowError> errors,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ImportMapping> mapping,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> requestId) {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** The kinds of problem, by status. */
    public static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(400, "bad_request"),
            Map.entry(401, "not_signed_in"),
            Map.entry(403, "forbidden"),
            Map.entry(404, "not_found"),
            Map.entry(405, "method_not_allowed"),
            Map.entry(406, "not_acceptable"),
            Map.entry(408, "too_slow"),
            Map.entry(409, "conflict"),
            Map.entry(413, "too_large"),
            Map.entry(415, "unsupported_media_type"),
            Map.entry(421, "misdirected"),
            Map.entry(422, "bad_input"),
            Map.entry(431, "too_large"),
            Map.entry(500, "fault"),
            Map.entry(503, "unavailable"),
            Map.entry(507, "unavailable"));

    private static final int BAD_INPUT = 422;

    /**
     * A chain that did not converge, with the estimate and how far each quantity is from convergence
     * ({@code estimate.diagnostics.sampling}).
     */
    public record Unconverged(@JsonUnwrapped Problem problem, EmergenceFit estimate) {}

    public static Problem of(ProblemCode code, int status, String title, String detail) {
        return of(new BrokenRule(code, Optional.empty()), status, title, detail);
    }

    /** @param rule that was broken */
    public static Problem of(BrokenRule rule, int status, String title, String detail) {
        return new Problem(
                TYPES.getOrDefault(status, "bad_request"),
                title,
                status,
                detail,
                rule.code(),
                rule.field(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, of a request. */
    public Problem in(String request) {
        return new Problem(type, title, status, detail, code, field, errors, mapping, Optional.of(request));
    }

    /** @param read import with faults */
    public static Problem refusal(ImportResult read) {
        int faults = read.errors().size() + read.moreErrors();
        return new Problem(
                TYPES.getOrDefault(BAD_INPUT, ""),
                "Observations refused",
                BAD_INPUT,
                DisplayNumbers.plural(faults, "error") + " in " + DisplayNumbers.plural(read.rows(), "row")
                        + "; nothing was saved.",
                ProblemCode.ROWS_REFUSED,
                Optional.empty(),
                read.errors(),
                read.mapping(),
                Optional.empty());
    }

    public static Unconverged of(UnconvergedException unconverged) {
        Problem problem = new Problem(
                ProblemCode.UNCONVERGED_CHAIN.key(),
                "The chain did not converge",
                BAD_INPUT,
                String.valueOf(unconverged.getMessage()),
                ProblemCode.UNCONVERGED_CHAIN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        return new Unconverged(problem, unconverged.estimate());
    }
}
