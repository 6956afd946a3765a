package org.emergencelaw.fit.posterior;

import static org.emergencelaw.fit.posterior.StudentMixture.BLOCK;
import static org.emergencelaw.fit.posterior.StudentMixture.FREEDOM;
import static org.emergencelaw.fit.posterior.StudentMixture.entry;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fits a {@link StudentMixture} to weighted points by expectation maximisation.
 *
 * <p>Covariances are shrunk towards that of the whole sample, and components that few points call for are given up.
 */
public final class MixtureFit {
    private static final int MAX_COMPONENTS = 8;
    private static final double POINTS_A_COMPONENT = 50;
    /** What the whole sample's covariance counts for in that of a component, in effective points. */
    private static final double SHRINKAGE = 8;
    /** Effective points below which a component is given up. */
    private static final double MIN_POINTS = 4;

    /** Weight, of the mean one, below which a point is left out. */
    private static final double LIGHTEST = 1e-3;
    /** Share of a point up to which it does not belong to a component. */
    private static final double LEAST_SHARE = 1e-3;
    /** Share of the wide component, and its variance in units of the sample's. */
    private static final double GUARD = 0.15, WIDE = 2;

    private final int count, dimensions, triangle;
    /** Points that count, by dimension. */
    private final double[][] p;

    private final double[] weight;
    private final double effective;
    private final double[] centre;
    private final double[] whole;
    private final MomentSums moments;
    /** Of a block: the points that belong to a component, their weight in it, and what they count for. */
    private final int[] chosen = new int[BLOCK];

    private final double[] belongs = new double[BLOCK], counts = new double[BLOCK];

    /**
     * @param points {@code points[dimension][point]}
     * @param weights of the points, at least 0
     */
    public MixtureFit(double[][] points, double[] weights) {
        dimensions = points.length;
        triangle = StudentMixture.triangle(dimensions);
        centre = new double[dimensions];
        moments = new MomentSums(dimensions);
        int n = weights.length, used = 0;
        double mean = 0, total = 0, squares = 0;
        for (double w : weights) mean += w / n;
        // truncation keeps one rare weight from shaping all (Ionides 2008); points without weight are left out
        double least = LIGHTEST * mean, most = Math.sqrt(n) * mean;
        p = new double[dimensions][n];
        weight = new double[n];
        for (int i = 0; i < n; i++)
            if (weights[i] > least) {
                for (int a = 0; a < dimensions; a++) p[a][used] = points[a][i];
                weight[used++] = Math.min(most, weights[i]);
            }
        count = used;
        for (int i = 0; i < count; i++) total += weight[i];
        for (int i = 0; i < count; i++) {
            weight[i] /= total;
            squares += weight[i] * weight[i];
        }
        effective = 1 / squares;
        whole = covariance();
    }

    /** Covariance of the whole sample; finds the centre first. */
    private double[] covariance() {
        double[] fromOrigin = ofAll(new double[dimensions]);
        for (int a = 0; a < dimensions; a++) centre[a] = moments.first(fromOrigin, a);
        double[] covariance = Arrays.copyOf(ofAll(centre), triangle);
        // a ridge, for a sample whose weight sits on few points
        for (int a = 0; a < dimensions; a++) covariance[entry(a, a)] += 1e-6;
        return covariance;
    }

    /** Sums over all points, apart from a centre. */
    private double[] ofAll(double[] from) {
        double[] sums = moments.none();
        for (int at = 0; at < count; at += BLOCK) {
            int size = Math.min(BLOCK, count - at);
            for (int j = 0; j < size; j++) chosen[j] = at + j;
            System.arraycopy(weight, at, counts, 0, size);
            moments.add(sums, from, p, chosen, counts, size);
        }
        return sums;
    }

    /** @param passes over the points */
    public StudentMixture run(int passes, SplittableRandom random) {
        double components = Math.max(1, Math.min(MAX_COMPONENTS, effective / POINTS_A_COMPONENT));
        StudentMixture mixture = scattered((int) components, random);
        for (int pass = 0; pass < passes; pass++) mixture = improved(mixture);
        return guarded(mixture);
    }

