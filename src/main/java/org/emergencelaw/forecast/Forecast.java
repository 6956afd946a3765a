package org.emergencelaw.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;

/**
 * Answer for one planned run.
 *
 * @param plannedRun what was asked, completed by C = 6 N T or as the study counts, with the loss that it is expected to reach
 * @param pPastElbow probability that the loss of the run lies below the point of emergence
 * @param pExceedsTrivial probability that the run, evaluated on its items, beats trivial accuracy by a one-sided exact
 *     binomial test at {@link Forecaster#LEVEL}
 * @param accuracy few-shot accuracy that the run will score, run noise and finite items included
 * @param extrapolationFactor planned compute over the largest submitted compute
 * @param emergenceOnPath compute at emergence along the plan's path; absent where no loss law links loss and compute
 * @param claim the answer in one sentence
 * @param reason why numbers are absent
 */
public record Forecast(
        Planned plannedRun,
        OptionalDouble pPastElbow,
        OptionalDouble pExceedsTrivial,
        Optional<Interval90> accuracy,
        OptionalDouble extrapolationFactor,
        Optional<EmergenceOnPath> emergenceOnPath,
        String claim,
        List<Warning> warnings,
        Optional<String> reason) {

    /**
     * The planned run with its loss.
     *
     * @param lossStated whether the loss was given, not estimated
     */
    public record Planned(
            OptionalDouble params,
            OptionalDouble tokens,
            OptionalDouble trainFlops,
            Optional<Interval90> pretrainLossNats,
            boolean lossStated,
            int evalItems,
            PathChoice path) {

        /** What was planned, to forecast it again. */
        public PlannedRun again() {
            return new PlannedRun(
                    params,
                    tokens,
                    trainFlops,
                    lossStated
                            ? OptionalDouble.of(pretrainLossNats.orElseThrow().median())
                            : OptionalDouble.empty(),
                    evalItems,
                    path);
        }
    }
}
