package org.emergencelaw.metric.mirage;

/**
 * Toy model of a capability that grows smoothly: loss per token {@code (N/c)^alpha} with {@code alpha < 0}, probability of a
 * correct token {@code p = exp(-loss)}, all tokens independent. What the sharp metrics make of it may look like a jump.
 *
 * @param c scale at which the loss is 1 nat per token, parameters
 * @param alpha exponent, below 0
 * @see <a href="https://arxiv.org/abs/2304.15004">Schaeffer et al. 2023, section 2 and appendix A</a>. The appendix prints the
 *     expected edit distance as {@code L (1 - epsilon)} with epsilon an error rate; it is {@code L (1 - p)} with p the probability
 *     of a correct token
 */
public record ToyModel(double c, double alpha) {

    public ToyModel {
        if (!(c > 0 && c < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("c must be positive and finite, was " + c);
        if (!(alpha < 0 && alpha >= -10))
            throw new IllegalArgumentException("alpha must be from -10 to below 0, was " + alpha);
    }

    /** {@code (N/c)^alpha}, nats per token. */
    public double lossPerToken(double params) {
        if (!(params > 0)) throw new IllegalArgumentException("params must be positive, was " + params);
        return Math.pow(params / c, alpha);
    }

    /** {@code exp(-loss)}. */
    public double tokenAccuracy(double params) {
        return Math.exp(-lossPerToken(params));
    }

    /**
     * Expected exact match of an answer of several tokens, {@code p^L}; a chain of n steps that must all be right is the same,
     * {@code p^n}.
     *
     * @param p probability of a correct token, or step
     */
    public static double allRight(double p, int tokens) {
        require(p, "tokens", tokens);
        return Math.pow(p, tokens);
    }

    /** Expected edit distance of an answer of several tokens, {@code L (1 - p)}: only substitutions, one for each wrong token. */
    public static double editDistance(double p, int tokens) {
        require(p, "tokens", tokens);
        return tokens * (1 - p);
    }

    /**
     * Probability that one of several samples is right, {@code 1 - (1 - q)^k}.
     *
     * @param q probability that a sample is right
     */
    public static double anyRight(double q, int samples) {
        require(q, "samples", samples);
        return -Math.expm1(samples * Math.log1p(-q));
    }

    private static void require(double probability, String name, int count) {
        if (!(probability >= 0 && probability <= 1))
            throw new IllegalArgumentException("a probability must be from 0 to 1, was " + probability);
        if (!(count >= 1)) throw new IllegalArgumentException(name + " must be at least 1, was " + count);
    }
}
