package org.emergencelaw.fit.posterior;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.statistics.TruncatedNormal;

/**
 * Likelihood of accuracies under the emergence law, for {@link #LANES} parameter vectors at a time.
 *
 * <p>{@code y_i ~ N(mu_i, v_i)}, {@code mu_i = B + Delta [few-shot] + A max(0, E(D_i) - L_i)},
 * {@code v_i = (tau^2 + p_i (1 - p_i) / n_i) / r_i}, {@code p_i = mu_i} clipped to 0.02..0.98; the rows of one finetuned (D,
 * seed) group share a shift of their elbow, sd {@code sD}, which adds {@code sD^2 u u'} to their covariance,
 * {@code u_i = A [E > L_i]} (Sherman and Morrison). {@link #joint} is that. {@link #marginal} is its integral over B (uniform or
 * normal, in 0..1) and Delta (normal), exact but for {@code p_i}, which is held at a typical accuracy of the row; it serves to propose.
 *
 * <p>Loops run over lanes inside rows, so that the compiler can vectorise them. Cost: two passes of about 1.5 ns a row and lane.
 * Not for two threads at once.
 */
public final class Likelihood {
    static final int LANES = 128;

    private static final double MIN_P = 0.02;
    private static final double MAX_P = 0.98;
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    /** Rounding may leave less than nothing; a floor with an sd of 1000 is as free as one can be. */
    private static final double MIN_INFORMATION = 1e-6;

    private final double shiftPriorSd;
    /** Mean and information of the prior of B, 0 and 0 where it is uniform, and what its density has beside its square. */
    private final double floorMean0, floorInformation0, logFloorPrior;

    /** Rows by block: the few-shot rows first, then one block a group. */
    private final double[] loss, accuracy, items, weight, fixedVariance;

    private final int[] bin, blockStart;
    private final int[] blockLevel;
    private final double constant;

    /** A / 2 and tau^2 of each lane, and its elbow at each level. */
    private final double[] halfSlope = new double[LANES], noise2 = new double[LANES];

    private final double[][] elbows;

    /** Log prior density of the coordinates of each lane. */
    final double[] logPrior = new double[LANES];

    /** Results of {@link #marginal}: conditional mean and sd of B, and what gives Delta from B. */
    final double[] logMarginal = new double[LANES], floorMean = new double[LANES], floorSd = new double[LANES];

    private final double[] shiftInformation = new double[LANES], shiftScore = new double[LANES];
    private final double[] fewShotWeight = new double[LANES];

    /** B and Delta of {@link #joint}, and its result. */
    final double[] floor = new double[LANES], shift = new double[LANES], logJoint = new double[LANES];

    private final LogProduct determinant = new LogProduct();
    private final RandomEffects effects;
    private final Prior.Structure structure;
    private final double[] w = new double[LANES], y = new double[LANES], q = new double[LANES];
    private final double[] opened = new double[LANES], hinge = new double[LANES];
    private final double[] factor = new double[LANES], error = new double[LANES];
    /** Highest elbow of all lanes at each level. */
    private final double[] highest;

    Likelihood(FitDesign data, Prior prior, RobustWeights weights) {
        this(data, prior, weights, row -> true);
    }

    /**
     * @param counts rows that count, by their place in the data; the others leave levels, groups and bins as they are
     */
    Likelihood(FitDesign data, Prior prior, RobustWeights weights, IntPredicate counts) {
        shiftPriorSd = prior.shiftSd();
        structure = prior.structure();
        floorMean0 = prior.floor().map(Prior.Floor::floorMean).orElse(0.0);
        floorInformation0 =
                prior.floor().map(of -> 1 / (of.floorSd() * of.floorSd())).orElse(0.0);
        logFloorPrior = prior.floor().isPresent()
                ? (Math.log(floorInformation0) - LOG_TWO_PI - floorInformation0 * floorMean0 * floorMean0) / 2
                : 0;
        boolean checkpoints = structure.checkpoint() > 0 || prior.checkpointSd() > 0;
        int[] binOf = checkpoints ? data.byLoss(RandomEffects.maxBins(data.size())) : new int[data.checkpoints];
        int bins = 1 + Arrays.stream(binOf).max().orElseThrow();
        effects = new RandomEffects(bins, structure.level() > 0 || structure.slope() > 0, checkpoints);
        int[] order = byBlock(data, counts);
        int n = order.length;
        bin = new int[n];
        blockStart = new int[data.groups + 2];
        blockLevel = new int[data.groups + 1];
        loss = new double[n];
        accuracy = new double[n];
        items = new double[n];
        weight = new double[n];
        fixedVariance = new double[n];
        double logWeights = 0;
        for (int k = 0; k < n; k++) {
            int i = order[k];
            loss[k] = data.loss[i];
            bin[k] = binOf[data.checkpoint[i]];
            accuracy[k] = data.accuracy[i];
            items[k] = data.items[i];
            weight[k] = weights.values[i];
            fixedVariance[k] = binomialVariance(weights.fitted[i], data.items[i]);
            logWeights += Math.log(weight[k]);
            blockStart[data.group[i] + 2]++;
        }
        for (int i = 0; i < data.size(); i++) blockLevel[data.group[i] + 1] = data.level[i];
        for (int b = 0; b < blockLevel.length; b++) blockStart[b + 1] += blockStart[b];
        constant = (logWeights - n * LOG_TWO_PI) / 2;
        elbows = new double[data.amounts.length][LANES];
        highest = new double[data.amounts.length];
    }

