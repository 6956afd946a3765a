package org.emergencelaw.fit;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.loss.LossLawEstimate;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;
import org.emergencelaw.statistics.SamplingDiagnostics;

/**
 * What the data say about the point of emergence.
 *
 * @param task benchmark
 * @param trivialAccuracy what guessing scores
 * @param shots few-shot count D0
 * @param nObservations rows in the fit
 * @param law maximum likelihood parameters; absent where no law can be fitted
 * @param emergence point of emergence in nats and in compute
 * @param verdict what may be relied on
 * @param summary the one sentence that a person needs
 * @param diagnostics absent where no law can be fitted
 * @param lossLaw what turns losses into compute; absent where no checkpoint states its size, or no law can be fitted
 * @param inputSha256 SHA-256 of the observations as tidy CSV
 * @param version version of this software
 */
public record EmergenceFit(
        String task,
        double trivialAccuracy,
        int shots,
        int nObservations,
        Optional<LawEstimate> law,
        Emergence emergence,
        Verdict verdict,
        String summary,
        List<Warning> warnings,
        Optional<Diagnostics> diagnostics,
        Optional<LossLawEstimate> lossLaw,
        EmergenceLawForm form,
        Method method,
        boolean fewShotShift,
        String inputSha256,
        long seed,
        String version) {

    /**
     * Point of emergence.
     *
     * @param lossNats E(D0), nats per token
     * @param trainFlops compute at which the family's loss law reaches it, FLOPs
     * @param lossNatsCdf distribution function of E(D0), every 2.5%; absent where there is no interval
     */
    public record Emergence(Percentiles lossNats, Percentiles trainFlops, Optional<List<CdfPoint>> lossNatsCdf) {}

    /**
     * A point of a distribution function.
     *
     * @param lossNats E(D0), nats
     * @param probability that E(D0) is at most that
     */
    public record CdfPoint(double lossNats, double probability) {}

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

    /** Maximum likelihood curve; absent where no law can be fitted. */
    public Optional<AccuracyCurve> curve() {
        return law.map(estimate -> estimate.curve(shots));
    }

    /** A fit with the draws behind it, which forecasts and charts need. */
    public record WithDraws(EmergenceFit fit, List<LawDraw> draws) {}
}
