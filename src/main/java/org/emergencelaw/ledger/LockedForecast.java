package org.emergencelaw.ledger;

import java.util.List;
import java.util.Map;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Interval90;

/**
 * What a lock freezes.
 *
 * @param claim what is predicted, in one sentence that is true or false
 * @param studyId where it came from; the entry stands without it
 * @param family whose checkpoints it rests on; forecasts of one family are correlated
 * @param task benchmark, metric, trivial accuracy and shots
 * @param leastRight right answers of {@code terms.rule.eval_items} that make the claim true
 * @param forecast the locked forecast itself
 * @param rivals the alternatives, frozen beside it
 * @param atLoss the locked forecast at given losses, so that it can be scored at the loss that the run really reached
 * @param inputSha256 SHA-256 of the rows as tidy CSV; the ledger keeps the bytes
 * @param prior what the fit assumed before the data
 * @param version of this software
 * @param fitNumbers the whole fit, as its JSON was
 * @param forecastNumbers the whole forecast, as its JSON was
 */
public record LockedForecast(
        String claim,
        String studyId,
        String studyName,
        String family,
        Task task,
        LockTerms terms,
        LockedRun run,
        int leastRight,
        FrozenPrediction forecast,
        List<FrozenPrediction> rivals,
        List<AtLoss> atLoss,
        String inputSha256,
        long seed,
        String law,
        String method,
        String prior,
        String version,
        Map<String, Object> fitNumbers,
        Map<String, Object> forecastNumbers)
        implements LedgerEntry.Body {

    @Override
    public String words() {
        return claim;
    }

    /**
     * The locked forecast for a run of known loss.
     *
     * @param probability of the claim
     */
    public record AtLoss(double lossNats, double probability, Interval90 accuracy) {}
}
