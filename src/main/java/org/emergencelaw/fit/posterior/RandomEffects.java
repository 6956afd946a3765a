package org.emergencelaw.fit.posterior;

import java.util.Arrays;

/**
 * Random effects that make the errors of a study's rows depend on each other, integrated out of a normal likelihood for
 * {@link Likelihood#LANES} parameter vectors at a time.
 *
 * <p>All act on rows past their elbow, {@code u_i = [E > L_i]}, {@code h_i = max(0, E - L_i)}: a shift of the elbow of a
 * finetuned (D, seed) group, sd sD; a shift of the elbow of a finetuned data amount, sd sL; a relative change of the slope of a
 * finetuned data amount, sd sA (with a slope of their own, few-shot rows would say nothing of their elbow before it is passed); a shift of the loss of a checkpoint, in all its rows alike, sd sC. The covariance of the rows is then
 * {@code W^-1 + A^2 (sD^2 sum u u' + sL^2 sum u u' + sA^2 sum h h' + sC^2 sum u u')}, the sums over groups, data amounts and
 * checkpoints. The first three are nested: Sherman and Morrison one after the other. Checkpoints cross them: a Cholesky
 * factorisation over checkpoints, of which at most 16 are told apart; beyond, neighbours in loss share an effect,
 * which keeps the cost linear in rows.
 *
 * <p>What comes out are {@code a' V^-1 b} for a, b among the ones, the residuals e, and the few-shot indicator d, and
 * {@code ln det}: this class subtracts from the sums without effects what the effects take away.
 */
final class RandomEffects {
    private static final int LANES = Likelihood.LANES;
    private static final int MAX_BINS = 16, BINS_OF_MANY_ROWS = 4;
    private static final int MANY_ROWS = 1000;

    /** Variances of the effects times A^2, of each lane. */
    final double[] group2 = new double[LANES], level2 = new double[LANES];

    final double[] slope2 = new double[LANES], checkpoint2 = new double[LANES];

    /** Of the rows of a block, by bin: sums of w u, w u e and w h; over all of them, w h h and w h e. */
    final double[][] on, onError, rise;

    final double[] riseRise = new double[LANES], riseError = new double[LANES];

    /** What is taken away: 1'1, 1'e, e'e; and by checkpoints alone 1'd, d'd, d'e. */
    final double[] ones = new double[LANES], score = new double[LANES], squares = new double[LANES];

    final double[] onesFew = new double[LANES], few = new double[LANES], fewScore = new double[LANES];

    private final int bins;
    final boolean levels;
    private final boolean checkpoints;
    /** Bins with a row past its elbow in some lane: in the block, and in all of the study. */
    private int reach, reached;

    private final double[][] matrix, byOnes, byError, byFew, levelOn, levelRise;
    private final double[] f = new double[LANES], y = new double[LANES], h = new double[LANES], c = new double[LANES];
    private final double[] scaled = new double[LANES];
    private final double[] uu = new double[LANES], ue = new double[LANES], uh = new double[LANES];
    private final double[] hh = new double[LANES], he = new double[LANES];

    RandomEffects(int bins, boolean levels, boolean checkpoints) {
        this.bins = bins;
        this.levels = levels;
        this.checkpoints = checkpoints;
        on = new double[bins][LANES];
        onError = new double[bins][LANES];
        rise = new double[bins][LANES];
        int crossed = checkpoints ? bins : 0;
        matrix = new double[crossed * (crossed + 1) / 2][LANES];
        byOnes = new double[crossed][LANES];
        byError = new double[crossed][LANES];
        byFew = new double[crossed][LANES];
        levelOn = new double[crossed][LANES];
        levelRise = new double[crossed][LANES];
    }

    /** Checkpoints, or neighbours in loss, that are told apart in a study of so many rows. */
    static int maxBins(int rows) {
        return rows > MANY_ROWS ? BINS_OF_MANY_ROWS : MAX_BINS;
    }

