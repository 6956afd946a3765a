package org.emergencelaw.workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.Scoreboard;
import org.emergencelaw.ledger.ScoredForecast;
import org.emergencelaw.store.LedgerStore;

/**
 * All scores of the ledger.
 *
 * @param entries of the chain
 * @param states locked forecasts by state, hidden ones too
 * @param prospective the forecasts that were made before anybody had seen a result
 * @param exercises backtests, and forecasts of runs whose results had been seen
 */
public record LedgerScores(
        long entries,
        Optional<String> headSha256,
        Map<LedgerStanding.State, Integer> states,
        Scoreboard prospective,
        Scoreboard exercises) {

    static LedgerScores of(ForecastLedger.Chain chain, LedgerStore store) {
        List<ScoredForecast> scored = store.scored();
        return new LedgerScores(
                chain.entries(),
                chain.headSha256(),
                store.states(),
                Scoreboard.of(
                        scored.stream().filter(ScoredForecast::prospective).toList()),
                Scoreboard.of(scored.stream().filter(one -> !one.prospective()).toList()));
    }
}
