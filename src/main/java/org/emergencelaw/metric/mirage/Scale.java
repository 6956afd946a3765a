package org.emergencelaw.metric.mirage;

import java.util.Locale;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;

/** What is called the size of a checkpoint. */
public enum Scale {
    /** N. */
    PARAMS,
    /** C, as stated or 6 N T, FLOPs. */
    TRAIN_FLOPS,
    /** Held-out cross-entropy, nats per token; falls with quality. */
    PRETRAIN_LOSS_NATS;

    /** Absent where the checkpoint does not say. */
    public OptionalDouble of(Checkpoint checkpoint) {
        return switch (this) {
            case PARAMS -> checkpoint.params();
            case TRAIN_FLOPS -> checkpoint.computeFlops(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN);
            case PRETRAIN_LOSS_NATS -> checkpoint.pretrainLossNats();
        };
    }

    /** Name of its column. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