    void start() {
        reach = reached = bins;
        for (double[] sums : new double[][] {ones, score, squares, onesFew, few, fewScore}) Arrays.fill(sums, 0);
        for (double[][] all : new double[][][] {matrix, byOnes, byError, byFew})
            for (double[] sums : all) Arrays.fill(sums, 0);
        startLevel();
        startBlock();
        reached = 0;
    }

    private void startBlock() {
        for (int b = 0; b < reach; b++) {
            Arrays.fill(on[b], 0);
            Arrays.fill(onError[b], 0);
            Arrays.fill(rise[b], 0);
        }
        Arrays.fill(riseRise, 0);
        Arrays.fill(riseError, 0);
        reach = 0;
    }

    private void startLevel() {
        for (double[] sums : new double[][] {uu, ue, uh, hh, he}) Arrays.fill(sums, 0);
        for (int b = 0; b < Math.min(reached, levelOn.length); b++) {
            Arrays.fill(levelOn[b], 0);
            Arrays.fill(levelRise[b], 0);
        }
    }

    /** Some lane may have a row of this bin past its elbow. */
    void reaches(int bin) {
        reach = Math.max(reach, bin + 1);
    }

    /** Ends a block: the few-shot rows or a group. */
    void endBlock(boolean grouped, LogProduct determinant) {
        reached = Math.max(reached, reach);
        Arrays.fill(f, 0);
        Arrays.fill(y, 0);
        Arrays.fill(h, 0);
        for (int b = 0; b < reach; b++) {
            add(f, on[b]);
            add(y, onError[b]);
            if (levels) add(h, rise[b]);
        }
        if (grouped) eliminate(group2, f, f, y, determinant);
        else Arrays.fill(c, 0);
        if (levels) toLevel();
        if (checkpoints) toCheckpoints();
        startBlock();
    }

    private static void add(double[] sum, double[] more) {
        for (int j = 0; j < LANES; j++) sum[j] += more[j];
    }

    /** Integrates out an effect a of variance v: {@code c = v / (1 + v a'a)}, and what it takes of 1'1, 1'e and e'e. */
    private void eliminate(double[] v, double[] aa, double[] a1, double[] ae, LogProduct determinant) {
        double[] c = this.c, s11 = ones, s1e = score, see = squares, product = determinant.product;
        for (int j = 0; j < LANES; j++) {
            double spread = 1 + v[j] * aa[j];
            c[j] = v[j] / spread;
            product[j] *= spread;
        }
        determinant.counted();
        for (int j = 0; j < LANES; j++) {
            s11[j] += c[j] * a1[j] * a1[j];
            s1e[j] += c[j] * a1[j] * ae[j];
            see[j] += c[j] * ae[j] * ae[j];
        }
    }

    private void toLevel() {
        double[] c = this.c, f = this.f, y = this.y, h = this.h;
        for (int j = 0; j < LANES; j++) {
            double cf = c[j] * f[j], ch = c[j] * h[j];
            uu[j] += f[j] - cf * f[j];
            ue[j] += y[j] - cf * y[j];
            uh[j] += h[j] - cf * h[j];
            hh[j] += riseRise[j] - ch * h[j];
            he[j] += riseError[j] - ch * y[j];
        }
    }

    private void toCheckpoints() {
        double[] c = this.c, f = this.f, y = this.y, h = this.h;
        for (int b = 0, t = 0; b < reach; b++) {
            double[] own = on[b], error = onError[b], up = rise[b];
            double[] l1 = levelOn[b], lh = levelRise[b], be = byError[b], b1 = byOnes[b];
            double[] co = scaled(own);
            for (int a = 0; a < b; a++) take(matrix[t++], co, on[a]);
            double[] diagonal = matrix[t++];
            for (int j = 0; j < LANES; j++) {
                double part = own[j] - co[j] * f[j];
                diagonal[j] += own[j] - co[j] * own[j];
                be[j] += error[j] - co[j] * y[j];
                b1[j] += part;
                l1[j] += part;
                lh[j] += up[j] - co[j] * h[j];
            }
        }
    }

