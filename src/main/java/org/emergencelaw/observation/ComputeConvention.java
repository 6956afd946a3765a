package org.emergencelaw.observation;

import java.util.Optional;

/**
 * How a study counts, and where its losses come from.
 *
 * @param flopsPerParamToken c of {@code C = c N T}; 6 is usual
 * @param paramCount what params count, in its rows and plans alike
 * @param lossLaw name of the published loss law that stands in where no loss was measured
 */
public record ComputeConvention(double flopsPerParamToken, ParamCount paramCount, Optional<String> lossLaw) {

    /** Training FLOPs per parameter and token of the usual estimate {@code C = 6 N T}. */
    public static final double USUAL_FLOPS_PER_PARAM_TOKEN = 6;

    public static final ComputeConvention DEFAULT =
            new ComputeConvention(USUAL_FLOPS_PER_PARAM_TOKEN, ParamCount.EMBEDDING, Optional.empty());

    public ComputeConvention {
        if (!(flopsPerParamToken >= 1 && flopsPerParamToken <= 100))
            throw new IllegalArgumentException(
                    "flops_per_param_token must be from 1 to 100, was " + flopsPerParamToken);
    }
}
