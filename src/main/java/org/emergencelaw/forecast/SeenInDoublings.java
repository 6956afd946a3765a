package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.observation.Observation;

/**
 * The few-shot elbow of rows without losses: a hinge through their places in doublings, which stand in for losses, a doubling for
 * {@value #NATS_PER_DOUBLING} nats.
 */
final class SeenInDoublings {

    private static final double NATS_PER_DOUBLING = 0.06;

    /** Far enough from 0 for every place on the axis. */
    private static final double ORIGIN_NATS = 10;

    private SeenInDoublings() {}

    static OptionalDouble elbow(StudyRows fewShot, DoublingsAxis axis) {
        List<Observation> placed = new ArrayList<>();
        for (Observation row : fewShot.rows()) {
            OptionalDouble place = axis.of(row.checkpoint(), fewShot.losses().path());
            if (place.isPresent())
                placed.add(row.withCheckpoint(
                        row.checkpoint().withLoss(ORIGIN_NATS - NATS_PER_DOUBLING * place.getAsDouble())));
        }
        return HingeFit.of(fewShot.task().shots(), placed)
                .map(seen -> OptionalDouble.of((ORIGIN_NATS - seen.lossNats()) / NATS_PER_DOUBLING))
                .orElse(OptionalDouble.empty());
    }
}
