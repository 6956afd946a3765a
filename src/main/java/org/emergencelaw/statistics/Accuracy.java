package org.emergencelaw.statistics;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * Accuracy measured on a finite number of items.
 *
 * @param right items answered right
 * @param items items evaluated, n
 */
public record Accuracy(int right, int items) {

    /** Rounding of {@code accuracy * items}. */
    private static final double SLACK = 1e-9;

    public Accuracy {
        if (!(items >= 1)) throw new IllegalArgumentException("items must be at least 1, was " + items);
        if (!(right >= 0 && right <= items))
            throw new IllegalArgumentException("right must be from 0 to " + items + ", was " + right);
    }

    /** Fraction right, 0..1. */
    public double value() {
        return (double) right / items;
    }

    /**
     * Wilson score interval.
     *
     * @param confidence between 0 and 1, for example 0.9
     */
    public Interval wilson(double confidence) {
        ConfidenceInterval interval = new WilsonScoreInterval().createInterval(items, right, confidence);
        // at 0 and n right, rounding puts a bound on the wrong side of 0 or 1
        return new Interval(
                Math.max(0, Math.min(value(), interval.getLowerBound())),
                Math.min(1, Math.max(value(), interval.getUpperBound())));
    }

    /**
     * One-sided exact binomial test against guessing: {@code P(X >= right)} for {@code X ~ Binomial(items, trivial)}.
     *
     * @param trivial trivial accuracy, 0 to below 1
     */
    public double pValueAgainst(double trivial) {
        if (right == 0) return 1;
        if (trivial == 0) return 0;
        return 1 - new BinomialDistribution(null, items, trivial).cumulativeProbability(right - 1);
    }

    /** {@code P(X <= right)} for {@code X ~ Binomial(items, share)}: how surprising it would be to see no more. */
    public double pAtMost(double share) {
        return new BinomialDistribution(null, items, share).cumulativeProbability(right);
    }

    /**
     * The fewest right answers that the one-sided exact binomial test calls better than guessing.
     *
     * @return smallest k with {@code P(X >= k) <= level}; {@code items + 1} where no number of right answers is enough
     */
    public static int minRightAboveTrivial(int items, double trivial, double level) {
        if (trivial == 0) return 1;
        BinomialDistribution guessing = new BinomialDistribution(null, items, trivial);
        return guessing.inverseCumulativeProbability(1 - level) + 1;
    }

    /** The fewest right answers whose share is at least {@code accuracy}; may be above {@code items}: then no result is. */
    public static int leastRight(int items, double accuracy) {
        return (int) Math.ceil(accuracy * items - SLACK);
    }

    /**
     * Accuracy corrected for chance: {@code (accuracy - trivial) / (1 - trivial)}; 1 at best, 0 for guessing, below 0 for worse.
     *
     * @param accuracy 0..1
     * @param trivial trivial accuracy, 0 to below 1
     */
    public static double chanceCorrected(double accuracy, double trivial) {
        if (!(accuracy >= 0 && accuracy <= 1))
            throw new IllegalArgumentException("accuracy must be from 0 to 1, was " + accuracy);
        if (!(trivial >= 0 && trivial < 1))
            throw new IllegalArgumentException("trivial accuracy must be from 0 to below 1, was " + trivial);
        return (accuracy - trivial) / (1 - trivial);
    }

    /** Bounds of an interval for an accuracy, 0..1. */
    public record Interval(double low, double high) {
        /** Whether {@code value} lies within, the bounds included. */
        public boolean holds(double value) {
            return value >= low && value <= high;
        }
    }
}
