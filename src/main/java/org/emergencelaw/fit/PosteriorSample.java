package org.emergencelaw.fit;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.law.AccuracyCurve;

/**
 * Draws from the posterior of an emergence law, of equal weight, and how they were come by.
 *
 * @param form law
 * @param shots D0
 * @param mostExamples the data amount at which the elbow is Ehi: Dmax, or 10 D0 where no finetuned amount exceeds D0
 * @param draws their order carries nothing
 * @param mode of all points evaluated, the one of the highest density in the coordinates of the search
 * @param emergence distribution of E(D0), from the weighted points behind the draws
 */
record PosteriorSample(
        LawForm form,
        int shots,
        double mostExamples,
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
    record Diagnostics(
            Sampling.Scheme scheme,
            double effectiveDraws,
            double paretoShape,
            double logEvidence,
            long evaluations,
            int adaptations) {}

    /** What a reader of the fit is told of the diagnostics. */
    Sampling sampling() {
        OptionalDouble shape =
                diagnostics.scheme == Sampling.Scheme.IMPORTANCE && Double.isFinite(diagnostics.paretoShape)
                        ? OptionalDouble.of(diagnostics.paretoShape)
                        : OptionalDouble.empty();
        return new Sampling(diagnostics.scheme, diagnostics.effectiveDraws, shape, List.of());
    }

    /** One parameter of all draws. */
    double[] of(ToDoubleFunction<EmergenceParameters> parameter) {
        return draws.stream().mapToDouble(parameter).toArray();
    }

    AccuracyCurve curve(EmergenceParameters parameters) {
        return parameters.curve(form, shots, mostExamples);
    }
}
