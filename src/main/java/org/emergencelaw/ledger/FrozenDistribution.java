package org.emergencelaw.ledger;

import java.util.Arrays;
import org.emergencelaw.statistics.Percentiles;

/**
 * A distribution in few numbers: equally weighted atoms at the quantiles {@code (i - 1/2) / 25}, and the probability of "never".
 *
 * @param atoms ascending; empty where {@code never} is 1
 * @param never probability of no finite value, 0..1
 */
public record FrozenDistribution(double[] atoms, double never) {

    private static final int ATOMS = 25;
    private static final double DIGITS = 1e6;

    public FrozenDistribution {
        if (!(never >= 0 && never <= 1)) throw new IllegalArgumentException("never must be from 0 to 1, was " + never);
        if (atoms.length == 0 && never < 1)
            throw new IllegalArgumentException("a distribution must have atoms unless it says never");
        atoms = atoms.clone();
    }

    /** @param draws at least one; what is not finite means never */
    static FrozenDistribution of(double[] draws) {
        double[] finite = Arrays.stream(draws).filter(Double::isFinite).sorted().toArray();
        double never = 1 - (double) finite.length / draws.length;
        if (finite.length <= ATOMS)
            return new FrozenDistribution(
                    Arrays.stream(finite).map(FrozenDistribution::rounded).toArray(), never);
        double[] atoms = new double[ATOMS];
        for (int i = 0; i < ATOMS; i++) atoms[i] = rounded(Percentiles.quantile(finite, (i + 0.5) / ATOMS));
        return new FrozenDistribution(atoms, never);
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }

    /**
     * Quantile, type 7 over the atoms; negative infinity where it falls into "never".
     *
     * @param p 0..1
     */
    public double quantile(double p) {
        if (never >= 1 || p < never) return Double.NEGATIVE_INFINITY;
        return Percentiles.quantile(atoms, never == 0 ? p : (p - never) / (1 - never));
    }

    /** The atoms with "never" among them as the given value, each with its weight from {@link #weights}. */
    public double[] values(double neverAs) {
        if (never == 0) return atoms.clone();
        double[] values = new double[atoms.length + 1];
        values[0] = neverAs;
        System.arraycopy(atoms, 0, values, 1, atoms.length);
        return values;
    }

    /** Weights of {@link #values}; they sum to 1. */
    public double[] weights() {
        double[] weights = new double[atoms.length + (never == 0 ? 0 : 1)];
        Arrays.fill(weights, (1 - never) / Math.max(1, atoms.length));
        if (never > 0) weights[0] = never;
        return weights;
    }
}