    /** {@code p (1 - p) / n} with p clipped to 0.02..0.98. */
    public static double binomialVariance(double p, double items) {
        double clipped = Math.max(MIN_P, Math.min(MAX_P, p));
        return clipped * (1 - clipped) / items;
    }

    private static int[] byBlock(FitDesign data, IntPredicate counts) {
        int[] order =
                new int[(int) IntStream.range(0, data.size()).filter(counts).count()];
        int[] next = new int[data.groups + 2];
        for (int i = 0; i < data.size(); i++) if (counts.test(i)) next[data.group[i] + 2]++;
        for (int b = 0; b <= data.groups; b++) next[b + 1] += next[b];
        for (int i = 0; i < data.size(); i++) if (counts.test(i)) order[next[data.group[i] + 1]++] = i;
        return order;
    }

    /** Sets the lanes to the points from {@code from} on. */
    void place(PosteriorCoordinates coordinates, double[][] z, int from) {
        for (int j = 0; j < LANES; j++) {
            int i = from + j;
            double slope = coordinates.slope(z, i), tau = coordinates.noise(z, i), sd = coordinates.subset(z, i);
            noise2[j] = tau * tau;
            halfSlope[j] = slope / 2;
            double elbow2 = slope * slope * sd * sd;
            effects.group2[j] = elbow2;
            effects.level2[j] = elbow2 * structure.level() * structure.level();
            effects.slope2[j] = elbow2 * structure.slope() * structure.slope();
            double own = slope * coordinates.checkpoint(z, i);
            effects.checkpoint2[j] = elbow2 * structure.checkpoint() * structure.checkpoint() + own * own;
            logPrior[j] = coordinates.place(z, i, elbows, j);
        }
        for (int l = 0; l < highest.length; l++) {
            highest[l] = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < LANES; j++) highest[l] = Math.max(highest[l], elbows[l][j]);
        }
    }

    void marginal() {
        start();
        Arrays.fill(w, 0);
        Arrays.fill(y, 0);
        for (int b = 0; b < blockLevel.length; b++) {
            int level = blockLevel[b];
            for (int k = blockStart[b]; k < blockStart[b + 1]; k++) {
                marginalRow(loss[k], accuracy[k], fixedVariance[k], weight[k], elbows[level]);
                toEffects(k, highest[level]);
            }
            endBlock(b);
            if (b == 0) keepFewShot();
        }
        effects.end(determinant, true);
        double[] logs = determinant.end();
        for (int j = 0; j < LANES; j++) integrate(j, logs[j]);
    }

    private void start() {
        determinant.start();
        effects.start();
        Arrays.fill(q, 0);
    }

    private void endBlock(int b) {
        effects.endBlock(b > 0, determinant);
        if (b + 1 == blockLevel.length || blockLevel[b + 1] != blockLevel[b]) effects.endLevel(b == 0, determinant);
    }

    /** Hands a row to the effects: what of it lies past the elbow. */
    private void toEffects(int k, double highest) {
        determinant.counted();
        if (!(highest > loss[k])) return;
        effects.reaches(bin[k]);
        double[] f = factor, e = error, o = opened, h = hinge;
        double[] on = effects.on[bin[k]], onError = effects.onError[bin[k]], rise = effects.rise[bin[k]];
        for (int j = 0; j < LANES; j++) {
            double weighted = o[j] * f[j];
            on[j] += weighted;
            onError[j] += weighted * e[j];
        }
        if (!effects.levels) return;
        double[] rr = effects.riseRise, re = effects.riseError;
        for (int j = 0; j < LANES; j++) {
            double weighted = 0.5 * h[j] * f[j];
            rise[j] += weighted;
            rr[j] += 0.5 * weighted * h[j];
            re[j] += weighted * e[j];
        }
    }

    private void keepFewShot() {
        double priorInformation = 1 / (shiftPriorSd * shiftPriorSd);
        for (int j = 0; j < LANES; j++) {
            fewShotWeight[j] = w[j] - effects.ones[j];
            shiftInformation[j] = fewShotWeight[j] + priorInformation;
            shiftScore[j] = y[j] - effects.score[j];
        }
    }

    /** Integrates lane j over Delta, then over B in 0..1. */
    private void integrate(int j, double logDeterminant) {
        fewShotWeight[j] -= effects.onesFew[j];
        shiftInformation[j] -= effects.few[j];
        shiftScore[j] -= effects.fewScore[j];
        double ones = w[j] - effects.ones[j], ofOnes = y[j] - effects.score[j], squares = q[j] - effects.squares[j];
        double share = fewShotWeight[j] / shiftInformation[j];
        double information = Math.max(MIN_INFORMATION, ones - share * fewShotWeight[j] + floorInformation0);
        double score = ofOnes - share * shiftScore[j] + floorInformation0 * floorMean0;
        double mean = score / information, sd = 1 / Math.sqrt(information);
        floorMean[j] = mean;
        floorSd[j] = sd;
        double rest = squares - shiftScore[j] * shiftScore[j] / shiftInformation[j] - score * mean;
        logMarginal[j] = constant
                - (logDeterminant + rest + Math.log(shiftInformation[j] * shiftPriorSd * shiftPriorSd)) / 2
                + TruncatedNormal.logMass(mean, sd)
                + LOG_TWO_PI / 2
                + Math.log(sd)
                + logFloorPrior;
    }

    /** From the next {@link #marginal} on, holds {@code p_i} at the mean accuracy of the lanes. To be called after it. */
    void fixBinomialVariance() {
        for (int j = 0; j < LANES; j++) {
            floor[j] = Math.max(0, Math.min(1, floorMean[j]));
            shift[j] = shiftMean(j, floor[j]);
        }
        for (int b = 0; b < blockLevel.length; b++)
            for (int k = blockStart[b]; k < blockStart[b + 1]; k++) {
                double sum = 0;
                for (int j = 0; j < LANES; j++) {
                    double over = Math.max(0, elbows[blockLevel[b]][j] - loss[k]);
                    sum += floor[j] + (b == 0 ? shift[j] : 0) + 2 * halfSlope[j] * over;
                }
                fixedVariance[k] = binomialVariance(sum / LANES, items[k]);
            }
    }

    /** Conditional mean of Delta given B in lane j, with p held. */
    double shiftMean(int j, double floor) {
        return (shiftScore[j] - fewShotWeight[j] * floor) / shiftInformation[j];
    }

    double shiftSd(int j) {
        return 1 / Math.sqrt(shiftInformation[j]);
    }

    /** The likelihood at B and Delta of every lane. */
    void joint() {
        start();
        for (int b = 0; b < blockLevel.length; b++) {
            for (int j = 0; j < LANES; j++) w[j] = b == 0 ? floor[j] + shift[j] : floor[j];
            int level = blockLevel[b];
            for (int k = blockStart[b]; k < blockStart[b + 1]; k++) {
                jointRow(loss[k], accuracy[k], 1 / items[k], weight[k], w, elbows[level]);
                toEffects(k, highest[level]);
            }
            endBlock(b);
        }
        effects.end(determinant, false);
        double[] logs = determinant.end();
        for (int j = 0; j < LANES; j++) logJoint[j] = constant - (logs[j] + q[j] - effects.squares[j]) / 2;
    }

    // In both rows: x + |x| is 2 max(0, x), and min(1, 1e300 of it) is [x > 0], without a branch. Each loop is short
    // enough to
    // be vectorised.

    private void marginalRow(double l, double observed, double variance, double r, double[] elbow) {
        double[] open = opened, h = hinge, e = error, f = factor, p = determinant.product;
        double[] half = halfSlope, t2 = noise2, ws = w, ys = y, qs = q;
        for (int j = 0; j < LANES; j++) {
            double x = elbow[j] - l, twice = x + Math.abs(x);
            h[j] = twice;
            e[j] = observed - half[j] * twice;
        }
        for (int j = 0; j < LANES; j++) open[j] = Math.min(1, h[j] * 1e300);
        for (int j = 0; j < LANES; j++) {
            double v = t2[j] + variance, inverse = r / v;
            p[j] *= v;
            f[j] = inverse;
            ws[j] += inverse;
        }
        for (int j = 0; j < LANES; j++) {
            double weighted = f[j] * e[j];
            ys[j] += weighted;
            qs[j] += weighted * e[j];
        }
    }

    private void jointRow(double l, double observed, double perItem, double r, double[] base, double[] elbow) {
        double[] open = opened, h = hinge, e = error, f = factor, p = determinant.product;
        double[] half = halfSlope, t2 = noise2, qs = q;
        for (int j = 0; j < LANES; j++) {
            double x = elbow[j] - l, twice = x + Math.abs(x);
            h[j] = twice;
            e[j] = base[j] + half[j] * twice;
        }
        for (int j = 0; j < LANES; j++) open[j] = Math.min(1, h[j] * 1e300);
        for (int j = 0; j < LANES; j++) {
            double low = e[j] - MIN_P, high = e[j] - MAX_P;
            double c = MIN_P + 0.5 * (low + Math.abs(low) - high - Math.abs(high));
            f[j] = t2[j] + c * (1 - c) * perItem;
        }
        for (int j = 0; j < LANES; j++) {
            p[j] *= f[j];
            f[j] = r / f[j];
            e[j] = observed - e[j];
        }
        for (int j = 0; j < LANES; j++) {
            qs[j] += f[j] * e[j] * e[j];
        }
    }
}
