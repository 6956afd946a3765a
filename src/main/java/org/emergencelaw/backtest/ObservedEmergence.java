package org.emergencelaw.backtest;

import java.util.Comparator;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
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
    static ObservedEmergence of(EmergenceCriterion landmark, StudyRows fewShot) {
        Rows rows = fewShot.rows();
        OptionalDouble seen = landmark.seen(fewShot);
        OptionalDouble earliest = seen.isEmpty()
                ? OptionalDouble.empty()
                : rows.stream()
                        .map(Observation::checkpoint)
                        .filter(checkpoint -> loss(checkpoint) < seen.getAsDouble())
                        .flatMapToDouble(checkpoint -> rows.computeOf(checkpoint).stream())
                        .min();
        Comparator<Observation> byLoss = Comparator.comparingDouble(row -> loss(row.checkpoint()));
        return new ObservedEmergence(
                landmark,
                seen,
                seen.isEmpty() && landmark.notYet(fewShot),
                earliest,
                loss(rows.stream().min(byLoss).orElseThrow().checkpoint()),
                loss(rows.stream().max(byLoss).orElseThrow().checkpoint()));
    }

    private static double loss(Checkpoint checkpoint) {
        return checkpoint.pretrainLossNats().orElseThrow();
    }
}
