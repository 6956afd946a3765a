package org.emergencelaw.statistics;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * {@code P(X >= k)}, {@code X ~ Binomial(n, p)}, as a function of p, for whoever asks for it at thousands of p.
 *
 * <p>By cubic Hermite interpolation between exact values {@code sd / 64} apart, {@code sd = sqrt(q (1 - q) / n)} at
 * {@code q = (k - 1/2) / n}, out to ten of them on either side, with the exact slope {@code n C(n-1, k-1) p^(k-1) (1-p)^(n-k)}; absolute
 * error below 1e-9. Farther out the exact function is asked.
 */
public final class BinomialTail {

    private static final int PER_SD = 64;
    private static final int REACH = 10;

    /** Above this bound on minus its logarithm a tail is less than rounding leaves of 1. */
    private static final double NOTHING = 50;

    private final int items;
    private final int least;
    private final double from;
    private final double step;
    private final double[] value;
    /** Derivative, times the step. */
    private final double[] rise;

    /**
     * @param items n, at least 1
     * @param least k, from 1 to n
     */
    public BinomialTail(int items, int least) {
        if (!(items >= 1)) throw new IllegalArgumentException("items must be at least 1, was " + items);
        if (!(least >= 1 && least <= items))
            throw new IllegalArgumentException("least must be from 1 to " + items + ", was " + least);
        this.items = items;
        this.least = least;
        double centre = (least - 0.5) / items, sd = Math.sqrt(centre * (1 - centre) / items);
        from = Math.max(0, centre - REACH * sd);
        double to = Math.min(1, centre + REACH * sd);
        int steps = (int) Math.ceil((to - from) / sd * PER_SD);
        step = (to - from) / steps;
        value = new double[steps + 1];
        rise = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            double p = Math.min(1, from + i * step);
            value[i] = exact(p);
            rise[i] = step * items * new BinomialDistribution(null, items - 1, p).probability(least - 1);
        }
    }

    private double exact(double p) {
        return of(items, least, p);
    }

    /**
     * {@code P(X >= k)} itself. Where Hoeffding's bound {@code exp(-2 n (k/n - p)^2)} leaves nothing of it, or of what it lacks of 1,
     * that is said without asking for either: of many items that is so of nearly all p.
     *
     * @param items n, at least 1
     * @param least k, at most n
     * @param p 0..1
     */
    public static double of(int items, int least, double p) {
        double above = (double) least / items - p, below = p - (least - 1.0) / items;
        if (above > 0 && 2.0 * items * above * above > NOTHING) return 0;
        if (below > 0 && 2.0 * items * below * below > NOTHING) return 1;
        return 1 - new BinomialDistribution(null, items, p).cumulativeProbability(least - 1);
    }

    /** @param p 0..1 */
    public double at(double p) {
        double place = (p - from) / step;
        if (!(place >= 0 && place < value.length - 1)) return exact(p);
        int i = (int) place;
        double t = place - i, up = value[i + 1] - value[i];
        double square = 3 * up - 2 * rise[i] - rise[i + 1], cube = rise[i] + rise[i + 1] - 2 * up;
        return value[i] + t * (rise[i] + t * (square + t * cube));
    }
}
