package org.emergencelaw.statistics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Convergence of chains of one quantity, {@code chains[chain][time]}, all of one length of at least 8.
 *
 * <p>R-hat and effective sample sizes follow Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021, Rank-normalization, folding,
 * and localization: chains are split into halves, and values replaced by the normal scores of their ranks. The autocorrelation
 * time is that of Goodman and Weare 2010 with the window of Sokal 1997, as emcee has it.
 *
 * @see <a href="https://arxiv.org/abs/1903.08008">Vehtari et al. 2021</a>
 */
public final class ChainDiagnostics {
    /** Window of the autocorrelation time, in units of it. */
    private static final double WINDOW = 5;

    private ChainDiagnostics() {}

    /**
     * Rank-normalised split R-hat, the larger of that of location and that of scale; 1 when all chains agree, below 1.01 is good.
     *
     * @return infinity where nothing moved
     */
    public static double rHat(double[][] chains) {
        double[][] halves = halves(chains);
        double middle = Percentiles.quantile(sorted(halves), 0.5);
        double[][] folded = new double[halves.length][];
        for (int c = 0; c < halves.length; c++)
            folded[c] = Arrays.stream(halves[c]).map(x -> Math.abs(x - middle)).toArray();
        return Math.max(spread(scores(halves)), spread(scores(folded)));
    }

    /** Effective sample size for the bulk of the distribution: of the normal scores of split chains. */
    public static double bulkEffective(double[][] chains) {
        return effective(scores(halves(chains)));
    }

    /** The smaller of the effective sample sizes for the 5% and the 95% quantile. */
    public static double tailEffective(double[][] chains) {
        double[][] halves = halves(chains);
        double[] sorted = sorted(halves);
        return Math.min(
                effective(below(halves, Percentiles.quantile(sorted, 0.05))),
                effective(below(halves, Percentiles.quantile(sorted, 0.95))));
    }

    /** Steps after which a chain has forgotten where it was: {@code 1 + 2 sum rho(t)} over the mean correlation of the chains. */
    public static double autocorrelationTime(double[][] chains) {
        int n = chains[0].length;
        IntToDoubleFunction correlation = lag -> {
            double sum = 0;
            for (double[] chain : chains) {
                double mean = mean(chain), variance = covariance(chain, mean, 0);
                sum += variance > 0 ? covariance(chain, mean, lag) / variance : 1;
            }
            return sum / chains.length;
        };
        double time = 1;
        for (int lag = 1; lag < n && lag - 1 < WINDOW * time; lag++) time += 2 * correlation.applyAsDouble(lag);
        return time;
    }

    /** Values of every walker, {@code [walker][time]}, from ensembles with all walkers at one time before all at the next. */
    public static double[][] walkers(double[][] ensembles, int walkersOfEach) {
        double[][] walkers = new double[ensembles.length * walkersOfEach][ensembles[0].length / walkersOfEach];
        for (int w = 0; w < walkers.length; w++) {
            double[] ensemble = ensembles[w / walkersOfEach];
            for (int time = 0; time < walkers[w].length; time++)
                walkers[w][time] = ensemble[time * walkersOfEach + w % walkersOfEach];
        }
        return walkers;
    }

    /** The first and the second half of each chain; the middle value of an odd number is left out. */
    private static double[][] halves(double[][] chains) {
        double[][] halves = new double[2 * chains.length][];
        for (int c = 0; c < chains.length; c++) {
            int n = chains[c].length, half = n / 2;
            halves[2 * c] = Arrays.copyOfRange(chains[c], 0, half);
            halves[2 * c + 1] = Arrays.copyOfRange(chains[c], n - half, n);
        }
        return halves;
    }

    private static double[] sorted(double[][] chains) {
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
        Arrays.sort(all);
        return all;
    }

    private static double[][] below(double[][] chains, double bound) {
        double[][] below = new double[chains.length][];
        for (int c = 0; c < chains.length; c++)
            below[c] = Arrays.stream(chains[c]).map(x -> x <= bound ? 1 : 0).toArray();
        return below;
    }

    /** Normal scores of the mean ranks r over all chains, of {@code (r - 3/8) / (S + 1/4)} (Blom 1958). */
    private static double[][] scores(double[][] chains) {
        double[] sorted = sorted(chains);
        double[] score = new double[sorted.length];
        for (int from = 0, to; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && sorted[to] == sorted[from]) to++;
            double rank = (from + 1 + to) / 2.0;
            Arrays.fill(score, from, to, NormalQuantile.of((rank - 0.375) / (sorted.length + 0.25)));
        }
        double[][] scores = new double[chains.length][];
        for (int c = 0; c < chains.length; c++)
            scores[c] = Arrays.stream(chains[c])
                    .map(x -> score[Arrays.binarySearch(sorted, x)])
                    .toArray();
        return scores;
    }

    /** {@code sqrt(((n - 1) / n W + B / n) / W)}. */
    private static double spread(double[][] chains) {
        int n = chains[0].length;
        double within = 0;
        double[] means = new double[chains.length];
        for (int c = 0; c < chains.length; c++) {
            means[c] = mean(chains[c]);
            within += covariance(chains[c], means[c], 0) * n / (n - 1.0) / chains.length;
        }
        double between = covariance(means, mean(means), 0) * means.length / (means.length - 1.0);
        return within > 0 ? Math.sqrt((n - 1.0) / n + between / within) : Double.POSITIVE_INFINITY;
    }

    /** Effective sample size by Geyer's initial positive, monotone sequence over the mean autocovariance of the chains. */
    private static double effective(double[][] chains) {
        int n = chains[0].length;
        double[] means = new double[chains.length];
        for (int c = 0; c < chains.length; c++) means[c] = mean(chains[c]);
        IntToDoubleFunction covariance = lag -> {
            double sum = 0;
            for (int c = 0; c < chains.length; c++) sum += covariance(chains[c], means[c], lag);
            return sum / chains.length;
        };
        double within = covariance.applyAsDouble(0) * n / (n - 1.0);
        double between = covariance(means, mean(means), 0) * means.length / (means.length - 1.0);
        double total = within * (n - 1) / n + between;
        double count = (double) n * chains.length;
        if (!(total > 0)) return count;
        double time = -1, last = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag < n; lag += 2) {
            double even = lag == 0 ? 1 : 1 - (within - covariance.applyAsDouble(lag)) / total;
            double pair = lag + 1 < n ? even + 1 - (within - covariance.applyAsDouble(lag + 1)) / total : -1;
            if (pair < 0) {
                // an even lag that is still positive counts once, which lets anticorrelated chains gain
                time += Math.max(0, even);
                break;
            }
            last = Math.min(last, pair);
            time += 2 * last;
        }
        return count / Math.max(time, 1 / Math.log10(count));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) sum += value;
        return sum / values.length;
    }

    private static double covariance(double[] values, double mean, int lag) {
        double sum = 0;
        for (int i = 0, j = lag; j < values.length; i++, j++) sum += (values[i] - mean) * (values[j] - mean);
        return sum / values.length;
    }
}
