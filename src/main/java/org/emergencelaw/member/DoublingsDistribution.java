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

    /**
     * @param probabilities P(happened by x) at the points of the grid, or at the first of them where nothing is asked beyond; where they fall, the running maximum from 0 to the right and
     *     the running minimum from 0 to the left are taken, so that nothing far left of the checkpoints speaks for what lies ahead
     */
    DoublingsDistribution(double[] probabilities) {
        cdf = new double[probabilities.length];
        int now = GRID.firstFrom(0);
        cdf[now] = Math.min(1, probabilities[now]);
        for (int i = now + 1; i < cdf.length; i++) cdf[i] = Math.max(cdf[i - 1], Math.min(1, probabilities[i]));
        for (int i = now - 1; i >= 0; i--) cdf[i] = Math.min(cdf[i + 1], Math.max(0, probabilities[i]));
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

    /**
     * The error that this expects of itself, {@code integral of F (1 - F)} from -10 to {@code farthest} doublings: the mean distance
     * of two draws, halved, which is its expected CRPS. Unlike the width of an interval it is finite where part of it is "never".
     */
    public double expectedError(double farthest) {
        double sum = 0;
        for (double x = GRID.start() + GRID.step() / 2; x < farthest; x += GRID.step()) {
            double by = cdf(x);
            sum += by * (1 - by) * GRID.step();
        }
        return sum;
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
