package org.emergencelaw.law;

/**
 * Positions {@code w(D) = (f(D) - f(D0)) / (f(Dmax) - f(D0))}, {@code f(D) = ln(1 + D/m)^gamma}, of some data amounts for any anchor m and
 * shape gamma. Relative error below 1e-8, which is more than a sampler needs.
 */
public final class AnchoredPositions {

    /** Below it two terms of the series of ln(1 + x) serve. */
    private static final double SMALL = 1e-5;

    private final double[] amounts;
    private final double shots, max;

    /** @param amounts data amounts, from the shots to {@code max} */
    public AnchoredPositions(double[] amounts, double shots, double max) {
        this.amounts = amounts.clone();
        this.shots = shots;
        this.max = max;
    }

    /** {@code w} of every data amount into {@code positions}. */
    public void at(double anchor, double shape, double[] positions) {
        double inverse = 1 / anchor, last = Math.log(logOf(max * inverse));
        double first = shots > 0 ? Math.exp(shape * (Math.log(logOf(shots * inverse)) - last)) : 0;
        double scale = 1 / (1 - first);
        for (int l = 0; l < amounts.length; l++) {
            double examples = amounts[l];
            if (examples == shots) positions[l] = 0;
            else if (examples == max) positions[l] = 1;
            else positions[l] = (Math.exp(shape * (Math.log(logOf(examples * inverse)) - last)) - first) * scale;
        }
    }

    /** {@code ln(1 + x)}; log1p is several times slower. */
    private static double logOf(double x) {
        return x < SMALL ? x * (1 - 0.5 * x) : Math.log(1 + x);
    }
}
