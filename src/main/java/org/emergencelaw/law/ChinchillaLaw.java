package org.emergencelaw.law;

import java.util.function.DoubleUnaryOperator;

/**
 * Loss law {@code L(N, T) = Linf + a N^-alpha + b T^-beta}, nats per token.
 *
 * <p>{@code N}: parameters, embeddings included. {@code T}: training tokens. {@code Linf}: irreducible loss, nats, at least 0.
 * {@code a}, {@code b}: above 0, in the units that make the terms nats. {@code alpha}, {@code beta}: above 0.
 *
 * @see <a href="https://arxiv.org/abs/2203.15556">Hoffmann et al. 2022, approach 3</a>
 * @see <a href="https://arxiv.org/abs/2404.10102">Besiroglu et al. 2024, a refit of the same form</a>
 */
public record ChinchillaLaw(double irreducibleNats, double a, double alpha, double b, double beta)
        implements ParamTokenLaw {

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

    @Override
    public double minLossNats(ComputePath path) {
        return switch (path.kind()) {
            case TOKENS_PER_PARAM -> irreducibleNats;
            case PARAMS -> irreducibleNats + a * Math.pow(path.value(), -alpha);
            case TOKENS -> irreducibleNats + b * Math.pow(path.value(), -beta);
        };
    }

    @Override
    public DoubleUnaryOperator logTrainFlops(ComputePath path) {
        PowerSum sum = new PowerSum(Math.log(a), alpha, Math.log(b), beta, path);
        return lossNats -> lossNats > irreducibleNats
                ? sum.logFlops(Math.log(lossNats - irreducibleNats))
                : Double.POSITIVE_INFINITY;
    }

    /** By Linf, a, alpha, b, beta. */
    @Override
    public double[] gradient(RunSize run) {
        double size = Math.pow(run.params(), -alpha), data = Math.pow(run.tokens(), -beta);
        return new double[] {
            1, size, -a * size * Math.log(run.params()), data, -b * data * Math.log(run.tokens()),
        };
    }

    @Override
    public LossLawForm form() {
        return LossLawForm.CHINCHILLA;
    }

    @Override
    public double[] values() {
        return new double[] {irreducibleNats, a, alpha, b, beta};
    }
}
