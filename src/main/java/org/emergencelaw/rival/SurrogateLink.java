package org.emergencelaw.rival;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.emergencelaw.statistics.Resampling;

/**
 * The monotone link from a smooth measure s to accuracy, {@code B + (1 - B) / (1 + exp(-(s - m)/w))}, learned on visible checkpoints.
 * s is at most 0, what a perfect model has. Posterior on a grid of m, w and run noise, the floor integrated out. Priors, all ours: m
 * uniform from the weakest visible value to 0, {@code ln(w / that span) ~ normal(ln 0.12, 0.8)}, {@code B ~ normal(trivial accuracy,
 * 0.1)}, {@code ln tau ~ normal(ln 0.02, 0.8)}. Where no visible model scores above its floor, m is not known and the forecast wide.
 */
final class SurrogateLink {

    private static final int PLACES = 60;
    private static final int WIDTHS = 20;
    private static final double[] NOISES = {0.004, 0.01, 0.02, 0.04, 0.08};

    final double[] middle;
    final double[] width;
    final double[] floor;
    final double[] noise;

    private SurrogateLink(int draws) {
        middle = new double[draws];
        width = new double[draws];
        floor = new double[draws];
        noise = new double[draws];
    }

    /**
     * @param points accuracies
     * @param s measure of the same checkpoints, at most 0
     */
    static SurrogateLink of(FewShotPoints points, double[] s, double trivial, int draws, long seed) {
        double weakest = 0;
        for (double value : s) weakest = Math.min(weakest, value);
        double span = Math.max(-weakest, 1e-9);
        FewShotPoints.Floor[] floors = new FewShotPoints.Floor[PLACES * WIDTHS * NOISES.length];
        double[] logs = new double[floors.length];
        double[] rise = new double[s.length], share = new double[s.length];
        List<FewShotPoints.Noise> noises = points.noises(NOISES, FewShotCurveRival.FLOOR_SD);
        int cell = 0;
        for (int i = 0; i < PLACES; i++)
            for (int j = 0; j < WIDTHS; j++) {
                for (int k = 0; k < s.length; k++) {
                    rise[k] = logistic((s[k] - place(i + 0.5, span)) / width(deviate(j), span));
                    share[k] = 1 - rise[k];
                }
                for (FewShotPoints.Noise tau : noises) {
                    double t = Math.log(tau.run() / 0.02) / 0.8, z = deviate(j);
                    floors[cell] = points.floor(rise, share, tau, trivial);
                    logs[cell] = floors[cell].logMarginal() - (z * z + t * t) / 2;
                    cell++;
                }
            }
        int[] chosen = Resampling.ofLogWeights(logs, draws, new SplittableRandom(seed));
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        var normal = NormalDistribution.of(0, 1).createSampler(random);
        SurrogateLink link = new SurrogateLink(draws);
        for (int d = 0; d < draws; d++) {
            int index = chosen[d];
            link.middle[d] = place(index / NOISES.length / WIDTHS + random.nextDouble(), span);
            link.width[d] =
                    width(deviate(index / NOISES.length % WIDTHS) + (random.nextDouble() - 0.5) * 6 / WIDTHS, span);
            link.noise[d] = NOISES[index % NOISES.length];
            FewShotPoints.Floor of = floors[index];
            link.floor[d] = Math.max(0, Math.min(1, of.mean() + of.sd() * normal.sample()));
        }
        return link;
    }

    private static double place(double share, double span) {
        return -span * (1 - share / PLACES);
    }

    private static double deviate(int j) {
        return -3 + (j + 0.5) * 6 / WIDTHS;
    }

    private static double width(double deviate, double span) {
        return span * 0.12 * Math.exp(0.8 * deviate);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Accuracy of draw d at a value of the measure. */
    double accuracy(double s, int d) {
        return floor[d] + (1 - floor[d]) * logistic((s - middle[d]) / width[d]);
    }

    /** Where the tangent at the middle of draw d meets the floor. */
    double elbow(int d) {
        return middle[d] - 2 * width[d];
    }

    /** Where the accuracy of draw d reaches a level; the elbow where its floor lies above it. */
    double crossing(double level, int d) {
        double above = (level - floor[d]) / (1 - floor[d]);
        return above <= 0 ? elbow(d) : middle[d] + width[d] * Math.log(above / (1 - above));
    }
}
