package org.emergencelaw.workspace;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ledger.ClaimedEvent;
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
 * @param byEvent the same, claims of a named level and of the test apart
 * @param exercises backtests, and forecasts of runs whose results had been seen
 */
public record LedgerScores(
        long entries,
        Optional<String> headSha256,
        Map<LedgerStanding.State, Integer> states,
        Scoreboard prospective,
        Scoreboard exercises,
        List<ByEvent> byEvent) {

    /** Claims of one event alone: a level is not reached as often as guessing is beaten. */
    public record ByEvent(ClaimedEvent event, Scoreboard prospective, Scoreboard exercises) {

        static ByEvent of(ClaimedEvent event, List<ScoredForecast> scored) {
            List<ScoredForecast> own =
                    scored.stream().filter(one -> one.event() == event).toList();
            return new ByEvent(event, board(own, true), board(own, false));
        }
    }

    static LedgerScores of(ForecastLedger.Chain chain, LedgerStore store) {
        List<ScoredForecast> scored = store.scored();
        return new LedgerScores(
                chain.entries(),
                chain.headSha256(),
                store.states(),
                board(scored, true),
                board(scored, false),
                Arrays.stream(ClaimedEvent.values())
                        .map(event -> ByEvent.of(event, scored))
                        .toList());
    }

    private static Scoreboard board(List<ScoredForecast> scored, boolean prospective) {
        return Scoreboard.of(
                scored.stream().filter(one -> one.prospective() == prospective).toList());
    }
}
