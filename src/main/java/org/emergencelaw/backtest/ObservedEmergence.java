package org.emergencelaw.backtest;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;

/**
 * What came true, by all few-shot rows of a study or of one model size, the held-out ones included.
 *
 * @param landmark what counts as emergence
 * @param lossNats where it was seen
 * @param notYet whether the rows show that the strongest checkpoint is not past it; where it was neither seen nor not yet, as with
 *     checkpoints that are all past it, nothing can be scored
 * @param earliestFlops compute of the cheapest checkpoint past it
 * @param leastLossNats loss of the strongest few-shot checkpoint: not yet means below this
 * @param mostLossNats loss of the weakest few-shot checkpoint
 */
public record ObservedEmergence(
        EmergenceCriterion landmark,
        OptionalDouble lossNats,
        boolean notYet,
        OptionalDouble earliestFlops,
        double leastLossNats,
        double mostLossNats) {

    /**
     * @param fewShot few-shot rows at the task's shots, each with a loss; at least one
     */
    static ObservedEmergence of(EmergenceCriterion landmark, Task task, List<Observation> fewShot) {
        OptionalDouble seen = landmark.seen(task, fewShot);
        OptionalDouble earliest = seen.isEmpty()
                ? OptionalDouble.empty()
                : fewShot.stream()
                        .map(Observation::checkpoint)
                        .filter(checkpoint -> loss(checkpoint) < seen.getAsDouble())
                        .flatMapToDouble(checkpoint -> checkpoint.computeFlops().stream())
                        .min();
        Comparator<Observation> byLoss = Comparator.comparingDouble(row -> loss(row.checkpoint()));
        return new ObservedEmergence(
                landmark,
                seen,
                seen.isEmpty() && landmark.notYet(task, fewShot),
                earliest,
                loss(fewShot.stream().min(byLoss).orElseThrow().checkpoint()),
                loss(fewShot.stream().max(byLoss).orElseThrow().checkpoint()));
    }

    /** Rows that can show it. */
    static List<Observation> fewShot(Task task, List<Observation> rows) {
        return rows.stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT && row.examples() == task.shots())
                .filter(row -> row.checkpoint().pretrainLossNats().isPresent())
                .toList();
    }

    private static double loss(Checkpoint checkpoint) {
        return checkpoint.pretrainLossNats().orElseThrow();
    }
}
