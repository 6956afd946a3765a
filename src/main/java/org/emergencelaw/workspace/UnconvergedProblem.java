package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.UnconvergedException;

/**
 * A chain that did not converge, as RFC 9457 problem+json that carries the estimate and how far each quantity is from
 * convergence ({@code estimate.diagnostics.sampling}).
 */
public record UnconvergedProblem(@JsonUnwrapped Problem problem, EmergenceFit estimate) {

    public static final int STATUS = 422;

    public static UnconvergedProblem of(UnconvergedException unconverged) {
        Problem problem = new Problem(
                "unconverged_chain",
                "The chain did not converge",
                STATUS,
                String.valueOf(unconverged.getMessage()),
                java.util.List.of());
        return new UnconvergedProblem(problem, unconverged.estimate());
    }
}
