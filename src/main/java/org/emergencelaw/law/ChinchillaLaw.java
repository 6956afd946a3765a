package org.emergencelaw.law;

/**
 * Loss law {@code L(N, T) = Linf + a N^-alpha + b T^-beta}, nats per token.
 *
 * <p>{@code N}: parameters, embeddings included. {@code T}: training tokens. {@code Linf}: irreducible loss, nats, at least 0.
 * {@code a}, {@code b}: above 0, in the units that make the terms nats. {@code alpha}, {@code beta}: above 0.
 *
 * @see <a href="https://arxiv.org/abs/2203.15556">Hoffmann et al. 2022, approach 3</a>
 * @see <a href="https://arxiv.org/abs/2404.10102">Besiroglu et al. 2024, a refit of the same form</a>
 */
public record ChinchillaLaw(double irreducibleNats, double a, double alpha, double b, double beta) implements LossLaw {

    /** Training FLOPs per parameter and token, C = 6 N T. */
    private static final double FLOPS_PER_PARAM_TOKEN = 6;

    public ChinchillaLaw {
        if (!(irreducibleNats >= 0 && irreducibleNats < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "irreducible_loss_nats must be finite and at least 0, was " + irreducibleNats);
        LossLaw.requirePositive("a", a);
        LossLaw.requirePositive("alpha", alpha);
        LossLaw.requirePositive("b", b);
        LossLaw.requirePositive("beta", beta);
    }

    @Override
    public double lossNats(double params, double tokens) {
        return irreducibleNats
                + a * Math.pow(LossLaw.requirePositive("params", params), -alpha)
                + b * Math.pow(LossLaw.requirePositive("tokens", tokens), -beta);
    }

    /**
     * Parameters with the least loss for a compute: {@code N = (alpha a / (beta b))^(1/(alpha+beta)) (C/6)^(beta/(alpha+beta))}.
     *
     * @param trainFlops C, FLOPs; tokens are then C / (6 N)
     */
    public double optimalParams(double trainFlops) {
        double product = LossLaw.requirePositive("train_flops", trainFlops) / FLOPS_PER_PARAM_TOKEN;
        double sum = alpha + beta;
        return Math.pow(alpha * a / (beta * b), 1 / sum) * Math.pow(product, beta / sum);
    }

    /**
     * Training tokens per parameter with the least loss for a compute.
     *
     * @param trainFlops C, FLOPs
     */
    public double optimalTokensPerParam(double trainFlops) {
        double params = optimalParams(trainFlops);
        return trainFlops / FLOPS_PER_PARAM_TOKEN / params / params;
    }
}
