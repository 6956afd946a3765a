package org.emergencelaw.law;

/**
 * Loss law over training compute, {@code L(C) = Linf + a (C / C0)^-b}.
 *
 * <p>{@code C}: training FLOPs. {@code Linf}: irreducible loss, nats. {@code a}: reducible loss at the reference compute
 * {@code C0}, nats. The reference keeps {@code a} of the order of the data instead of {@code 1e20}. How compute is shared between
 * params and tokens does not matter to it.
 *
 * @param irreducibleNats Linf, at least 0
 * @param reducibleNats a, above 0
 * @param exponent b, above 0
 * @param referenceFlops C0, above 0
 * @see <a href="https://arxiv.org/abs/2010.14701">Henighan et al. 2020, equation 1.1</a>
 */
public record ComputeLossLaw(double irreducibleNats, double reducibleNats, double exponent, double referenceFlops)
        implements LossLaw {

    public ComputeLossLaw {
        LossLaw.requirePositive("reducible_nats", reducibleNats);
        LossLaw.requirePositive("exponent", exponent);
        LossLaw.requirePositive("reference_flops", referenceFlops);
        if (!(irreducibleNats >= 0 && irreducibleNats < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "irreducible_nats must be finite and at least 0, was " + irreducibleNats);
    }

    /** Expected loss after {@code trainFlops}, nats per token. */
    public double lossNats(double trainFlops) {
        return irreducibleNats + reducibleNats * Math.pow(trainFlops / referenceFlops, -exponent);
    }

    /** Compute at which the loss falls to {@code lossNats}, FLOPs; infinite when the irreducible loss lies above it. */
    public double trainFlops(double lossNats) {
        if (lossNats <= irreducibleNats) return Double.POSITIVE_INFINITY;
        return referenceFlops * Math.pow((lossNats - irreducibleNats) / reducibleNats, -1 / exponent);
    }

    @Override
    public double lossNats(RunSize run) {
        return lossNats(run.trainFlops());
    }

    @Override
    public double minLossNats(ComputePath path) {
        return irreducibleNats;
    }

    @Override
    public double trainFlops(double lossNats, ComputePath path) {
        return trainFlops(lossNats);
    }

    /** By Linf, a and b; the reference is a unit. */
    @Override
    public double[] gradient(RunSize run) {
        double x = run.trainFlops() / referenceFlops, power = Math.pow(x, -exponent);
        return new double[] {1, power, -reducibleNats * power * Math.log(x)};
    }

    @Override
    public LossLawForm form() {
        return LossLawForm.COMPUTE;
    }

    @Override
    public double[] values() {
        return new double[] {irreducibleNats, reducibleNats, exponent, referenceFlops};
    }
}
