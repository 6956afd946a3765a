package org.emergencelaw.forecast.design;

import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.ComputeConvention;

/**
 * What shall be found out, and with what.
 *
 * @param params of the largest checkpoint that one can use
 * @param tokensPerParam training tokens of each checkpoint over its parameters
 * @param finetunes training runs that one can afford
 * @param trainFlops does the capability appear by this compute?
 * @param trivialAccuracy what guessing scores
 * @param shots of the few-shot rows
 * @param evalItems evaluated items of each row
 * @param mostExamples of a finetuning run
 * @param worlds simulated tasks on which each design is tried
 */
public record DesignQuestion(
        double params,
        double tokensPerParam,
        int finetunes,
        double trainFlops,
        double trivialAccuracy,
        int shots,
        int evalItems,
        long mostExamples,
        int worlds,
        long seed) {

    public static final double USUAL_TOKENS_PER_PARAM = 20;
    public static final int USUAL_ITEMS = 1_000;
    public static final long USUAL_MOST_EXAMPLES = 8_192;
    public static final int USUAL_WORLDS = 12;

    static final int FEWEST_FINETUNES = 12;
    private static final int MOST_FINETUNES = 500;
    private static final int MOST_WORLDS = 200;

    /** The least data amount over the shots; below it finetuning hardly moves the elbow. */
    static final int LEAST_OVER_SHOTS = 8;

    private static final double MOST_PARAMS = 1e13, MOST_RATIO = 1e5, MOST_FLOPS = 1e40;
    private static final int MOST_ITEMS = 1_000_000, MOST_SHOTS = 1_000;
    private static final long MOST_EXAMPLES = 10_000_000, FACTOR_OF_AMOUNTS = 8;

    public DesignQuestion {
        within("params", params, 1e5, MOST_PARAMS);
        within("tokens_per_param", tokensPerParam, 0.1, MOST_RATIO);
        within("finetunes", finetunes, FEWEST_FINETUNES, MOST_FINETUNES);
        within("trivial_accuracy", trivialAccuracy, 0, 0.99);
        within("shots", shots, 0, MOST_SHOTS);
        within("eval_items", evalItems, 1, MOST_ITEMS);
        within("most_examples", mostExamples, FACTOR_OF_AMOUNTS * LEAST_OVER_SHOTS * Math.max(1, shots), MOST_EXAMPLES);
        within("worlds", worlds, 2, MOST_WORLDS);
        if (!(trainFlops > largestFlops(params, tokensPerParam) && trainFlops <= MOST_FLOPS))
            throw new IllegalArgumentException(
                    "train_flops must be above %s, the compute of the largest checkpoint, and at most 1e40, was %s"
                            .formatted(
                                    NumberText.text(largestFlops(params, tokensPerParam)),
                                    NumberText.text(trainFlops)));
    }

    private static void within(String field, double value, double least, double most) {
        if (!(value >= least && value <= most))
            throw new IllegalArgumentException("%s must be from %s to %s, was %s"
                    .formatted(field, NumberText.text(least), NumberText.text(most), NumberText.text(value)));
    }

    private static double largestFlops(double params, double tokensPerParam) {
        return ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN * params * params * tokensPerParam;
    }

    /** Compute of the largest checkpoint. */
    public double largestFlops() {
        return largestFlops(params, tokensPerParam);
    }
}
