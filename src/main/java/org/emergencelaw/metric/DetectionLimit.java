package org.emergencelaw.metric;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.emergencelaw.statistics.Accuracy;

/**
 * What a number of items can tell: the smallest accuracy above zero is {@code 1/n}, and a model better than guessing is found by
 * the one-sided exact binomial test only if it is enough better.
 *
 * @param items n
 * @param trivialAccuracy what guessing scores, 0 to below 1
 * @param level of the test, such as 0.05
 * @param power wanted probability that a better model passes the test, such as 0.8
 * @param leastRight fewest right answers that pass; absent where none do
 * @param detectableAccuracy the accuracy that passes with exactly the wanted power, {@code P(X >= leastRight) = power}; absent
 *     where no accuracy does
 */
public record DetectionLimit(
        int items,
        double trivialAccuracy,
        double level,
        double power,
        OptionalInt leastRight,
        OptionalDouble detectableAccuracy) {

    public static final double LEVEL = 0.05;
    public static final double POWER = 0.8;

    /** Beyond this many items nobody evaluates. */
    public static final int MAX_ITEMS = 200_000;

    public static DetectionLimit of(int items, double trivial, double level, double power) {
        require(trivial, level, power);
        if (!(items >= 1)) throw new IllegalArgumentException("items must be at least 1, was " + items);
        int least = Accuracy.minRightAboveTrivial(items, trivial, level);
        if (least > items)
            return new DetectionLimit(items, trivial, level, power, OptionalInt.empty(), OptionalDouble.empty());
        // P(X >= k | p) is the distribution function of Beta(k, n - k + 1) at p
        double detectable = new BetaDistribution(null, least, items - least + 1).inverseCumulativeProbability(power);
        return new DetectionLimit(items, trivial, level, power, OptionalInt.of(least), OptionalDouble.of(detectable));
    }

    private static void require(double trivial, double level, double power) {
        if (!(trivial >= 0 && trivial < 1))
            throw new IllegalArgumentException("trivial accuracy must be from 0 to below 1, was " + trivial);
        requireShare("level", level);
        requireShare("power", power);
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value < 1))
            throw new IllegalArgumentException(name + " must be between 0 and 1, was " + value);
    }

    /** {@code 1/n}. */
    public double smallestNonZero() {
        return 1.0 / items;
    }

    /** Probability that a model of this true accuracy has at least {@code least} right answers. */
    private static double passes(int items, double accuracy, int least) {
        return least <= 0 ? 1 : 1 - new BinomialDistribution(null, items, accuracy).cumulativeProbability(least - 1);
    }

    /**
     * Items from which on the test finds a model of this accuracy with the wanted power. Power over n is a saw: it falls whenever
     * one more right answer is needed; this is the n after the last tooth that is too low, so that more items never do worse.
     *
     * @param accuracy true accuracy, above trivial
     * @return absent where more than {@link #MAX_ITEMS} are needed
     */
    public static OptionalInt itemsNeeded(double accuracy, double trivial, double level, double power) {
        require(trivial, level, power);
        if (!(accuracy > trivial && accuracy <= 1))
            throw new IllegalArgumentException(
                    "accuracy must be above the trivial accuracy " + trivial + " and at most 1, was " + accuracy);
        double guess = normalItems(accuracy, trivial, level, power);
        if (guess > MAX_ITEMS) return OptionalInt.empty();
        // the teeth of the saw, and what the normal approximation misses, are of the order of one standard deviation of
        // the count
        double teeth = 4 / Math.sqrt(Math.max(1, guess * trivial * (1 - trivial)));
        int n = (int) Math.ceil(guess * (1 + Math.min(0.5, teeth))) + 200;
        int least = Accuracy.minRightAboveTrivial(n, trivial, level);
        while (n > 0 && (least > n ? 0 : passes(n, accuracy, least)) >= power) {
            n--;
            // with one item less, at most one right answer less is needed
            while (least > 1 && passes(n, trivial, least - 1) <= level) least--;
        }
        return OptionalInt.of(n + 1);
    }

    /** The normal approximation, {@code ((z_level s_0 + z_power s_1) / (p - p_0))^2}. */
    private static double normalItems(double accuracy, double trivial, double level, double power) {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double zLevel = normal.inverseCumulativeProbability(1 - level);
        double zPower = normal.inverseCumulativeProbability(power);
        double spread = Math.max(0, zLevel) * Math.sqrt(trivial * (1 - trivial))
                + Math.max(0, zPower) * Math.sqrt(accuracy * (1 - accuracy));
        double normalGuess = Math.pow(spread / (accuracy - trivial), 2);
        // few right answers are not normal: with none at chance, one is enough
        return Math.max(normalGuess, Math.log(1 - power) / Math.log1p(-Math.min(accuracy, 1 - 1e-12)));
    }
}
