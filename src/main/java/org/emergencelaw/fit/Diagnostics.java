package org.emergencelaw.fit;

import java.util.Optional;
import org.emergencelaw.fit.posterior.SamplingDiagnostics;

/**
 * What a reader of a fit checks first.
 *
 * @param checkpoints distinct checkpoints in the fit
 * @param dataAmounts distinct finetuning data amounts
 * @param seeds distinct finetuning seeds
 * @param resolvedLevels data amounts whose elbow lies visibly inside the loss range
 * @param residualSd {@code sqrt(SSE / (n - p))} of the least-squares fit
 * @param signalP F test of the law against floors only
 * @param trustedDraws draws behind the percentiles
 * @param sampling how the draws of a posterior were made; absent for the other methods
 */
public record Diagnostics(
        int checkpoints,
        int dataAmounts,
        int seeds,
        int resolvedLevels,
        double residualSd,
        double signalP,
        int trustedDraws,
        Optional<SamplingDiagnostics> sampling) {}
