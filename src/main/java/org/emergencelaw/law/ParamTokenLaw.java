package org.emergencelaw.law;

import java.util.function.DoubleUnaryOperator;

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
     * In closed form, or by {@linkplain PowerSum Halley's method} to the last bits; a loss met only outside of {@link #MIN_FLOPS} to
     * {@link #MAX_FLOPS} gives the nearer end below and infinity above.
     */
    @Override
    default double trainFlops(double lossNats, ComputePath path) {
        return trainFlops(path).applyAsDouble(lossNats);
    }

    @Override
    default DoubleUnaryOperator trainFlops(ComputePath path) {
        DoubleUnaryOperator logFlops = logTrainFlops(path);
        return lossNats -> {
            double flops = Math.exp(logFlops.applyAsDouble(lossNats));
            return flops > MAX_FLOPS ? Double.POSITIVE_INFINITY : Math.max(MIN_FLOPS, flops);
        };
    }

    /** ln of the compute at which the loss falls to a number of nats along a path; positive infinity where it never does. */
    DoubleUnaryOperator logTrainFlops(ComputePath path);
}
