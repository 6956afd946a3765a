package org.emergencelaw.observation;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a person knows of a model and its evaluation results do not say.
 *
 * @param family as in {@link Checkpoint}; empty when not stated
 * @param model name or path that the model was evaluated under
 * @param revision checkpoint of the model; empty for its only or main one
 * @param base label of the pretrained checkpoint that it was finetuned from; empty for that checkpoint itself
 * @param params parameters N
 * @param tokens training tokens T
 * @param trainFlops stated training compute C, FLOPs
 * @param pretrainLossNats held-out cross-entropy, nats per token
 * @param lossCorpus what the loss was measured on; empty when not stated
 * @param finetuneExamples examples that it was finetuned on; absent or 0 for a model that was not
 * @param seed of its finetuning
 * @param split whether a fit may see it
 * @param vocabularySize entries of the tokenizer; ln of it is the loss of a model that knows nothing
 */
public record KnownModel(
        String family,
        String model,
        String revision,
        String base,
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        OptionalDouble pretrainLossNats,
        String lossCorpus,
        OptionalLong finetuneExamples,
        OptionalLong seed,
        Split split,
        OptionalLong vocabularySize) {

    /** Revision of a model that has no other. */
    private static final String MAIN = "main";

    public KnownModel {
        if (model.isBlank()) throw new IllegalArgumentException("model must not be blank");
        if (finetuneExamples.isPresent() && (finetuneExamples.getAsLong() < 0 || finetuneExamples.getAsLong() == 1))
            throw new IllegalArgumentException(
                    "finetune_examples must be 0, or at least 2, was " + finetuneExamples.getAsLong());
        if (vocabularySize.isPresent() && vocabularySize.getAsLong() < 2)
            throw new IllegalArgumentException("vocabulary_size must be at least 2, was " + vocabularySize.getAsLong());
        revision = revision.equals(MAIN) ? "" : revision;
    }

    /** A model of which nothing is known but its name. */
    public static KnownModel unknown(String model, String revision) {
        return builder().model(model).revision(revision).build();
    }

    /** The pretrained checkpoint that its accuracies are counted to. */
    public String checkpoint() {
        return base.isEmpty() ? label() : base;
    }

    /** The same, finetuned from this checkpoint, which has what is blank here. */
    public KnownModel completed(KnownModel from) {
        return toBuilder()
                .family(family.isEmpty() ? from.family : family)
                .base(from.label())
                .params(params.isPresent() ? params : from.params)
                .tokens(tokens.isPresent() ? tokens : from.tokens)
                .trainFlops(trainFlops.isPresent() ? trainFlops : from.trainFlops)
                .pretrainLossNats(pretrainLossNats.isPresent() ? pretrainLossNats : from.pretrainLossNats)
                .lossCorpus(lossCorpus.isEmpty() ? from.lossCorpus : lossCorpus)
                .vocabularySize(vocabularySize.isPresent() ? vocabularySize : from.vocabularySize)
                .build();
    }

    /** Name of the model's checkpoint: {@code pythia-160m@step143000}, or {@code pythia-160m} for the main revision. */
    public String label() {
        return label(model, revision);
    }

    public static String label(String model, String revision) {
        return revision.isEmpty() || revision.equals(MAIN) ? model : model + "@" + revision;
    }

    /** A model of which nothing is said yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same, to say something else of it. */
    public Builder toBuilder() {
        return builder()
                .family(family)
                .model(model)
                .revision(revision)
                .base(base)
                .params(params)
                .tokens(tokens)
                .trainFlops(trainFlops)
                .pretrainLossNats(pretrainLossNats)
                .lossCorpus(lossCorpus)
                .finetuneExamples(finetuneExamples)
                .seed(seed)
                .split(split)
                .vocabularySize(vocabularySize);
    }

    /** The components by name, the only caller of the constructor but for what reads all components at once, JSON and the database; what is not said is not known. */
    public static final class Builder {
        private String family = "";
        private String model = "";
        private String revision = "";
        private String base = "";
        private OptionalDouble params = OptionalDouble.empty();
        private OptionalDouble tokens = OptionalDouble.empty();
        private OptionalDouble trainFlops = OptionalDouble.empty();
        private OptionalDouble pretrainLossNats = OptionalDouble.empty();
        private String lossCorpus = "";
        private OptionalLong finetuneExamples = OptionalLong.empty();
        private OptionalLong seed = OptionalLong.empty();
        private Split split = Split.FIT;
        private OptionalLong vocabularySize = OptionalLong.empty();

        private Builder() {}

        public Builder family(String value) {
            family = value;
            return this;
        }

        public Builder model(String value) {
            model = value;
            return this;
        }

        public Builder revision(String value) {
            revision = value;
            return this;
        }

        public Builder base(String value) {
            base = value;
            return this;
        }

        public Builder params(OptionalDouble value) {
            params = value;
            return this;
        }

        public Builder tokens(OptionalDouble value) {
            tokens = value;
            return this;
        }

        public Builder trainFlops(OptionalDouble value) {
            trainFlops = value;
            return this;
        }

        public Builder pretrainLossNats(OptionalDouble value) {
            pretrainLossNats = value;
            return this;
        }

        public Builder lossCorpus(String value) {
            lossCorpus = value;
            return this;
        }

        public Builder finetuneExamples(OptionalLong value) {
            finetuneExamples = value;
            return this;
        }

        public Builder seed(OptionalLong value) {
            seed = value;
            return this;
        }

        public Builder split(Split value) {
            split = value;
            return this;
        }

        public Builder vocabularySize(OptionalLong value) {
            vocabularySize = value;
            return this;
        }

        /** @throws IllegalArgumentException if a component breaks its rule */
        public KnownModel build() {
            return new KnownModel(
                    family,
                    model,
                    revision,
                    base,
                    params,
                    tokens,
                    trainFlops,
                    pretrainLossNats,
                    lossCorpus,
                    finetuneExamples,
                    seed,
                    split,
                    vocabularySize);
        }
    }
}
