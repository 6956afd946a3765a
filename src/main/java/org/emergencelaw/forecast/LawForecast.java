package org.emergencelaw.forecast;

import java.util.Optional;
import org.emergencelaw.statistics.Interval90;

/**
 * What the emergence law by itself says of a planned run, beside the combined forecast in which it is one voice.
 *
 * @param pPastElbow probability that the loss of the run lies below the law's point of emergence
 * @param pExceedsTrivial probability that the run beats guessing
 * @param pReachesLevel probability that its latent accuracy reaches the named level
 * @param accuracy few-shot accuracy, run noise and finite items included
 * @param emergence the law's point of emergence; its compute is that along the study's path
 * @param emergenceOnPath compute at it along the plan's path; absent where no loss law links loss and compute
 */
public record LawForecast(
        double pPastElbow,
        double pExceedsTrivial,
        double pReachesLevel,
        Interval90 accuracy,
        Occurrence emergence,
        Optional<EmergenceOnPath> emergenceOnPath) {}
