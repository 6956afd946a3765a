package org.emergencelaw.workspace;

import java.util.Optional;
import java.util.OptionalInt;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.NumberText;

/** A planned run; numbers may be written 7B, 1.4T, 6e21. */
public record PlanRequest(
        Optional<String> params,
        Optional<String> tokens,
        Optional<String> trainFlops,
        Optional<String> pretrainLossNats,
        OptionalInt evalItems,
        Optional<PathChoice> path) {

    public PlannedRun plan() {
        return new PlannedRun(
                NumberText.quantity("params", params),
                NumberText.quantity("tokens", tokens),
                NumberText.quantity("train_flops", trainFlops),
                NumberText.quantity("pretrain_loss_nats", pretrainLossNats),
                evalItems.orElse(PlannedRun.DEFAULT_EVAL_ITEMS),
                path.orElse(PathChoice.OWN_RATIO));
    }
}
