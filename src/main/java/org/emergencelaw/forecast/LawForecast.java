package org.emergencelaw.forecast;

import java.util.Optional;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;

/**
 * What the emergence law by itself says of a planned run, beside the combined forecast in which it is one voice.
 *
 * @param pPastElbow probability that the loss of the run lies below the law's point of emergence
 * @param pExceedsTrivial probability that the run beats guessing
 * @param pReachesLevel probability that its latent accuracy reaches the named level
 * @param accuracy few-shot accuracy, run noise and finite items included
 * @param emergence the law's point of emergence; its compute is that along the study's path
 * @param emergenceOnPath compute at it along the plan's path; absent where no loss law links loss and compute
 * @param overDoublings the law fitted over doublings of compute, as the combined forecast uses it; absent where it cannot be
 */
public record LawForecast(
        double pPastElbow,
        double pExceedsTrivial,
        double pReachesLevel,
        Interval90 accuracy,
        Occurrence emergence,
        Optional<EmergenceOnPath> emergenceOnPath,
        Optional<OverDoublings> overDoublings) {

    /**
     * The law over doublings of compute past the strongest visible checkpoint.
     *
     * @param form of the law, with {@link Verdict} by widths in doublings
     * @param elbow few-shot elbow, doublings
     * @param sampling how its draws were made
     */
    public record OverDoublings(
            EmergenceLawForm form, Verdict verdict, Percentiles elbow, SamplingDiagnostics sampling) {

        static OverDoublings of(LawInDoublings law) {
            return new OverDoublings(law.form(), law.verdict(), law.elbow(), law.sampling());
        }
    }
}
