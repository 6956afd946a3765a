package org.emergencelaw.member;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A probability distribution over whole few-shot accuracy curves, x = doublings of compute past the strongest visible checkpoint.
 *
 * <p>Every question is put to the same curves, so that the answers agree with each other: a level is crossed by x with the
 * probability that the accuracy at x has reached it.
 */
public abstract sealed class CurveDistribution permits CurveMixture, LinePredictive, CurvesInLoss, CombinedForecast {

    /** Kept, since a list of plans asks the same of every plan. */
    private final Map<Double, DoublingsDistribution> crossings = new ConcurrentHashMap<>();

    private volatile @Nullable Optional<DoublingsDistribution> elbow;

    /** Where accuracy leaves its floor; empty where these curves have no elbow. */
    @SuppressWarnings("OptionalAssignedToNull") // not asked for yet
    public final Optional<DoublingsDistribution> elbow() {
        Optional<DoublingsDistribution> known = elbow;
        if (known == null) elbow = known = elbowBy(DoublingsGrid.ANSWERS).map(DoublingsDistribution::new);
        return known;
    }

    /**
     * Where the latent accuracy first reaches {@code level}: ahead of the strongest checkpoint
     * {@code F(x) = max over 0 <= x' <= x of pReaches(level, x')}, behind it {@code F(x) = min over x <= x' <= 0}.
     *
     * <p>This differs from {@link #pReaches} only where that falls with compute. A line can do that: one that falls, and any line left
     * of its checkpoints, where it knows little and speaks for nothing that lies ahead.
     *
     * @param level accuracy, above 0 and at most 1
     */
    public final DoublingsDistribution crossing(double level) {
        return crossings.computeIfAbsent(
                requireLevel(level), asked -> new DoublingsDistribution(reaches(asked, DoublingsGrid.ANSWERS)));
    }

    /** {@link DoublingsDistribution#expectedError} of {@link #crossing}, for which nothing beyond is computed. */
    public final double crossingError(double level, double farthest) {
        double[] near = reaches(requireLevel(level), DoublingsGrid.answersUpTo(farthest));
        return new DoublingsDistribution(near).expectedError(farthest);
    }

    /** {@code P(latent accuracy(x) >= level)}. */
    public final double pReaches(double level, double doublings) {
        return Math.min(1, reaches(requireLevel(level), DoublingsGrid.at(doublings))[0]);
    }

    /** Accuracy that a run at {@code doublings} would show on {@code items} items. */
    public final AccuracyDistribution accuracy(double doublings, long items) {
        return observedAt(FewShotHistory.requireDoublings(doublings)).apply(FewShotHistory.requireItems(items));
    }

    private static double requireLevel(double level) {
        if (!(level > 0 && level <= 1))
            throw new IllegalArgumentException("level must be above 0 and at most 1, was " + level);
        return level;
    }

    /** {@code P(elbow <= x)} at the points of the grid. */
    abstract Optional<double[]> elbowBy(DoublingsGrid grid);

    /** {@code P(latent accuracy(x) >= level)} at the points of the grid. */
    abstract double[] reaches(double level, DoublingsGrid grid);

    /** Accuracy that runs at a place would show, by the number of items that they are evaluated on. */
    abstract LongFunction<AccuracyDistribution> observedAt(double doublings);
}
