package org.emergencelaw.fit.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.observation.Checkpoint;

/**
 * Joint posterior of a family's loss law from its own checkpoints, under {@link LossLawPrior}.
 *
 * <p>Log residuals are small, so {@code ln L - ln L(N, T)} is {@code (L - L(N, T)) / L}, and given exponents and noise the law is
 * linear in Linf and its terms: that part is exact, {@link LossLawTerms}. A grid over {@code (ln exponents, ln s)} carries the rest
 * and is drawn closer around where the probability is until it is resolved. Draws are evenly placed within their cell; a draw with a
 * term below 0 is no law and is drawn anew. Nothing is searched, so nothing can fail to converge. Outliers are down-weighted
 * beforehand, {@link LossLawMode}.
 */
public final class LossLawPosterior {

    private static final int[] POINTS_BY_TERMS = {0, 61, 21};
    private static final int NOISES = 15;
    private static final int MAX_ZOOMS = 6;
    /** Of the prior's standard deviations, to either side. */
    private static final double REACH = 3.3;
    /** Cells with less than this share of the top one carry nothing. */
    private static final double NEGLIGIBLE = 1e-4;

    private static final int MAX_TRIES = 300;

    private final LossData data;
    private final LossLawPrior prior;
    private final LossLawMode mode;
    private final LossLawTerms terms;
    /** Middle and step of each axis: the exponents' logarithms in prior standard deviations, then ln(s / prior's s). */
    private double[] low;

    private double[] step;
    private int[] points;
    private double[] cumulative = new double[0];

    /** A law with the noise of runs about it. */
    public record LossDraw(LossLaw law, double noiseNats) {

        /** As {@link LawDraw#rounded}. */
        public LossDraw rounded() {
            return new LossDraw(law.rounded(), LawDraw.single(noiseNats));
        }
    }

