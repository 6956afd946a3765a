package org.emergencelaw.backtest;

import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;

/**
 * A study without losses, to be replayed by its compute: every checkpoint that states one gets the loss
 * {@code 4 - 0.06 log2(C / Cmax)}, so that what is counted in nats is doublings of compute, {@value #NATS_PER_DOUBLING} nats each, which
 * in large language models is about right.
 */
final class ComputeAsLoss {

    static final double NATS_PER_DOUBLING = 0.06;
    private static final double STRONGEST_NATS = 4;

    private ComputeAsLoss() {}

    /** Whether no row has a loss and some has a compute. */
    static boolean applies(StudyRows study) {
        return study.rows().withLoss().isEmpty() && study.rows().largestFlops().isPresent();
    }

    static StudyRows of(StudyRows study) {
        Rows rows = study.rows();
        double most = rows.largestFlops().orElseThrow();
        return study.with(rows.each(row -> placed(row, rows.computeOf(row.checkpoint()), most)));
    }

    private static Observation placed(Observation row, OptionalDouble flops, double most) {
        if (flops.isEmpty()) return row;
        double doublings = Math.log(flops.getAsDouble() / most) / Math.log(2);
        return row.withCheckpoint(row.checkpoint().withLoss(STRONGEST_NATS - NATS_PER_DOUBLING * doublings));
    }
}
