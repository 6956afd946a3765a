package org.emergencelaw.statistics;

import java.util.Arrays;

/**
 * Shape of the generalised Pareto distribution of the largest importance weights.
 *
 * <p>Below 0.5 the weights have a variance and estimates behave as with independent draws; up to 0.7 they still converge at a
 * practical rate; above, no number of points that one can afford helps.
 *
 * @see <a href="https://arxiv.org/abs/1507.02646">Vehtari, Simpson, Gelman, Yao and Gabry, Pareto smoothed importance
 *     sampling</a>; the estimate is that of Zhang and Stephens 2009 with their weakly informative prior
 */
public final class ParetoK {
    private static final int MIN_TAIL = 5;

    private ParetoK() {}

    /** @return the shape k, positive infinity where too few weights differ from 0 to say */
    public static double shape(double[] weights) {
        int tail = (int) Math.min(weights.length / 5.0, 3 * Math.sqrt(weights.length));
        if (tail < MIN_TAIL) return Double.POSITIVE_INFINITY;
        double[] sorted = largest(weights, tail + 1);
        int n = sorted.length;
        if (!(sorted[n - tail - 1] > 0)) return Double.POSITIVE_INFINITY;
        double cut = sorted[n - tail - 1];
        if (sorted[n - 1] <= cut * (1 + 1e-12)) return Double.NEGATIVE_INFINITY;
        double[] excess = new double[tail];
        for (int i = 0; i < tail; i++) excess[i] = Math.max(sorted[n - tail + i] - cut, 1e-300);
        return estimate(excess);
    }

    /** At least {@code count} of the largest, ascending: those above the mean where they are enough, for sorting all takes longer. */
    private static double[] largest(double[] weights, int count) {
        double mean = 0;
        for (double weight : weights) mean += weight / weights.length;
        double[] some = new double[weights.length];
        int above = 0;
        for (double weight : weights) if (weight > mean) some[above++] = weight;
        double[] sorted = above >= count ? Arrays.copyOf(some, above) : weights.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** @param excess ascending, above 0 */
    private static double estimate(double[] excess) {
        int n = excess.length, grid = 30 + (int) Math.sqrt(n);
        double quartile = excess[(int) (n / 4.0 + 0.5) - 1], most = excess[n - 1];
        double[] theta = new double[grid], likelihood = new double[grid];
        for (int j = 0; j < grid; j++) {
            theta[j] = 1 / most + (1 - Math.sqrt(grid / (j + 0.5))) / (3 * quartile);
            double k = meanLog(theta[j], excess);
            likelihood[j] = n * (Math.log(-theta[j] / k) - k - 1);
        }
        double sum = 0, best = 0;
        for (int j = 0; j < grid; j++) {
            double odds = 0;
            for (double other : likelihood) odds += Math.exp(other - likelihood[j]);
            sum += 1 / odds;
            best += theta[j] / odds;
        }
        double k = meanLog(best / sum, excess);
        return (k * n + 0.5 * 10) / (n + 10);
    }

    private static double meanLog(double theta, double[] excess) {
        double sum = 0;
        for (double x : excess) sum += Math.log(1 - theta * x);
        return sum / excess.length;
    }
}
