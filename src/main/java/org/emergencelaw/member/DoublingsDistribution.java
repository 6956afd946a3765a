package org.emergencelaw.member;

import java.util.OptionalDouble;

/**
 * When something happens, in doublings of compute past the strongest visible checkpoint: a distribution function on the grid -10 to
 * 40 by a quarter, linear between its points.
 *
 * <p>What happened at or before -10 lies at -10. What has not happened by 40 counts as never.
 */
public final class DoublingsDistribution {

    /** Keeps the function strictly increasing, so that every quantile is one point. */
    private static final double TILT = 1e-12;

    private static final DoublingsGrid GRID = DoublingsGrid.ANSWERS;

    private final double[] cdf;

    /** @param probabilities P(happened by x) at the points of the grid; the running maximum is taken */
    DoublingsDistribution(double[] probabilities) {
        cdf = new double[GRID.size()];
        double highest = 0;
        for (int i = 0; i < cdf.length; i++) {
            highest = Math.max(highest, Math.min(1, probabilities[i]));
            cdf[i] = highest;
        }
    }

    /** P(happens by {@code doublings}); 0 left of the grid, one less {@link #pNever} right of it. */
    public double cdf(double doublings) {
        if (Double.isNaN(doublings)) throw new IllegalArgumentException("doublings must be a number, was NaN");
        double place = (doublings - GRID.start()) / GRID.step();
        if (place < 0) return 0;
        if (place >= cdf.length - 1) return cdf[cdf.length - 1];
        int i = (int) place;
        return cdf[i] + (place - i) * (cdf[i + 1] - cdf[i]);
    }

    /** P(not within 40 doublings). */
    public double pNever() {
        return 1 - cdf[cdf.length - 1];
    }

    /** Doublings by which it happens with probability {@code p}, above 0 and below 1; empty for never. */
    public OptionalDouble quantile(double p) {
        if (!(p > 0 && p < 1)) throw new IllegalArgumentException("p must be above 0 and below 1, was " + p);
        if (p > cdf[cdf.length - 1]) return OptionalDouble.empty();
        if (p <= cdf[0]) return OptionalDouble.of(GRID.start());
        int low = 0, high = cdf.length - 1;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (tilted(middle) <= p) low = middle;
            else high = middle;
        }
        double share = Math.min(1, (p - tilted(low)) / (tilted(high) - tilted(low)));
        return OptionalDouble.of(GRID.point(low) + share * GRID.step());
    }

    private double tilted(int i) {
        return cdf[i] + TILT * i;
    }
}
