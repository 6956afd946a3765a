package org.emergencelaw.law;

/**
 * Loss law over training compute, {@code L(C) = Linf + a (C / C0)^-b}.
 *
 * <p>{@code C}: training FLOPs. {@code Linf}: irreducible loss, nats. {@code a}: reducible loss at the reference compute
 * {@code C0}, nats. The reference keeps {@code a} of the order of the data instead of {@code 1e20}.
 *
 * @param irreducibleNats Linf, at least 0
 * @param reducibleNats a, above 0
 * @param exponent b, above 0
 * @param referenceFlops C0, above 0
 */
public record ComputeLossLaw(double irreducibleNats, double reducibleNats, double exponent, double referenceFlops) {

    public ComputeLossLaw {
        requirePositive("reducible_nats", reducibleNats);
        requirePositive("exponent", exponent);
        requirePositive("reference_flops", referenceFlops);
        if (!(irreducibleNats >= 0 && irreducibleNats < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "irreducible_nats must be finite and at least 0, was " + irreducibleNats);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
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
}
