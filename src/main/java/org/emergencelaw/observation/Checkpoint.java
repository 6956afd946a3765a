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
        return toBuilder().pretrainLossNats(nats).build();
    }

    /** Training compute in FLOPs: as stated, else c N T, else absent. */
    public OptionalDouble computeFlops(double flopsPerParamToken) {
        if (trainFlops.isPresent()) return trainFlops;
        if (params.isEmpty() || tokens.isEmpty()) return OptionalDouble.empty();
        return OptionalDouble.of(flopsPerParamToken * params.getAsDouble() * tokens.getAsDouble());
    }

    /** A checkpoint of which nothing is said yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same, to say something else of it. */
    public Builder toBuilder() {
        return builder()
                .family(family)
                .model(model)
                .params(params)
                .tokens(tokens)
                .trainFlops(trainFlops)
                .pretrainLossNats(pretrainLossNats)
                .lossCorpus(lossCorpus);
    }

    /** The components by name, the only caller of the constructor but for what reads all components at once, JSON and the database; what is not said is not known. */
    public static final class Builder {
        private String family = "";
        private String model = "";
        private OptionalDouble params = OptionalDouble.empty();
        private OptionalDouble tokens = OptionalDouble.empty();
        private OptionalDouble trainFlops = OptionalDouble.empty();
        private OptionalDouble pretrainLossNats = OptionalDouble.empty();
        private String lossCorpus = "";

        private Builder() {}

        public Builder family(String value) {
            family = value;
            return this;
        }

        public Builder model(String value) {
            model = value;
            return this;
        }

        public Builder params(OptionalDouble value) {
            params = value;
            return this;
        }

        public Builder params(double value) {
            return params(OptionalDouble.of(value));
        }

        public Builder tokens(OptionalDouble value) {
            tokens = value;
            return this;
        }

        public Builder tokens(double value) {
            return tokens(OptionalDouble.of(value));
        }

        public Builder trainFlops(OptionalDouble value) {
            trainFlops = value;
            return this;
        }

        public Builder trainFlops(double value) {
            return trainFlops(OptionalDouble.of(value));
        }

        public Builder pretrainLossNats(OptionalDouble value) {
            pretrainLossNats = value;
            return this;
        }

        public Builder pretrainLossNats(double value) {
            return pretrainLossNats(OptionalDouble.of(value));
        }

        public Builder lossCorpus(String value) {
            lossCorpus = value;
            return this;
        }

        /** @throws IllegalArgumentException if a component breaks its rule */
        public Checkpoint build() {
            return new Checkpoint(family, model, params, tokens, trainFlops, pretrainLossNats, lossCorpus);
        }
    }
}
