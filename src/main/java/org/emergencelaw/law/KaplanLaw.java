package org.emergencelaw.law;

import java.util.function.DoubleUnaryOperator;

/**
 * Loss law {@code L(N, T) = ((Nc / N)^(alphaN / alphaD) + Dc / T)^alphaD}, nats per token; it falls to 0, without an irreducible
 * loss.
 *
 * <p>{@code N}: parameters, embeddings left out. {@code T}: training tokens, seen once. {@code Nc}: parameters. {@code Dc}: tokens.
 * All four parameters above 0.
 *
 * @see <a href="https://arxiv.org/abs/2001.08361">Kaplan et al. 2020, equation 1.5</a>
 */
public record KaplanLaw(double nc, double alphaN, double dc, double alphaD) implements ParamTokenLaw {

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

    @Override
    public double minLossNats(ComputePath path) {
        return switch (path.kind()) {
            case TOKENS_PER_PARAM -> 0;
            case PARAMS -> Math.pow(nc / path.value(), alphaN);
            case TOKENS -> Math.pow(dc / path.value(), alphaD);
        };
    }

    @Override
    public DoubleUnaryOperator logTrainFlops(ComputePath path) {
        double exponent = alphaN / alphaD;
        PowerSum sum = new PowerSum(exponent * Math.log(nc), exponent, Math.log(dc), 1, path);
        return lossNats -> lossNats > 0 ? sum.logFlops(Math.log(lossNats) / alphaD) : Double.POSITIVE_INFINITY;
    }

    /** By Nc, alphaN, Dc, alphaD. */
    @Override
    public double[] gradient(RunSize run) {
        double ratio = alphaN / alphaD, ln = Math.log(nc / run.params());
        double size = Math.exp(ratio * ln), sum = size + dc / run.tokens();
        double bySum = alphaD * Math.pow(sum, alphaD - 1);
        return new double[] {
            bySum * size * ratio / nc,
            bySum * size * ln / alphaD,
            bySum / run.tokens(),
            Math.pow(sum, alphaD) * Math.log(sum) - bySum * size * ln * ratio / alphaD,
        };
    }

    @Override
    public LossLawForm form() {
        return LossLawForm.KAPLAN;
    }

    @Override
    public double[] values() {
        return new double[] {nc, alphaN, dc, alphaD};
    }
}
