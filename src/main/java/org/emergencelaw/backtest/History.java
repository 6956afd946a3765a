package org.emergencelaw.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossCurve;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.rival.EmergenceCriterion;

/**
 * What came true in a study, by all its rows.
 *
 * @param truths one for each landmark, in their order
 * @param curve loss over compute by all checkpoints, or by the published law, at 20 tokens per parameter; absent where no
 *     checkpoint states its size
 * @param axis doublings of compute by all checkpoints; absent where nothing tells them apart
 */
record History(List<ObservedEmergence> truths, Optional<LossCurve> curve, Optional<DoublingsAxis> axis) {

    /** @throws IllegalArgumentException if there is no few-shot row that could show it */
    static History of(StudyRows study, long seed) {
        StudyRows fewShot = study.fewShot();
        if (fewShot.rows().isEmpty())
            throw new IllegalArgumentException(
                    "observations must have few-shot rows with "
                            + study.task().shots()
                            + " shots and a pretrain_loss_nats, or all of them a compute: without them there is no outcome to compare with");
        return new History(
                Arrays.stream(EmergenceCriterion.values())
                        .map(landmark -> ObservedEmergence.of(landmark, fewShot))
                        .toList(),
                study.lossLaw().map(law -> new LossCurve(law, study.losses().path())),
                DoublingsAxis.of(study, seed));
    }
}
