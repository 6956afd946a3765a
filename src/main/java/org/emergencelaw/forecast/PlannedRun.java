package org.emergencelaw.forecast;

import java.util.OptionalDouble;
import org.emergencelaw.observation.ComputeConvention;

/**
 * A model that does not exist yet: any two of params, tokens and compute, or compute, or its expected loss.
 *
 * @param params N
 * @param tokens training tokens T
 * @param trainFlops C, as stated; a forecast completes it by C = 6 N T, or as the study counts
 * @param pretrainLossNats expected loss, when it is known better than from the family's loss law
 * @param evalItems items on which the run will be evaluated
 * @param path along which compute at emergence is counted, and along which a compute is shared between params and tokens
 * @param level the named level, an accuracy; that of the task where nobody names one
 */
public record PlannedRun(
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        OptionalDouble pretrainLossNats,
        int evalItems,
        PathChoice path,
        OptionalDouble level) {

    public static final int DEFAULT_EVAL_ITEMS = 1000;

    public PlannedRun {
        requirePositive("params", params);
        requirePositive("tokens", tokens);
        requirePositive("train_flops", trainFlops);
        requirePositive("pretrain_loss_nats", pretrainLossNats);
        if (level.isPresent() && !(level.getAsDouble() > 0 && level.getAsDouble() <= 1))
            throw new IllegalArgumentException("level must be above 0 and at most 1, was " + level.getAsDouble());
        if (!(evalItems >= 1 && evalItems <= 10_000_000))
            throw new IllegalArgumentException("eval_items must be from 1 to 10000000, was " + evalItems);
        boolean bothSizes = params.isPresent() && tokens.isPresent();
        if (trainFlops.isEmpty() && bothSizes)
            requirePositive(
                    "train_flops",
                    OptionalDouble.of(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN
                            * params.getAsDouble()
                            * tokens.getAsDouble()));
        if (trainFlops.isEmpty() && !bothSizes && pretrainLossNats.isEmpty())
            throw new IllegalArgumentException(
                    "a planned run needs params and tokens, or train_flops, or pretrain_loss_nats");
    }

    /** Along its own tokens per parameter, to the level of the task. */
    public PlannedRun(
            OptionalDouble params,
            OptionalDouble tokens,
            OptionalDouble trainFlops,
            OptionalDouble pretrainLossNats,
            int evalItems) {
        this(params, tokens, trainFlops, pretrainLossNats, evalItems, PathChoice.OWN_RATIO, OptionalDouble.empty());
    }

    public PlannedRun evaluatedOn(int items) {
        return new PlannedRun(params, tokens, trainFlops, pretrainLossNats, items, path, level);
    }

    public PlannedRun along(PathChoice other) {
        return new PlannedRun(params, tokens, trainFlops, pretrainLossNats, evalItems, other, level);
    }

    public PlannedRun toLevel(OptionalDouble other) {
        return new PlannedRun(params, tokens, trainFlops, pretrainLossNats, evalItems, path, other);
    }

    /** The same run, were its loss known. */
    public PlannedRun withLoss(double lossNats) {
        return new PlannedRun(params, tokens, trainFlops, OptionalDouble.of(lossNats), evalItems, path, level);
    }

    /** Whether nothing but its loss is known. */
    boolean lossOnly() {
        return trainFlops.isEmpty() && (params.isEmpty() || tokens.isEmpty());
    }

    private static void requirePositive(String field, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(field + " must be positive and finite, was " + value.getAsDouble());
    }
}
