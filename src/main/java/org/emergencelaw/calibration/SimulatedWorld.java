package org.emergencelaw.calibration;

import java.util.function.Consumer;
import org.emergencelaw.format.DisplayNames;

/**
 * Kinds of tasks that a simulation study draws from: the law as assumed, and the ways in which reality may differ from it.
 *
 * <p>The design of a task follows the eight reference studies; the kinds and sizes of the departures are our choice.
 */
public enum SimulatedWorld {
    /** The law as assumed: binomial noise and run noise only. */
    BASE(recipe -> {}),
    /** Accuracy leaves its floor gradually, by a softplus of 0.01 to 0.04 nats. */
    SMOOTH(recipe -> recipe.softness = new Range(0.01, 0.04)),
    /** Accuracy levels off 0.2 to 0.6 above its floor. */
    SATURATING(recipe -> recipe.rise = new Range(0.2, 0.6)),
    /** Run noise grows with the signal, to 3 to 6 times as much 0.2 above the floor. */
    HETEROSCEDASTIC(recipe -> recipe.noiseGrowth = new Range(10, 25)),
    /** One finetuning run in 15 fails: it keeps 0 to 70% of what it should gain. */
    OUTLIERS(recipe -> recipe.failures = 1.0 / 15),
    /** E is a power law of D. */
    POWER(recipe -> recipe.powerLaw = true),
    /** The few-shot floor differs from the finetuned one, sd 0.02. */
    SHIFTED_FLOOR(recipe -> recipe.shiftSd = 0.02),
    /** The slope changes with the data amount, by a factor of 1.3 to 2 from the least to the most, either way. */
    SLOPES_DIFFER(recipe -> recipe.slopeRatio = new Range(1.3, 2)),
    /** The finetuning subset shifts the elbow of its whole series, sd 0.02 to 0.05 nats. */
    SUBSET_EFFECTS(recipe -> recipe.subsetSd = new Range(0.02, 0.05)),
    /** Checkpoints are better or worse than their loss says, in all their rows alike, sd 0.005 to 0.02 nats. */
    CHECKPOINT_EFFECTS(recipe -> recipe.checkpointSd = new Range(0.005, 0.02)),
    FEW_CHECKPOINTS(recipe -> recipe.checkpoints = new Range(4, 5)),
    FEW_DATA_AMOUNTS(recipe -> recipe.amounts = new Range(2, 3)),
    /** Few items to evaluate, so binomial noise is large. */
    FEW_ITEMS(recipe -> recipe.items = new int[] {100, 200, 400}),
    /** Run noise of 0.02 to 0.05. */
    NOISY(recipe -> recipe.runNoise = new Range(0.02, 0.05)),
    AHEAD_2(recipe -> recipe.ahead = new Range(2, 2)),
    AHEAD_4(recipe -> recipe.ahead = new Range(4, 4)),
    AHEAD_8(recipe -> recipe.ahead = new Range(8, 8)),
    AHEAD_16(recipe -> recipe.ahead = new Range(16, 16)),
    /** A quarter never emerges, its elbow being below the irreducible loss; the rest up to 100 times ahead. */
    NEVER(recipe -> {
        recipe.ahead = new Range(1.2, 100);
        recipe.neverShare = 0.25;
    }),
    /** Near the end of what the prior of alpha expects. */
    ALPHA_SMALL(recipe -> recipe.alpha = new Range(0.25, 0.6)),
    /** Near the end of what the prior of alpha expects. */
    ALPHA_LARGE(recipe -> recipe.alpha = new Range(4.5, 8)),
    /** Slopes of public models, 0.13 to 0.6 a doubling, ten times those of the other worlds; accuracy levels off 0.3 to 0.5 above floor. */
    REAL_SLOPES(recipe -> {
        recipe.slope = new Range(2.6, 12);
        recipe.rise = new Range(0.3, 0.5);
    }),
    /** E hardly moves below 30 to 3,000 examples. */
    FLAT(recipe -> recipe.anchor = new Range(30, 3000)),
    /** Few-shot accuracy rises 1.2 to 2.5 times as steeply as that of the most data. */
    FANNING(recipe -> recipe.slopesFall = new Range(1.2, 2.5)),
    FLAT_AND_FANNING(recipe -> {
        recipe.anchor = new Range(30, 3000);
        recipe.slopesFall = new Range(1.2, 2.5);
    }),
    /** Checkpoints of equal loss differ by about half a doubling to one and a half, sd 0.02 to 0.06 nats. */
    UNLIKE_CHECKPOINTS(recipe -> recipe.checkpointSd = new Range(0.02, 0.06)),
    /** No signal: nothing ever leaves the floor. */
    NULL(recipe -> recipe.signal = false);

    /** What a quantity is drawn from; evenly in its logarithm where that is said. */
    record Range(double from, double to) {}

    /** How tasks are drawn, before a world changes it. Units: nats, accuracy, FLOPs. */
    static final class Recipe {
        Range checkpoints = new Range(6, 10);
        Range amounts = new Range(4, 7);
        /** Compute at emergence over the largest submitted compute, evenly in its logarithm. */
        Range ahead = new Range(1.2, 12);

        double neverShare = 0;
        /** Evenly in its logarithm. */
        Range alpha = new Range(0.9, 3.2);

        boolean powerLaw;
        /** m of a law with an anchor, evenly in its logarithm; the law has none where this is 0. */
        Range anchor = new Range(0, 0);

        /** b of the power law. */
        Range powerShape = new Range(-1, 3);

        /** Evenly in its logarithm. */
        Range slope = new Range(0.35, 1.3);

        boolean signal = true;
        double[] floors = {0, 0, 0.2, 0.25, 0.5};
        int[] items = {1000, 1221, 1319, 2000, 5000, 14042};
        /** Evenly in its logarithm. */
        Range runNoise = new Range(0.004, 0.03);

        Range softness = new Range(0, 0);
        Range rise = new Range(0, 0);
        Range noiseGrowth = new Range(0, 0);
        double failures;
        double shiftSd;
        Range slopeRatio = new Range(1, 1);
        /** The same, but always steeper with less data; evenly in its logarithm, none where it is 1. */
        Range slopesFall = new Range(1, 1);

        Range subsetSd = new Range(0, 0);
        Range checkpointSd = new Range(0, 0);
    }

    private final Consumer<Recipe> change;

    SimulatedWorld(Consumer<Recipe> change) {
        this.change = change;
    }

    Recipe recipe() {
        Recipe recipe = new Recipe();
        change.accept(recipe);
        return recipe;
    }

    /** Name in options and tables. */
    public String key() {
        return DisplayNames.key(this);
    }
}
