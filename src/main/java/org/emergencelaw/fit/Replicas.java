package org.emergencelaw.fit;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Studies like the one observed, one from every draw of a fit: the same checkpoints, data amounts, seeds and items, accuracies
 * drawn anew.
 *
 * <p>A posterior draw has run noise, binomial noise and a common elbow shift of each finetuned group; a draw of another method has
 * normal noise of its residual standard deviation. Accuracies are kept to 0..1.
 */
final class Replicas {
    private static final int MOST = 1000;

    /** Expected accuracy and standard deviation of each row, {@code [draw][row]}. */
    final double[][] mean, sd;

    /** Accuracies drawn anew, {@code [draw][row]}. */
    final double[][] drawn;

    private Replicas(int count, int rows) {
        mean = new double[count][rows];
        sd = new double[count][rows];
        drawn = new double[count][rows];
    }

    static Replicas of(FitData data, PosteriorSample sample, SplittableRandom random) {
        int count = Math.min(MOST, sample.draws().size());
        Replicas replicas = new Replicas(count, data.size());
        for (int k = 0; k < count; k++) {
            EmergenceParameters draw = sample.draws().get(k);
            replicas.draw(
                    data,
                    k,
                    new Draw(sample.curve(draw), draw.runNoise(), java.util.Optional.empty(), 0),
                    draw.subsetSd(),
                    true,
                    random);
        }
        return replicas;
    }

    /** A single draw, that of a point, is used over and over. */
    static Replicas of(FitData data, List<Draw> draws, SplittableRandom random) {
        int count = draws.size() == 1 ? MOST : Math.min(MOST, draws.size());
        Replicas replicas = new Replicas(count, data.size());
        for (int k = 0; k < count; k++) replicas.draw(data, k, draws.get(k % draws.size()), 0, false, random);
        return replicas;
    }

    private void draw(FitData data, int k, Draw draw, double subsetSd, boolean binomial, SplittableRandom random) {
        double[] shift = new double[data.groups];
        for (int g = 0; g < shift.length; g++) shift[g] = subsetSd * random.nextGaussian();
        for (int i = 0; i < data.size(); i++) {
            boolean fewShot = data.level[i] == 0;
            double elbow = fewShot
                    ? draw.curve().emergenceLossNats()
                    : draw.curve().law().elbowNats(data.amounts[data.level[i]]);
            double floor = draw.curve().floor() + (fewShot ? draw.curve().fewShotShift() : 0);
            double slope = draw.curve().slope();
            double expected = floor + slope * Math.max(0, elbow - data.loss[i]);
            double noise = binomial ? Likelihood.binomialVariance(expected, data.items[i]) : 0;
            double own = Math.sqrt(draw.runNoise() * draw.runNoise() + noise);
            double moved = fewShot ? 0 : shift[data.group[i]];
            double inGroup = floor + slope * Math.max(0, elbow + moved - data.loss[i]);
            mean[k][i] = unit(expected);
            sd[k][i] = Math.hypot(own, !fewShot && elbow > data.loss[i] ? slope * subsetSd : 0);
            drawn[k][i] = unit(inGroup + own * random.nextGaussian());
        }
    }

    private static double unit(double accuracy) {
        return Math.max(0, Math.min(1, accuracy));
    }

    int count() {
        return mean.length;
    }
}
