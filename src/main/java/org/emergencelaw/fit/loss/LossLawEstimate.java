package org.emergencelaw.fit.loss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.statistics.Percentiles;

/**
 * The loss law behind every statement about compute.
 *
 * @param form {@code compute}, {@code chinchilla} or {@code kaplan}
 * @param parameters the most probable ones, by name
 * @param irreducibleLossNats Linf; absent for a law without one
 * @param correlations of Linf with each exponent over the draws, by name
 * @param checkpoints that it was fitted on; 0 for a published law
 * @param published name of the published law that stands in for measured losses
 * @param paramCount what N counts
 * @param path along which compute is counted
 */
public record LossLawEstimate(
        String form,
        Map<String, Double> parameters,
        Percentiles irreducibleLossNats,
        Map<String, Double> correlations,
        int checkpoints,
        Optional<String> published,
        ParamCount paramCount,
        ComputePath path) {

    private static final List<String> EXPONENTS = List.of("exponent", "alpha", "beta");
    private static final String LINF = "irreducible_loss_nats";

    /** @param draws of a fit, all with a loss law */
    public static Optional<LossLawEstimate> of(LossLaw mode, List<LawDraw> draws, int checkpoints, LossSource basis) {
        if (draws.isEmpty() || draws.get(0).lossLaw().isEmpty()) return Optional.empty();
        Map<String, Double> parameters = mode.parameters();
        if (!parameters.containsKey(LINF))
            return Optional.of(estimate(
                    mode, Percentiles.absent("this law has no irreducible loss"), Map.of(), checkpoints, basis));
        double[] linf = values(draws, LINF);
        Map<String, Double> correlations = new LinkedHashMap<>();
        for (String exponent : EXPONENTS)
            if (parameters.containsKey(exponent))
                correlation(linf, values(draws, exponent)).ifPresent(value -> correlations.put(exponent, value));
        Percentiles irreducible =
                Percentiles.of(linf, OptionalDouble.of(parameters.get(LINF)), "the irreducible loss is not finite");
        return Optional.of(estimate(mode, irreducible, correlations, checkpoints, basis));
    }

    private static LossLawEstimate estimate(
            LossLaw mode,
            Percentiles irreducible,
            Map<String, Double> correlations,
            int checkpoints,
            LossSource basis) {
        return new LossLawEstimate(
                mode.form().key(),
                mode.parameters(),
                irreducible,
                correlations,
                checkpoints,
                checkpoints == 0 ? basis.published().map(LossSource.Published::name) : Optional.empty(),
                basis.paramCount(),
                basis.path());
    }

    private static double[] values(List<LawDraw> draws, String parameter) {
        return draws.stream()
                .mapToDouble(draw -> draw.lossLaw().orElseThrow().parameters().get(parameter))
                .toArray();
    }

    /** Absent where one of the two does not vary. */
    private static OptionalDouble correlation(double[] x, double[] y) {
        if (x.length < 3) return OptionalDouble.empty();
        double value = new PearsonsCorrelation().correlation(x, y);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
