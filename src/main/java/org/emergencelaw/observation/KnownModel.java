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
        Split split) {

    /** Revision of a model that has no other. */
    private static final String MAIN = "main";

    public KnownModel {
        if (model.isBlank()) throw new IllegalArgumentException("model must not be blank");
        if (finetuneExamples.isPresent() && (finetuneExamples.getAsLong() < 0 || finetuneExamples.getAsLong() == 1))
            throw new IllegalArgumentException(
                    "finetune_examples must be 0, or at least 2, was " + finetuneExamples.getAsLong());
        revision = revision.equals(MAIN) ? "" : revision;
    }

    /** A model of which nothing is known but its name. */
    public static KnownModel unknown(String model, String revision) {
        OptionalDouble none = OptionalDouble.empty();
        return new KnownModel(
                "",
                model,
                revision,
                "",
                none,
                none,
                none,
                none,
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Split.FIT);
    }

    /** The pretrained checkpoint that its accuracies are counted to. */
    public String checkpoint() {
        return base.isEmpty() ? label() : base;
    }

    /** The same, finetuned from this checkpoint, which has what is blank here. */
    public KnownModel completed(KnownModel from) {
        return new KnownModel(
                family.isEmpty() ? from.family : family,
                model,
                revision,
                from.label(),
                params.isPresent() ? params : from.params,
                tokens.isPresent() ? tokens : from.tokens,
                trainFlops.isPresent() ? trainFlops : from.trainFlops,
                pretrainLossNats.isPresent() ? pretrainLossNats : from.pretrainLossNats,
                lossCorpus.isEmpty() ? from.lossCorpus : lossCorpus,
                finetuneExamples,
                seed,
                split);
    }

    /** Name of the model's checkpoint: {@code pythia-160m@step143000}, or {@code pythia-160m} for the main revision. */
    public String label() {
        return label(model, revision);
    }

    public static String label(String model, String revision) {
        return revision.isEmpty() || revision.equals(MAIN) ? model : model + "@" + revision;
    }
}