    /** Adds a wide component, so that no part of the sample lies far in all tails. */
    private StudentMixture guarded(StudentMixture mixture) {
        int k = mixture.share.length;
        double[] share = Arrays.copyOf(mixture.share, k + 1);
        for (int c = 0; c < k; c++) share[c] *= 1 - GUARD;
        share[k] = GUARD;
        double[][] mean = Arrays.copyOf(mixture.mean, k + 1), covariance = Arrays.copyOf(mixture.covariance, k + 1);
        mean[k] = centre;
        covariance[k] = new double[triangle];
        for (int t = 0; t < triangle; t++) covariance[k][t] = WIDE * whole[t];
        return new StudentMixture(share, mean, covariance);
    }

    /** Components at points that are spread over the sample in its order, which is that of the Sobol sequence. */
    private StudentMixture scattered(int components, SplittableRandom random) {
        double[] share = new double[components];
        Arrays.fill(share, 1.0 / components);
        double[][] mean = new double[components][dimensions], covariance = new double[components][triangle];
        double shrink = Math.pow(components, -2.0 / dimensions);
        double sum = 0;
        for (int c = 0, i = -1; c < components; c++) {
            double aim = (c + random.nextDouble()) / components;
            while (i < count - 1 && sum <= aim) sum += weight[++i];
            for (int a = 0; a < dimensions; a++) mean[c][a] = p[a][i];
            for (int t = 0; t < triangle; t++) covariance[c][t] = whole[t] * shrink;
        }
        return new StudentMixture(share, mean, covariance);
    }

    private StudentMixture improved(StudentMixture mixture) {
        int k = mixture.share.length;
        double[] mass = new double[k], pull = new double[k], total = new double[BLOCK];
        double[][] part = new double[k][BLOCK], stretch = new double[k][BLOCK];
        double[][] sums = new double[k][];
        Arrays.setAll(sums, c -> moments.none());
        for (int from = 0; from < count; from += BLOCK) {
            int size = Math.min(BLOCK, count - from);
            Arrays.fill(total, 0);
            for (int c = 0; c < k; c++) {
                mixture.stretches(c, p, from, size, stretch[c]);
                mixture.parts(c, stretch[c], size, part[c]);
                for (int j = 0; j < size; j++) total[j] += part[c][j];
            }
            for (int c = 0; c < k; c++) {
                int points = choose(from, size, part[c], total, stretch[c]);
                for (int j = 0; j < points; j++) {
                    mass[c] += belongs[j];
                    pull[c] += counts[j];
                }
                moments.add(sums[c], mixture.mean[c], p, chosen, counts, points);
            }
        }
        return next(mixture, mass, pull, sums);
    }

    /** Points of a block that belong to a component, in their order; returns how many. */
    private int choose(int from, int size, double[] part, double[] total, double[] stretch) {
        int points = 0;
        for (int j = 0; j < size; j++) {
            double share = part[j] / total[j];
            // also passes over a point so far out that the total is 0
            if (!(share > LEAST_SHARE)) continue;
            chosen[points] = from + j;
            belongs[points] = weight[from + j] * share;
            // (freedom + dimensions) / (freedom + Q), what a point counts for under a t distribution
            counts[points] = belongs[points] * (FREEDOM + dimensions) / (FREEDOM * stretch[j]);
            points++;
        }
        return points;
    }

    private StudentMixture next(StudentMixture mixture, double[] mass, double[] pull, double[][] sums) {
        int k = 0, of = mass.length;
        double total = 0, shrink = Math.pow(of, -2.0 / dimensions);
        double[] share = new double[of];
        double[][] mean = new double[of][dimensions], covariance = new double[of][triangle];
        for (int c = 0; c < of; c++) {
            double points = mass[c] * effective;
            if (points < MIN_POINTS && of > 1) continue;
            for (int a = 0; a < dimensions; a++) {
                mean[k][a] = mixture.mean[c][a] + moments.first(sums[c], a) / pull[c];
                for (int b = 0; b <= a; b++) {
                    int t = entry(a, b);
                    double own =
                            (sums[c][t] - moments.first(sums[c], a) * moments.first(sums[c], b) / pull[c]) / mass[c];
                    covariance[k][t] = (points * own + SHRINKAGE * shrink * whole[t]) / (points + SHRINKAGE);
                }
            }
            total += mass[c];
            share[k++] = mass[c];
        }
        if (k == 0) return mixture;
        for (int c = 0; c < k; c++) share[c] /= total;
        return new StudentMixture(Arrays.copyOf(share, k), Arrays.copyOf(mean, k), Arrays.copyOf(covariance, k));
    }
}
