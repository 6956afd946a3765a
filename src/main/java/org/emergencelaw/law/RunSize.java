package org.emergencelaw.law;

/**
 * How large a training run is.
 *
 * @param params N, above 0
 * @param tokens training tokens T, above 0
 * @param trainFlops training compute C, FLOPs, above 0
 */
public record RunSize(double params, double tokens, double trainFlops) {

    public RunSize {
        LossLaw.requirePositive("params", params);
        LossLaw.requirePositive("tokens", tokens);
        LossLaw.requirePositive("train_flops", trainFlops);
    }
}
