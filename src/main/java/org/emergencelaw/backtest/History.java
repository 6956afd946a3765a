package org.emergencelaw.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;

/**
 * What came true in a study, by all its rows.
 *
 * @param truths one for each landmark, in their order
 * @param curve loss over compute by all checkpoints, at 20 tokens per parameter; absent where none states its size
 */
record History(List<ObservedEmergence> truths, Optional<LossCurve> curve) {

    /** @throws IllegalArgumentException if there is no few-shot row that could show it */
    static History of(Task task, List<Observation> observations) {
        List<Observation> fewShot = ObservedEmergence.fewShot(task, observations);
        if (fewShot.isEmpty())
            throw new IllegalArgumentException("observations must have few-shot rows with " + task.shots()
                    + " shots and a pretrain_loss_nats: without them there is no outcome to compare with");
        return new History(
                Arrays.stream(EmergenceCriterion.values())
                        .map(landmark -> ObservedEmergence.of(landmark, task, fewShot))
                        .toList(),
                LossCurve.of(observations, ComputePath.DEFAULT));
    }
}
