package org.emergencelaw.member;

/** One few-shot accuracy curve over doublings of compute: a component of a {@link CurveMixture}. */
sealed interface FewShotCurve permits HingeCurve, LogisticPosterior.LogisticCurve {

    /** Least binomial variance of one item, so that a curve at 0 or 1 is not certain. */
    double MIN_ITEM_VARIANCE = 1e-4;

    /** Where accuracy leaves its floor, doublings; positive infinity where it never does. */
    double elbowDoublings();

    /** Latent accuracy, 0..1: of a checkpoint without run noise, on endless items. */
    double accuracy(double doublings);

    /** Variance about it of an accuracy that is observed there on endless items. */
    double variance(double doublings);

    /** Standard deviation of an accuracy that is observed there on {@code items}. */
    default double observedSd(double doublings, long items) {
        return Math.sqrt(variance(doublings) + binomialVariance(accuracy(doublings), items));
    }

    /** Adds {@code weight P(latent accuracy >= level)} at every point of the grid. */
    void addReaches(double level, double weight, DoublingsGrid grid, double[] sums);

    static double binomialVariance(double accuracy, long items) {
        return Math.max(MIN_ITEM_VARIANCE, accuracy * (1 - accuracy)) / items;
    }
}
