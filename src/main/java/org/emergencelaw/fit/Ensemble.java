package org.emergencelaw.fit;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Ensemble chain on the exact posterior density over {@link Coordinates}, B and Delta, for where importance sampling fails.
 *
 * <p>Half of the walkers move at a time, each by the other half: a third of the moves are stretches along the line to another
 * walker (Goodman and Weare 2010), the rest are steps along the difference of two others (ter Braak 2006). Both serve whatever
 * the scales and correlations of the posterior.
 */
final class Ensemble {
    private static final int HALF = Likelihood.LANES;
    static final int WALKERS = 2 * HALF;

    private static final int DIMENSIONS = Coordinates.COUNT + 2;
    private static final int BURN_IN = 500, STEPS = 1600, THIN = 20;
    private static final double STRETCHES = 0.35, JUMPS = 0.1;
    /** Largest stretch. */
    private static final double REACH = 2;
    /** Window of the autocorrelation time, in units of it (Sokal 1997). */
    private static final double WINDOW = 5;

    private final Points points;
    private final SplittableRandom random;
    private final int burnIn;
    private final int steps;
    /** Walkers, and where half of them may go: coordinates, then B and Delta. */
    private final double[][] now = new double[DIMENSIONS][WALKERS], next = new double[DIMENSIONS][HALF];

    private final double[] logNow = new double[WALKERS], logNext = new double[HALF], logJacobian = new double[HALF];

    /** @param effort share of the usual number of steps */
    Ensemble(Points points, SplittableRandom random, double effort) {
        this.points = points;
        this.random = random;
        burnIn = (int) (effort * BURN_IN);
        steps = THIN * (int) (effort * STEPS / THIN);
    }

    /**
     * Runs the chain.
     *
     * @param start where the walkers start
     * @return points of equal weight, all walkers at one time before all at the next
     */
    Particles run(Particles start) {
        for (int a = 0; a < DIMENSIONS; a++) System.arraycopy(start.column(a), 0, now[a], 0, WALKERS);
        for (int from = 0; from < WALKERS; from += HALF) {
            for (int a = 0; a < DIMENSIONS; a++) System.arraycopy(now[a], from, next[a], 0, HALF);
            evaluate();
            System.arraycopy(logNext, 0, logNow, from, HALF);
        }
        Particles chain = new Particles(steps / THIN * WALKERS);
        for (int step = 1 - burnIn; step <= steps; step++) {
            move(0);
            move(HALF);
            if (step <= 0 || step % THIN != 0) continue;
            int at = (step / THIN - 1) * WALKERS;
            for (int a = 0; a < DIMENSIONS; a++) System.arraycopy(now[a], 0, chain.column(a), at, WALKERS);
            System.arraycopy(logNow, 0, chain.logLikelihood, at, WALKERS);
        }
        return chain;
    }

    /** Moves the half that starts at {@code from}. */
    private void move(int from) {
        for (int j = 0; j < HALF; j++) propose(j, from + j, HALF - from);
        evaluate();
        for (int j = 0; j < HALF; j++) {
            double gain = logJacobian[j] + logNext[j] - logNow[from + j];
            // false for a NaN, which is no place to go
            if (!(Math.log(random.nextDouble()) < gain)) continue;
            for (int a = 0; a < DIMENSIONS; a++) now[a][from + j] = next[a][j];
            logNow[from + j] = logNext[j];
        }
    }

    private void propose(int j, int walker, int others) {
        int first = others + random.nextInt(HALF), second = others + random.nextInt(HALF);
        double kind = random.nextDouble();
        if (kind < STRETCHES) {
            double least = 1 / Math.sqrt(REACH), root = least + random.nextDouble() * (Math.sqrt(REACH) - least);
            double stretch = root * root;
            for (int a = 0; a < DIMENSIONS; a++)
                next[a][j] = now[a][first] + stretch * (now[a][walker] - now[a][first]);
            logJacobian[j] = (DIMENSIONS - 1) * Math.log(stretch);
            return;
        }
        // 2.38 / sqrt(2 d) is the best length for a normal target; 1 jumps between modes
        boolean jump = kind < STRETCHES + JUMPS;
        double length = jump ? 1 : 2.38 / Math.sqrt(2 * DIMENSIONS) * (0.3 + 0.9 * random.nextDouble());
        for (int a = 0; a < DIMENSIONS; a++) next[a][j] = now[a][walker] + length * (now[a][first] - now[a][second]);
        logJacobian[j] = 0;
    }

    private void evaluate() {
        points.logDensity(next, next[Coordinates.COUNT], next[Coordinates.COUNT + 1], logNext);
    }

    /** Independent draws that would say as much of the mean of a chain's values: all over the autocorrelation time. */
    static double effective(double[] values) {
        int times = values.length / WALKERS;
        double mean = Arrays.stream(values).average().orElseThrow(), time = 1;
        double variance = covariance(values, mean, 0);
        for (int lag = 1; lag < times && lag < WINDOW * time; lag++)
            time += 2 * covariance(values, mean, lag) / variance;
        return values.length / Math.max(1, time);
    }

    private static double covariance(double[] values, double mean, int lag) {
        double sum = 0;
        for (int i = 0, j = lag * WALKERS; j < values.length; i++, j++) sum += (values[i] - mean) * (values[j] - mean);
        return sum / values.length;
    }
}
