package org.emergencelaw.metric;

import java.util.OptionalInt;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Accuracy;

/**
 * What one measured accuracy says about guessing.
 *
 * @param accuracy right answers over items
 * @param wilson90 its 90% Wilson interval
 * @param pValue one-sided exact binomial test against guessing
 * @param atChance whether it is indistinguishable from chance at {@link DetectionLimit#LEVEL}, and not below it
 * @param pBelow one-sided exact binomial test whether it is below guessing, {@code P(X <= right)}
 * @param belowChance whether it is clearly below guessing: significantly, and by more than a model loses that answers all items
 *     alike where the answers are not balanced
 * @param resolution what this number of items can tell
 * @param itemsNeeded items that would tell this accuracy from guessing at the level and power of the resolution; absent where it
 *     is not above guessing, or needs more than {@link DetectionLimit#MAX_ITEMS}
 * @param words all this in a sentence
 */
public record ChanceTest(
        Accuracy accuracy,
        Accuracy.Interval wilson90,
        double pValue,
        boolean atChance,
        double pBelow,
        boolean belowChance,
        DetectionLimit resolution,
        OptionalInt itemsNeeded,
        String words) {

    private static final double BELOW_LEVEL = 0.001;

    /** A model that always answers D has 0.23 on tasks of four choices. */
    private static final double BELOW_SHARE = 0.85;

    /** @param trivial trivial accuracy, 0 to below 1 */
    public static ChanceTest of(Accuracy accuracy, double trivial) {
        DetectionLimit resolution =
                DetectionLimit.of(accuracy.items(), trivial, DetectionLimit.LEVEL, DetectionLimit.POWER);
        Accuracy.Interval wilson = accuracy.wilson(0.9);
        double p = accuracy.pValueAgainst(trivial);
        double below = pBelow(accuracy, trivial);
        boolean belowChance = below <= BELOW_LEVEL && accuracy.value() < BELOW_SHARE * trivial;
        boolean atChance = !(p <= DetectionLimit.LEVEL) && !belowChance;
        OptionalInt needed = accuracy.value() > trivial
                ? DetectionLimit.itemsNeeded(accuracy.value(), trivial, DetectionLimit.LEVEL, DetectionLimit.POWER)
                : OptionalInt.empty();
        String words = belowChance
                ? below(accuracy, trivial, below)
                : atChance ? chance(accuracy, trivial, wilson, resolution) : above(accuracy, trivial, p);
        return new ChanceTest(accuracy, wilson, p, atChance, below, belowChance, resolution, needed, words);
    }

    /** In a word or two, for a table. */
    public String verdict() {
        if (belowChance) return "below chance";
        return atChance ? "indistinguishable from chance" : "above chance";
    }

    /** Summed from the most likely term down, so that 1e-250 keeps its digits. */
    private static double pBelow(Accuracy accuracy, double trivial) {
        if (trivial == 0) return 1;
        BinomialDistribution guessing = new BinomialDistribution(null, accuracy.items(), trivial);
        if (accuracy.value() >= trivial) return guessing.cumulativeProbability(accuracy.right());
        double sum = 0;
        for (int right = accuracy.right(); right >= 0; right--) {
            double term = Math.exp(guessing.logProbability(right));
            sum += term;
            if (term < sum * 1e-17) break;
        }
        return sum;
    }

    private static String below(Accuracy accuracy, double trivial, double p) {
        return right(accuracy) + " is below chance at " + DisplayNumbers.exact(trivial) + " (" + DisplayNumbers.pIs(p)
                + "): guessing would do better. Is a parser of answers broken, or is it an error rate?";
    }

    private static String chance(
            Accuracy accuracy, double trivial, Accuracy.Interval wilson, DetectionLimit resolution) {
        String reach = resolution.detectableAccuracy().isPresent()
                ? "so many items find a model with probability " + DisplayNumbers.percent(resolution.power())
                        + " only from accuracy " + DisplayNumbers.decimal3(resolution.detectableAccuracy()) + " on"
                : "so few items cannot find any model";
        return right(accuracy) + " is indistinguishable from chance at " + DisplayNumbers.exact(trivial)
                + " (90% interval " + DisplayNumbers.range3(wilson.low(), wilson.high()) + "); " + reach + ".";
    }

    private static String above(Accuracy accuracy, double trivial, double p) {
        return right(accuracy) + " is above chance at " + DisplayNumbers.exact(trivial) + " (" + DisplayNumbers.pIs(p)
                + ").";
    }

    private static String right(Accuracy accuracy) {
        return DisplayNumbers.whole(accuracy.right()) + " of " + DisplayNumbers.whole(accuracy.items()) + " right";
    }
}