    private LossLawPosterior(LossData data) {
        this.data = data;
        prior = LossLawPrior.of(data);
        mode = LossLawMode.of(data, prior);
        terms = new LossLawTerms(data, prior, mode.weights());
        int axes = data.terms() + 1;
        points = new int[axes];
        Arrays.fill(points, POINTS_BY_TERMS[data.terms()]);
        points[axes - 1] = NOISES;
        low = new double[axes];
        step = new double[axes];
        double maxNoise = Math.max(0.02, Math.log(data.maxLoss() / data.minLoss()));
        for (int a = 0; a < axes; a++) {
            boolean noise = a == axes - 1;
            double from = noise ? -3 : -REACH;
            double to = noise ? Math.min(4, Math.log(2 * maxNoise / LossLawPrior.NOISE)) : REACH;
            low[a] = from;
            step[a] = (to - from) / (points[a] - 1);
        }
        for (int zoom = 0; zoom < MAX_ZOOMS; zoom++) if (!closer(weights())) break;
        double[] weights = weights();
        cumulative = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) cumulative[i] = sum += weights[i];
    }

    /**
     * @param flopsPerParamToken c of C = c N T
     * @return absent where no checkpoint states both size and loss
     */
    public static Optional<LossLawPosterior> of(List<Checkpoint> checkpoints, double flopsPerParamToken) {
        return LossData.of(checkpoints, flopsPerParamToken).map(LossLawPosterior::new);
    }

    double largestFlops() {
        return data.reference().trainFlops();
    }

    public int checkpoints() {
        return data.count();
    }

    /** Probability of every cell over that of the top one. */
    private double[] weights() {
        int count = 1;
        for (int axis : points) count *= axis;
        double[] logs = new double[count], at = new double[points.length];
        int[] index = new int[points.length];
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            place(i, index);
            double logPrior = 0;
            for (int a = 0; a < at.length; a++) {
                at[a] = low[a] + index[a] * step[a];
                logPrior -= at[a] * at[a] / 2;
            }
            logs[i] = logPrior + terms.at(exponents(at), noise(at)).logEvidence();
            top = Math.max(top, logs[i]);
        }
        for (int i = 0; i < count; i++) logs[i] = Math.exp(logs[i] - top);
        return logs;
    }

    private void place(int cell, int[] index) {
        for (int a = points.length - 1; a >= 0; a--) {
            index[a] = cell % points[a];
            cell /= points[a];
        }
    }

    private double[] exponents(double[] at) {
        double[] exponents = new double[data.terms()];
        for (int t = 0; t < exponents.length; t++)
            exponents[t] = Math.exp(prior.logExponents()[t] + prior.logExponentSd() * at[t]);
        return exponents;
    }

    private static double noise(double[] at) {
        return LossLawPrior.NOISE * Math.exp(at[at.length - 1]);
    }

    /** Draws the grid closer where the probability fills little of an axis. @return whether it did */
    private boolean closer(double[] weights) {
        boolean closer = false;
        int[] index = new int[points.length];
        double[][] most = new double[points.length][];
        for (int a = 0; a < points.length; a++) most[a] = new double[points[a]];
        for (int i = 0; i < weights.length; i++) {
            place(i, index);
            for (int a = 0; a < index.length; a++) most[a][index[a]] = Math.max(most[a][index[a]], weights[i]);
        }
        for (int a = 0; a < points.length; a++) {
            int first = 0, last = points[a] - 1;
            while (most[a][first] < NEGLIGIBLE) first++;
            while (most[a][last] < NEGLIGIBLE) last--;
            double from = low[a] + Math.max(0, first - 1) * step[a];
            double to = low[a] + Math.min(points[a] - 1, last + 1) * step[a];
            if (to - from > 0.7 * step[a] * (points[a] - 1)) continue;
            low[a] = from;
            step[a] = (to - from) / (points[a] - 1);
            closer = true;
        }
        return closer;
    }

    /** The most probable law, by least squares. */
    public LossDraw mode() {
        return new LossDraw(data.law(positive(mode.nats()), mode.exponents()), mode.noise() * data.minLoss());
    }

    private static double[] positive(double[] nats) {
        double[] positive = nats.clone();
        for (int j = 1; j < nats.length; j++) positive[j] = Math.max(1e-9, nats[j]);
        positive[0] = Math.max(0, nats[0]);
        return positive;
    }

    /** Independent draws, the same for a seed. */
    public List<LossDraw> sample(int count, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        ContinuousDistribution.Sampler normal = NormalDistribution.of(0, 1).createSampler(random);
        List<LossDraw> draws = new ArrayList<>(count);
        for (int i = 0; i < count; i++) draws.add(one(random, normal));
        return draws;
    }

    private LossDraw one(UniformRandomProvider random, ContinuousDistribution.Sampler normal) {
        int[] index = new int[points.length];
        double[] at = new double[points.length], nats = new double[data.terms() + 1];
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
            place(Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found), index);
            for (int a = 0; a < at.length; a++) at[a] = low[a] + (index[a] + random.nextDouble() - 0.5) * step[a];
            double[] exponents = exponents(at);
            LossLawTerms.Normal conditional = terms.at(exponents, noise(at));
            for (int j = 0; j < nats.length; j++) nats[j] = normal.sample();
            conditional.place(nats);
            if (allowed(nats)) return new LossDraw(data.law(nats, exponents), noise(at) * data.minLoss());
        }
        return flat();
    }

    private static boolean allowed(double[] nats) {
        for (int j = 1; j < nats.length; j++) if (!(nats[j] > 0)) return false;
        return nats[0] >= 0;
    }

    /** Losses that do not fall with size: all but nothing of the posterior is a law. */
    private LossDraw flat() {
        double least = data.minLoss();
        double[] nats = new double[data.terms() + 1], exponents = new double[data.terms()];
        Arrays.fill(nats, 0.01 * least / data.terms());
        nats[0] = 0.99 * least;
        Arrays.fill(exponents, 0.05);
        return new LossDraw(data.law(nats, exponents), Math.max(0.02, data.maxLoss() - least));
    }
}
