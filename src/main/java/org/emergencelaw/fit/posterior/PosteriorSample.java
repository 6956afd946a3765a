package org.emergencelaw.fit.posterior;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.SamplingDiagnostics;
import org.emergencelaw.statistics.WeightedSample;

/**
 * Draws from the posterior of an emergence law, of equal weight, and how they were come by.
 *
 * @param form law
 * @param shots D0
 * @param maxExamples the data amount at which the elbow is Ehi: Dmax, or 10 D0 where no finetuned amount exceeds D0
 * @param draws their order carries nothing
 * @param mode of all points evaluated, the one of the highest density in the coordinates of the search
 * @param emergence distribution of E(D0), from the weighted points behind the draws
 */
public record PosteriorSample(
        EmergenceLawForm form,
        int shots,
        double maxExamples,
        List<EmergenceParameters> draws,
        EmergenceParameters mode,
        WeightedSample emergence,
        Diagnostics diagnostics) {

    /**
     * How far to trust the draws.
     *
     * @param effectiveDraws {@code 1 / sum w^2} of weighted points; of a chain, the bulk effective sample size of E(D0)
     * @param paretoShape k of the largest importance weights, good below 0.7
     * @param logEvidence ln of the integral of likelihood times prior; not to be trusted where the chain had to take over
     * @param evaluations of the likelihood, approximate ones too
     * @param adaptations proposals that were fitted on the way
     */
    public record Diagnostics(
            SamplingDiagnostics.Scheme scheme,
            double effectiveDraws,
            double paretoShape,
            double logEvidence,
            long evaluations,
            int adaptations) {}

    /** What a reader of the fit is told of the diagnostics. */
    public SamplingDiagnostics sampling() {
        OptionalDouble shape =
                diagnostics.scheme == SamplingDiagnostics.Scheme.IMPORTANCE && Double.isFinite(diagnostics.paretoShape)
                        ? OptionalDouble.of(diagnostics.paretoShape)
                        : OptionalDouble.empty();
        return new SamplingDiagnostics(diagnostics.scheme, diagnostics.effectiveDraws, shape, List.of());
    }

    /** One parameter of all draws. */
    public double[] of(ToDoubleFunction<EmergenceParameters> parameter) {
        return draws.stream().mapToDouble(parameter).toArray();
    }

    /** The draws, still without a loss law. */
    public List<LawDraw> lawDraws() {
        return draws.stream()
                .map(draw -> new LawDraw(curve(draw), draw.runNoise(), Optional.empty(), 0))
                .toList();
    }

    public AccuracyCurve curve(EmergenceParameters parameters) {
        return parameters.curve(form, shots, maxExamples);
    }
}
