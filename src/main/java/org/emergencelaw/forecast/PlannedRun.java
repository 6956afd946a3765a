package org.emergencelaw.forecast;

import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;

/**
 * A model that does not exist yet: params and tokens, or compute, or its expected loss.
 *
 * @param params N
 * @param tokens training tokens T
 * @param trainFlops C; completed by C = 6 N T
 * @param pretrainLossNats expected loss, when it is known better than from the family's loss law
 * @param evalItems items on which the run will be evaluated
 */
public record PlannedRun(
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        OptionalDouble pretrainLossNats,
        int evalItems) {

    public static final int DEFAULT_EVAL_ITEMS = 1000;

    public PlannedRun {
        requirePositive("params", params);
        requirePositive("tokens", tokens);
        requirePositive("pretrain_loss_nats", pretrainLossNats);
        if (!(evalItems >= 1 && evalItems <= 10_000_000))
            throw new IllegalArgumentException("eval_items must be from 1 to 10000000, was " + evalItems);
        if (trainFlops.isEmpty() && params.isPresent() && tokens.isPresent())
            trainFlops =
                    OptionalDouble.of(Checkpoint.FLOPS_PER_PARAM_TOKEN * params.getAsDouble() * tokens.getAsDouble());
        requirePositive("train_flops", trainFlops);
        if (trainFlops.isEmpty() && pretrainLossNats.isEmpty())
            throw new IllegalArgumentException(
                    "a planned run needs params and tokens, or train_flops, or pretrain_loss_nats");
    }

    private static void requirePositive(String field, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(field + " must be positive and finite, was " + value.getAsDouble());
    }
}
