package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Warning;

/**
 * Answer for one planned run.
 *
 * @param plannedRun what was asked, completed by C = 6 N T, with the loss that it is expected to reach
 * @param pPastElbow probability that the loss of the run lies below the point of emergence
 * @param pExceedsTrivial probability that the run, evaluated on its items, beats trivial accuracy by a one-sided exact
 *     binomial test at {@link Forecaster#LEVEL}
 * @param accuracy few-shot accuracy that the run will score, run noise and finite items included
 * @param extrapolationFactor planned compute over the largest submitted compute
 * @param claim the answer in one sentence
 * @param reason why numbers are absent
 */
public record Forecast(
        Planned plannedRun,
        OptionalDouble pPastElbow,
        OptionalDouble pExceedsTrivial,
        Optional<Range> accuracy,
        OptionalDouble extrapolationFactor,
        String claim,
        List<Warning> warnings,
        Optional<String> reason) {

    /** The planned run with its loss. */
    public record Planned(
            OptionalDouble params,
            OptionalDouble tokens,
            OptionalDouble trainFlops,
            Optional<Range> pretrainLossNats,
            int evalItems) {}
}
