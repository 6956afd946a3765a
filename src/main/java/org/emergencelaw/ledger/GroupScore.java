package org.emergencelaw.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.emergencelaw.statistics.ClusteredMean;

/**
 * How the locked forecasts of one family, or of one suite, did by themselves. Tasks of one family share checkpoints, losses and
 * recipe, so that they count as one in every interval: where there is one family there is none.
 *
 * @param name of the family or suite
 * @param resolved claims that were decided
 * @param emerged of which were true
 * @param brier mean Brier score
 * @param accuracyWithin share whose 90% interval held the accuracy
 */
public record GroupScore(
        String name, int resolved, int emerged, int families, ClusteredMean brier, ClusteredMean accuracyWithin) {

    /**
     * Of each group, in the order of their names.
     *
     * @param group of a forecast; absent where it is of none
     */
    public static List<GroupScore> of(List<ScoredForecast> scored, Function<ScoredForecast, Optional<String>> group) {
        TreeMap<String, List<ScoredForecast>> groups = new TreeMap<>();
        for (ScoredForecast one : scored)
            group.apply(one)
                    .ifPresent(name -> groups.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(one));
        return groups.entrySet().stream()
                .map(each -> of(each.getKey(), Scoreboard.of(each.getValue())))
                .toList();
    }

    private static GroupScore of(String name, Scoreboard board) {
        Scoreboard.Row locked = board.forecasters().get(0);
        return new GroupScore(
                name, board.resolved(), board.emerged(), board.families(), locked.brier(), locked.accuracyWithin());
    }
}