    /** c times a vector, which several products share. */
    private double[] scaled(double[] vector) {
        double[] c = this.c, result = scaled;
        for (int j = 0; j < LANES; j++) result[j] = c[j] * vector[j];
        return result;
    }

    /** Ends a data amount, or few-shot. */
    void endLevel(boolean fewShot, LogProduct determinant) {
        if (levels && !fewShot) {
            eliminate(level2, uu, uu, ue, determinant);
            takeFromCheckpoints(levelOn, uu, ue);
            for (int j = 0; j < LANES; j++) {
                double cu = c[j] * uh[j];
                hh[j] -= cu * uh[j];
                he[j] -= cu * ue[j];
                uh[j] -= cu * uu[j];
            }
            // uh is h'1 from here on
            eliminate(slope2, hh, uh, he, determinant);
            takeFromCheckpoints(levelRise, uh, he);
        }
        if (fewShot)
            for (int b = 0; b < reached && checkpoints; b++) System.arraycopy(byOnes[b], 0, byFew[b], 0, LANES);
        startLevel();
    }

    private void takeFromCheckpoints(double[][] vector, double[] a1, double[] ae) {
        if (!checkpoints) return;
        boolean first = vector == levelOn;
        for (int b = 0, t = 0; b < reached; b++) {
            double[] cv = scaled(vector[b]);
            for (int a = 0; a <= b; a++) take(matrix[t++], cv, vector[a]);
            take(byOnes[b], cv, a1);
            take(byError[b], cv, ae);
            if (first) take(levelRise[b], cv, uh);
        }
    }

    /** Integrates out the checkpoints: elimination on {@code I + v M}, M what is left of their {@code u' V^-1 u}. */
    void end(LogProduct determinant, boolean withOnes) {
        if (!checkpoints) return;
        double[] v = checkpoint2, product = determinant.product;
        for (int t = 0; t < reached * (reached + 1) / 2; t++) for (int j = 0; j < LANES; j++) matrix[t][j] *= v[j];
        for (int k = 0; k < reached; k++) {
            double[] pivot = matrix[k * (k + 1) / 2 + k], e = byError[k], one = byOnes[k], d = byFew[k];
            for (int j = 0; j < LANES; j++) {
                pivot[j] += 1;
                product[j] *= pivot[j];
                pivot[j] = 1 / pivot[j];
                squares[j] += v[j] * pivot[j] * e[j] * e[j];
            }
            determinant.counted();
            if (withOnes)
                for (int j = 0; j < LANES; j++) {
                    double p = v[j] * pivot[j], p1 = p * one[j], pd = p * d[j];
                    ones[j] += p1 * one[j];
                    score[j] += p1 * e[j];
                    onesFew[j] += p1 * d[j];
                    few[j] += pd * d[j];
                    fewScore[j] += pd * e[j];
                }
            for (int i = k + 1; i < reached; i++) below(k, i, pivot, withOnes);
        }
    }

    private void below(int k, int i, double[] pivot, boolean withOnes) {
        double[] column = matrix[i * (i + 1) / 2 + k], factor = f;
        for (int j = 0; j < LANES; j++) factor[j] = column[j] * pivot[j];
        for (int a = k + 1; a <= i; a++) {
            double[] to = matrix[i * (i + 1) / 2 + a], from = matrix[a * (a + 1) / 2 + k];
            for (int j = 0; j < LANES; j++) to[j] -= factor[j] * from[j];
        }
        take(byError[i], factor, byError[k]);
        if (!withOnes) return;
        take(byOnes[i], factor, byOnes[k]);
        take(byFew[i], factor, byFew[k]);
    }

    private static void take(double[] to, double[] factor, double[] from) {
        for (int j = 0; j < LANES; j++) to[j] -= factor[j] * from[j];
    }
}
