package org.emergencelaw.observation;

/** What a finetuning run costs, where only its examples are known: {@code c N D t} FLOPs, each example trained on once. */
public final class FinetuningCost {

    /** t, tokens of an example: a question with its answer, or a short text. */
    public static final int TOKENS_PER_EXAMPLE = 512;

    private FinetuningCost() {}

    /**
     * @param flopsPerParamToken c
     * @param params N
     * @param examples D
     */
    public static double flops(double flopsPerParamToken, double params, double examples) {
        return flopsPerParamToken * params * examples * TOKENS_PER_EXAMPLE;
    }
}
