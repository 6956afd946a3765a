package org.emergencelaw.law;

/** Loss as a function of params N and training tokens T, each lowering it. */
public sealed interface ParamTokenLaw extends LossLaw permits ChinchillaLaw, KaplanLaw {

    /** Compute between which the inverse is sought, FLOPs. */
    double MIN_FLOPS = 1;

    double MAX_FLOPS = 1e60;

    /**
     * Expected loss, nats per token.
     *
     * @param params N, above 0
     * @param tokens T, above 0
     * @throws IllegalArgumentException if either is not positive and finite
     */
    double lossNats(double params, double tokens);

    @Override
    default double lossNats(RunSize run) {
        return lossNats(run.params(), run.tokens());
    }

    /**
     * By bisection in ln C to a relative 1e-13; a loss met only outside of {@link #MIN_FLOPS} to {@link #MAX_FLOPS} gives the
     * nearer end below and infinity above.
     */
    @Override
    default double trainFlops(double lossNats, ComputePath path) {
        if (lossNats(path.at(MAX_FLOPS)) > lossNats) return Double.POSITIVE_INFINITY;
        double low = Math.log(MIN_FLOPS), high = Math.log(MAX_FLOPS);
        while (high - low > 1e-13 * high) {
            double middle = (low + high) / 2;
            if (lossNats(path.at(Math.exp(middle))) > lossNats) low = middle;
            else high = middle;
        }
        return Math.exp((low + high) / 2);
    }
}
