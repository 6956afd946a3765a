package org.emergencelaw.metric;

import java.util.OptionalInt;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Accuracy;

/**
 * What one measured accuracy says about guessing.
 *
 * @param accuracy right answers over items
 * @param wilson90 its 90% Wilson interval
 * @param pValue one-sided exact binomial test against guessing
 * @param atChance whether it is indistinguishable from chance at {@link DetectionLimit#LEVEL}
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
        DetectionLimit resolution,
        OptionalInt itemsNeeded,
        String words) {

    /** @param trivial trivial accuracy, 0 to below 1 */
    public static ChanceTest of(Accuracy accuracy, double trivial) {
        DetectionLimit resolution =
                DetectionLimit.of(accuracy.items(), trivial, DetectionLimit.LEVEL, DetectionLimit.POWER);
        Accuracy.Interval wilson = accuracy.wilson(0.9);
        double p = accuracy.pValueAgainst(trivial);
        boolean atChance = !(p <= DetectionLimit.LEVEL);
        OptionalInt needed = accuracy.value() > trivial
                ? DetectionLimit.itemsNeeded(accuracy.value(), trivial, DetectionLimit.LEVEL, DetectionLimit.POWER)
                : OptionalInt.empty();
        String words = atChance ? chance(accuracy, trivial, wilson, resolution) : above(accuracy, trivial, p);
        return new ChanceTest(accuracy, wilson, p, atChance, resolution, needed, words);
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
