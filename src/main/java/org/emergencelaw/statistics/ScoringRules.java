package org.emergencelaw.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Proper scores of forecasts; lower is better.
 *
 * @see <a href="https://doi.org/10.1198/016214506000001437">Gneiting and Raftery 2007, Strictly Proper Scoring Rules</a>
 */
public final class ScoringRules {

    /** Probabilities are clipped to {@code CLIP .. 1 - CLIP} before their logarithm: nobody loses more than 6.91 nats by one claim. */
    public static final double CLIP = 0.001;

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    private ScoringRules() {}

    /**
     * Brier score {@code (p - o)^2}, {@code o} = 1 if it happened, else 0.
     *
     * @param p probability, 0..1
     * @return 0..1
     */
    public static double brier(double p, boolean happened) {
        requireProbability(p);
        double miss = p - (happened ? 1 : 0);
        return miss * miss;
    }

    /**
     * Logarithmic score {@code -ln p} of what happened, p clipped by {@link #CLIP}, in nats.
     *
     * @param p probability, 0..1
     */
    public static double log(double p, boolean happened) {
        requireProbability(p);
        double clipped = Math.max(CLIP, Math.min(1 - CLIP, p));
        return -Math.log(happened ? clipped : 1 - clipped);
    }

    /**
     * Continuous ranked probability score of a discrete distribution,
     * {@code sum_i w_i |x_i - y| - 1/2 sum_ij w_i w_j |x_i - x_j|}, in the unit of y.
     *
     * @param values x, finite
     * @param weights w, not negative, sum 1
     * @param seen y
     */
    public static double crps(double[] values, double[] weights, double seen) {
        requireWeights(values, weights);
        double distance = 0, spread = 0, weightBelow = 0, sumBelow = 0;
        for (int i : ascending(values)) {
            distance += weights[i] * Math.abs(values[i] - seen);
            // every pair once: x_i - x_j for the x_j before it
            spread += weights[i] * (values[i] * weightBelow - sumBelow);
            weightBelow += weights[i];
            sumBelow += weights[i] * values[i];
        }
        return Math.max(0, distance - spread);
    }

    /**
     * The same of equally weighted draws.
     *
     * @param draws x, finite, at least one
     */
    public static double crps(double[] draws, double seen) {
        double[] weights = new double[draws.length];
        Arrays.fill(weights, 1.0 / draws.length);
        return crps(draws, weights, seen);
    }

    /**
     * Continuous ranked probability score of a normal distribution,
     * {@code s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi))}, {@code z = (y - m) / s}, in the unit of y.
     *
     * @param mean m
     * @param sd s, above 0
     * @param seen y
     */
    public static double crpsNormal(double mean, double sd, double seen) {
        if (!(sd > 0)) throw new IllegalArgumentException("sd must be above 0, was " + sd);
        double z = (seen - mean) / sd;
        return sd
                * (z * (2 * STANDARD_NORMAL.cumulativeProbability(z) - 1)
                        + 2 * STANDARD_NORMAL.density(z)
                        - 1 / Math.sqrt(Math.PI));
    }

    /**
     * Probability integral transform of what was seen, {@code P(X < y) + P(X = y) / 2}; uniform for an honest forecaster, but for
     * the atoms, which it splits in the middle.
     *
     * @param values x, may hold negative infinity
     * @param weights w, not negative, sum 1
     * @param seen y
     * @return 0..1
     */
    public static double pit(double[] values, double[] weights, double seen) {
        requireWeights(values, weights);
        double below = 0;
        for (int i = 0; i < values.length; i++)
            if (values[i] <= seen) below += values[i] < seen ? weights[i] : weights[i] / 2;
        return Math.min(1, below);
    }

    /**
     * Discrimination: the probability that a claim that came true had been given a higher probability than one that did not, ties
     * counting half (the area under the ROC curve, Mann-Whitney U over the number of pairs).
     *
     * @return absent unless some happened and some did not
     */
    public static OptionalDouble discrimination(double[] p, boolean[] happened) {
        long pairs = 0;
        double won = 0;
        for (int i = 0; i < p.length; i++) {
            if (!happened[i]) continue;
            for (int j = 0; j < p.length; j++) {
                if (happened[j]) continue;
                pairs++;
                won += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(won / pairs);
    }

    private static int[] ascending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requireProbability(double p) {
        if (!(p >= 0 && p <= 1)) throw new IllegalArgumentException("a probability must be from 0 to 1, was " + p);
    }

    private static void requireWeights(double[] values, double[] weights) {
        if (values.length == 0 || values.length != weights.length)
            throw new IllegalArgumentException("a distribution must have as many weights as values, at least one, had "
                    + weights.length + " and " + values.length);
        double sum = Arrays.stream(weights).sum();
        if (!(Math.abs(sum - 1) < 1e-9)) throw new IllegalArgumentException("weights must sum to 1, was " + sum);
    }
}
