package org.emergencelaw.law;

/**
 * Loss law {@code L(N, T) = ((Nc / N)^(alphaN / alphaD) + Dc / T)^alphaD}, nats per token; it falls to 0, without an irreducible
 * loss.
 *
 * <p>{@code N}: parameters, embeddings left out. {@code T}: training tokens, seen once. {@code Nc}: parameters. {@code Dc}: tokens.
 * All four parameters above 0.
 *
 * @see <a href="https://arxiv.org/abs/2001.08361">Kaplan et al. 2020, equation 1.5</a>
 */
public record KaplanLaw(double nc, double alphaN, double dc, double alphaD) implements LossLaw {

    public KaplanLaw {
        LossLaw.requirePositive("n_c", nc);
        LossLaw.requirePositive("alpha_n", alphaN);
        LossLaw.requirePositive("d_c", dc);
        LossLaw.requirePositive("alpha_d", alphaD);
    }

    @Override
    public double lossNats(double params, double tokens) {
        double size = Math.pow(nc / LossLaw.requirePositive("params", params), alphaN / alphaD);
        return Math.pow(size + dc / LossLaw.requirePositive("tokens", tokens), alphaD);
    }
}
