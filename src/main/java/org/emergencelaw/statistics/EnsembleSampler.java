package org.emergencelaw.statistics;

import java.util.SplittableRandom;

/**
 * Ensemble chain on any log density.
 *
 * <p>Half of the walkers move at a time, each by the other half: a third of the moves are stretches along the line to another
 * walker (Goodman and Weare 2010), the rest are steps along the difference of two others (ter Braak 2006). Both serve whatever
 * the scales and correlations of the target.
 */
public final class EnsembleSampler {
    private static final double STRETCHES = 0.35, JUMPS = 0.1;
    /** Largest stretch. */
    private static final double REACH = 2;

    private final Density density;
    private final SplittableRandom random;
    private final int dimensions, half;
    /** Walkers, and where half of them may go. */
    private final double[][] now, next;

    private final double[] logNow, logNext, logJacobian;

    /** A log density, but for a constant, of as many points as half of the walkers. */
    public interface Density {
        /** @param x {@code x[coordinate][point]} */
        void logAt(double[][] x, double[] result);
    }

    /** @param start where the walkers start, {@code start[coordinate][walker]}, an even number of them */
    public EnsembleSampler(Density density, double[][] start, SplittableRandom random) {
        this.density = density;
        this.random = random;
        dimensions = start.length;
        half = start[0].length / 2;
        now = new double[dimensions][];
        for (int a = 0; a < dimensions; a++) now[a] = start[a].clone();
        next = new double[dimensions][half];
        logNow = new double[2 * half];
        logNext = new double[half];
        logJacobian = new double[half];
        for (int from = 0; from < 2 * half; from += half) {
            for (int a = 0; a < dimensions; a++) System.arraycopy(now[a], from, next[a], 0, half);
            density.logAt(next, logNext);
            System.arraycopy(logNext, 0, logNow, from, half);
        }
    }

    /** Moves all walkers without keeping where they were. */
    public void burn(int steps) {
        for (int step = 0; step < steps; step++) {
            move(0);
            move(half);
        }
    }

    /**
     * Moves all walkers and keeps every {@code thin}-th place.
     *
     * @return {@code [coordinate][time * walkers + walker]}, and as the last row the log density
     */
    public double[][] run(int steps, int thin) {
        int kept = steps / thin, walkers = 2 * half;
        double[][] chain = new double[dimensions + 1][kept * walkers];
        for (int time = 0; time < kept; time++) {
            burn(thin);
            for (int a = 0; a < dimensions; a++) System.arraycopy(now[a], 0, chain[a], time * walkers, walkers);
            System.arraycopy(logNow, 0, chain[dimensions], time * walkers, walkers);
        }
        return chain;
    }

    /** Moves the half that starts at {@code from}. */
    private void move(int from) {
        for (int j = 0; j < half; j++) propose(j, from + j, half - from);
        density.logAt(next, logNext);
        for (int j = 0; j < half; j++) {
            double gain = logJacobian[j] + logNext[j] - logNow[from + j];
            // false for a NaN, which is no place to go
            if (!(Math.log(random.nextDouble()) < gain)) continue;
            for (int a = 0; a < dimensions; a++) now[a][from + j] = next[a][j];
            logNow[from + j] = logNext[j];
        }
    }

    private void propose(int j, int walker, int others) {
        int first = others + random.nextInt(half), second = others + random.nextInt(half);
        double kind = random.nextDouble();
        if (kind < STRETCHES) {
            double least = 1 / Math.sqrt(REACH), root = least + random.nextDouble() * (Math.sqrt(REACH) - least);
            double stretch = root * root;
            for (int a = 0; a < dimensions; a++)
                next[a][j] = now[a][first] + stretch * (now[a][walker] - now[a][first]);
            logJacobian[j] = (dimensions - 1) * Math.log(stretch);
            return;
        }
        // 2.38 / sqrt(2 d) is the best length for a normal target; 1 jumps between modes
        boolean jump = kind < STRETCHES + JUMPS;
        double length = jump ? 1 : 2.38 / Math.sqrt(2.0 * dimensions) * (0.3 + 0.9 * random.nextDouble());
        for (int a = 0; a < dimensions; a++) next[a][j] = now[a][walker] + length * (now[a][first] - now[a][second]);
        logJacobian[j] = 0;
    }
}
