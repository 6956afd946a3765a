package org.emergencelaw.metric;

import java.util.Arrays;

/**
 * One item with fixed choices, and what a model thought of each.
 *
 * <p>With {@code l_c} the log-likelihood of choice c and r the right one, the model's probability among the choices is {@code p_c
 * = exp(l_c) / sum_j exp(l_j)}. From log-likelihood to its share among the choices to the largest share, each step throws away
 * some of what makes a score predictable.
 *
 * @see <a href="https://arxiv.org/abs/2406.04391">Schaeffer et al. 2024, Why Has Predicting Downstream Capabilities of Frontier AI
 *     Models with Scale Remained Elusive?</a>
 */
public final class ChoiceScores {

    private final double[] logLikelihoods;
    private final int right;

    /**
     * @param logLikelihoods {@code l_c}, nats, at most 0; {@code -infinity} where the model rules a choice out
     * @param right index of the right choice
     */
    public ChoiceScores(double[] logLikelihoods, int right) {
        if (!(logLikelihoods.length >= 2))
            throw new IllegalArgumentException("there must be at least 2 choices, was " + logLikelihoods.length);
        if (!(right >= 0 && right < logLikelihoods.length))
            throw new IllegalArgumentException(
                    "right must be from 0 to " + (logLikelihoods.length - 1) + ", was " + right);
        for (double value : logLikelihoods)
            if (!(value <= 0))
                throw new IllegalArgumentException("a log-likelihood must be a number of at most 0, was " + value);
        if (!(max(logLikelihoods) > Double.NEGATIVE_INFINITY))
            throw new IllegalArgumentException("one choice at least must be possible, all are -infinity");
        this.logLikelihoods = logLikelihoods.clone();
        this.right = right;
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    /** {@link Measure#LOG_LIKELIHOOD_RAW} of the item: {@code l_r}, nats. */
    public double logLikelihoodRaw() {
        return logLikelihoods[right];
    }

    /** {@link Measure#LOG_LIKELIHOOD} of the item: {@code ln p_r}, nats. */
    public double logLikelihood() {
        double highest = max(logLikelihoods);
        double sum = 0;
        for (double value : logLikelihoods) sum += Math.exp(value - highest);
        return logLikelihoods[right] - highest - Math.log(sum);
    }

    /** {@code p_c}; they sum to 1. */
    public double[] probabilities() {
        double highest = max(logLikelihoods);
        double[] shares =
                Arrays.stream(logLikelihoods).map(l -> Math.exp(l - highest)).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    /** {@link Measure#BRIER} of the item: {@code sum_c (1[c = r] - p_c)^2}, 0 to 2. */
    public double brier() {
        double[] shares = probabilities();
        double sum = 0;
        for (int c = 0; c < shares.length; c++) {
            double miss = (c == right ? 1 : 0) - shares[c];
            sum += miss * miss;
        }
        return Math.min(2, sum);
    }

    /**
     * Brier score of a yes-or-no outcome: {@code (1 - p)^2}, 0 to 1, lower is better; half of {@link #brier()} of two choices.
     *
     * @param probability p, the mass that was put on what came true
     */
    public static double brierBinary(double probability) {
        if (!(probability >= 0 && probability <= 1))
            throw new IllegalArgumentException("probability must be from 0 to 1, was " + probability);
        return (1 - probability) * (1 - probability);
    }

    /** Whether the likeliest choice is the right one; of equally likely ones the first counts. */
    public boolean likeliestIsRight() {
        int likeliest = 0;
        for (int c = 1; c < logLikelihoods.length; c++)
            if (logLikelihoods[c] > logLikelihoods[likeliest]) likeliest = c;
        return likeliest == right;
    }

    /**
     * {@link Measure#MULTIPLE_CHOICE_GRADE} of the item: 1 if the most likely choice is the right one, else 0; where k choices tie
     * for the most likely and the right one is among them, {@code 1/k}, what breaking the tie by lot would score.
     */
    public double multipleChoiceGrade() {
        double highest = max(logLikelihoods);
        if (logLikelihoods[right] < highest) return 0;
        return 1.0 / Arrays.stream(logLikelihoods).filter(l -> l == highest).count();
    }
}
