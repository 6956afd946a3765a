package org.emergencelaw.law;

/** Pretraining loss of a model as a function of its parameters and training tokens, as published for one corpus and tokenizer. */
public sealed interface LossLaw permits ChinchillaLaw, KaplanLaw {

    /**
     * Expected loss, nats per token.
     *
     * @param params N, above 0
     * @param tokens T, above 0
     * @throws IllegalArgumentException if either is not positive and finite
     */
    double lossNats(double params, double tokens);

    /** Checks a parameter of a law, or an argument. */
    static double requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
        return value;
    }
}
