package org.emergencelaw.workspace;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.emergencelaw.ledger.ClaimedEvent;
import org.emergencelaw.ledger.GroupScore;
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
 * @param byFamily the prospective forecasts of each family by themselves
 * @param bySuite likewise of each suite, of those that were locked with one
 */
public record LedgerScores(
        long entries,
        Optional<String> headSha256,
        Map<LedgerStanding.State, Integer> states,
        Scoreboard prospective,
        Scoreboard exercises,
        List<ByEvent> byEvent,
        Groups byFamily,
        Groups bySuite) {

    /** Scores of each family, or suite. */
    public record Groups(List<GroupScore> prospective, List<GroupScore> exercises) {

        static Groups of(List<ScoredForecast> scored, Function<ScoredForecast, Optional<String>> group) {
            return new Groups(GroupScore.of(those(scored, true), group), GroupScore.of(those(scored, false), group));
        }
    }

    /** Claims of one event alone: a level is not reached as often as guessing is beaten. */
    public record ByEvent(ClaimedEvent event, Scoreboard prospective, Scoreboard exercises) {

        static ByEvent of(ClaimedEvent event, List<ScoredForecast> scored) {
            List<ScoredForecast> own =
                    scored.stream().filter(one -> one.event() == event).toList();
            return new ByEvent(event, board(own, true), board(own, false));
        }
    }

    /** @param suites by the id of the forecast, of those that were locked with one */
    static LedgerScores of(ForecastLedger.Chain chain, LedgerStore store, Map<String, String> suites) {
        List<ScoredForecast> scored = store.scored();
        return new LedgerScores(
                chain.entries(),
                chain.headSha256(),
                store.states(),
                board(scored, true),
                board(scored, false),
                Arrays.stream(ClaimedEvent.values())
                        .map(event -> ByEvent.of(event, scored))
                        .toList(),
                Groups.of(scored, one -> Optional.of(one.family())),
                Groups.of(scored, one -> Optional.ofNullable(suites.get(one.forecastId()))));
    }

    private static Scoreboard board(List<ScoredForecast> scored, boolean prospective) {
        return Scoreboard.of(those(scored, prospective));
    }

    private static List<ScoredForecast> those(List<ScoredForecast> scored, boolean prospective) {
        return scored.stream().filter(one -> one.prospective() == prospective).toList();
    }
}
