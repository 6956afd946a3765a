package org.emergencelaw.observation;

import java.util.OptionalDouble;

/**
 * One model at one point of its pretraining.
 *
 * @param family checkpoints of one recipe, tokenizer and loss corpus; their losses can be compared
 * @param model model name
 * @param params parameters N
 * @param tokens training tokens T
 * @param trainFlops stated training compute C, FLOPs
 * @param pretrainLossNats held-out cross-entropy on the loss corpus, nats per token
 * @param lossCorpus what the loss was measured on; empty when not stated
 */
public record Checkpoint(
        String family,
        String model,
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        OptionalDouble pretrainLossNats,
        String lossCorpus) {

    public Checkpoint {
        if (model.isBlank()) throw new IllegalArgumentException("model must not be blank");
        requirePositive("params", params);
        requirePositive("tokens", tokens);
        requirePositive("train_flops", trainFlops);
        requirePositive("pretrain_loss_nats", pretrainLossNats);
        boolean computeKnown = trainFlops.isPresent() || (params.isPresent() && tokens.isPresent());
        if (trainFlops.isEmpty() && params.isPresent() && tokens.isPresent())
            requirePositive(
                    "6 * params * tokens",
                    OptionalDouble.of(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN
                            * params.getAsDouble()
                            * tokens.getAsDouble()));
        if (pretrainLossNats.isEmpty() && !computeKnown)
            throw new IllegalArgumentException(
                    "pretrain_loss_nats is missing, and so is what could estimate it: train_flops, or params and tokens");
    }

    private static void requirePositive(String field, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(field + " must be positive and finite, was " + value.getAsDouble());
    }

    /** The same with this loss, nats per token. */
    public Checkpoint withLoss(double nats) {
        return new Checkpoint(family, model, params, tokens, trainFlops, OptionalDouble.of(nats), lossCorpus);
    }

    /** Training compute in FLOPs: as stated, else c N T, else absent. */
    public OptionalDouble computeFlops(double flopsPerParamToken) {
        if (trainFlops.isPresent()) return trainFlops;
        if (params.isEmpty() || tokens.isEmpty()) return OptionalDouble.empty();
        return OptionalDouble.of(flopsPerParamToken * params.getAsDouble() * tokens.getAsDouble());
    }
}
