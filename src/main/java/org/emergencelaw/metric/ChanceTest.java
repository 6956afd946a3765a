package org.emergencelaw.metric;

import java.util.Locale;
import java.util.OptionalInt;
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
                ? String.format(
                        Locale.ROOT,
                        "so many items find a model with probability %.0f%% only from accuracy %.4g on",
                        100 * resolution.power(),
                        resolution.detectableAccuracy().getAsDouble())
                : "so few items cannot find any model";
        return String.format(
                Locale.ROOT,
                "%d of %d right is indistinguishable from chance at %s (90%% interval %.4g to %.4g); %s.",
                accuracy.right(),
                accuracy.items(),
                trivial,
                wilson.low(),
                wilson.high(),
                reach);
    }

    private static String above(Accuracy accuracy, double trivial, double p) {
        return String.format(
                Locale.ROOT,
                "%d of %d right is above guessing at %s (p %s).",
                accuracy.right(),
                accuracy.items(),
                trivial,
                p < 1e-9 ? "below 1e-9" : String.format(Locale.ROOT, "= %.2g", p));
    }
}
