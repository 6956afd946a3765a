package org.emergencelaw.backtest;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Percentiles;

/**
 * What an {@link Ablation} did to the emergence law.
 *
 * @param observations rows in the fit
 * @param lossNats point of emergence
 * @param summary what the fit says of itself
 * @param mleAbsErrorNats |maximum likelihood - elbow seen|, as in the published table
 * @param q05AbsErrorNats 5th percentile of |draw - elbow seen|
 * @param q95AbsErrorNats 95th percentile of it
 * @param within whether the 90% interval holds the elbow seen
 */
public record Ablated(
        String key,
        String description,
        int observations,
        Verdict verdict,
        Percentiles lossNats,
        String summary,
        OptionalDouble mleAbsErrorNats,
        OptionalDouble q05AbsErrorNats,
        OptionalDouble q95AbsErrorNats,
        Optional<Boolean> within) {

    static Ablated of(Ablation ablation, ObservedEmergence truth) {
        FittedStudy fitted = EmergenceFitter.fit(ablation.study(), ablation.options());
        Percentiles loss = fitted.fit().emergence().lossNats();
        boolean known = truth.lossNats().isPresent() && !fitted.draws().isEmpty();
        double came = truth.lossNats().orElse(Double.NaN);
        double[] errors = fitted.draws().stream()
                .mapToDouble(LawDraw::emergenceLossNats)
                .map(draw -> Math.abs(draw - came))
                .sorted()
                .toArray();
        return new Ablated(
                ablation.key(),
                ablation.description(),
                fitted.fit().nObservations(),
                fitted.fit().verdict(),
                loss,
                fitted.fit().summary(),
                known && loss.mle().isPresent()
                        ? OptionalDouble.of(Math.abs(loss.mle().getAsDouble() - came))
                        : OptionalDouble.empty(),
                known ? OptionalDouble.of(Percentiles.quantile(errors, 0.05)) : OptionalDouble.empty(),
                known ? OptionalDouble.of(Percentiles.quantile(errors, 0.95)) : OptionalDouble.empty(),
                known && loss.q05().isPresent() && loss.q95().isPresent()
                        ? Optional.of(loss.q05().getAsDouble() <= came
                                && came <= loss.q95().getAsDouble())
                        : Optional.empty());
    }
}
