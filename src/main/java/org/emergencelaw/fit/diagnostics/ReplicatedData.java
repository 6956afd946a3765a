package org.emergencelaw.fit.diagnostics;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.posterior.EmergenceParameters;
import org.emergencelaw.fit.posterior.Likelihood;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.law.LawDraw;

/**
 * Studies like the one observed, one from every draw of a fit: the same checkpoints, data amounts, seeds and items, accuracies
 * drawn anew.
 *
 * <p>A posterior draw has run noise, binomial noise and the effects that rows share under its {@link Prior.Structure}, drawn anew;
 * a draw of another method has normal noise of its residual standard deviation. Accuracies are kept to 0..1.
 */
final class ReplicatedData {
    private static final int MAX_DRAWS = 1000;

    /** Expected accuracy and standard deviation of each row, {@code [draw][row]}. */
    final double[][] mean, sd;

    /** Accuracies drawn anew, {@code [draw][row]}. */
    final double[][] drawn;

    private ReplicatedData(int count, int rows) {
        mean = new double[count][rows];
        sd = new double[count][rows];
        drawn = new double[count][rows];
    }

    /** @param structure sizes of the effects that rows share, in units of the draws' sD */
    static ReplicatedData of(
            FitDesign data, PosteriorSample sample, Prior.Structure structure, SplittableRandom random) {
        int count = Math.min(MAX_DRAWS, sample.draws().size());
        ReplicatedData replicas = new ReplicatedData(count, data.size());
        for (int k = 0; k < count; k++) {
            EmergenceParameters draw = sample.draws().get(k);
            LawDraw alone = new LawDraw(sample.curve(draw), draw.runNoise(), Optional.empty(), 0);
            replicas.draw(data, k, alone, Shared.drawn(data, structure, draw.subsetSd(), random), true, random);
        }
        return replicas;
    }

    /** A single draw, that of a point, is used over and over. */
    static ReplicatedData of(FitDesign data, List<LawDraw> draws, SplittableRandom random) {
        int count = draws.size() == 1 ? MAX_DRAWS : Math.min(MAX_DRAWS, draws.size());
        ReplicatedData replicas = new ReplicatedData(count, data.size());
        Shared none = Shared.drawn(data, Prior.Structure.NONE, 0, random);
        for (int k = 0; k < count; k++) replicas.draw(data, k, draws.get(k % draws.size()), none, false, random);
        return replicas;
    }

    /**
     * Effects that rows share past their elbow: shifts of the elbow in nats and relative changes of the slope. A few-shot row is in
     * no group, and its data amount has no effect of its own.
     */
    private record Shared(
            Prior.Structure structure, double sd, double[] group, double[] level, double[] slope, double[] checkpoint) {

        static Shared drawn(FitDesign data, Prior.Structure structure, double sd, SplittableRandom random) {
            double[] level = normal(data.amounts.length, structure.level() * sd, random);
            double[] slope = normal(data.amounts.length, structure.slope() * sd, random);
            level[0] = slope[0] = 0;
            return new Shared(
                    structure,
                    sd,
                    normal(data.groups, sd, random),
                    level,
                    slope,
                    normal(data.checkpoints, structure.checkpoint() * sd, random));
        }

        private static double[] normal(int count, double sd, SplittableRandom random) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) values[i] = sd * random.nextGaussian();
            return values;
        }

        double shift(FitDesign data, int i) {
            return level[data.level[i]]
                    + checkpoint[data.checkpoint[i]]
                    + (data.group[i] < 0 ? 0 : group[data.group[i]]);
        }

        /** Of all shifts and the change of the slope together, in nats of elbow, for a row this far past its elbow. */
        double spread(boolean fewShot, double over) {
            double own =
                    fewShot ? 0 : 1 + structure.level() * structure.level() + Math.pow(structure.slope() * over, 2);
            return sd * Math.sqrt(own + structure.checkpoint() * structure.checkpoint());
        }
    }

    private void draw(FitDesign data, int k, LawDraw draw, Shared shared, boolean binomial, SplittableRandom random) {
        for (int i = 0; i < data.size(); i++) {
            boolean fewShot = data.level[i] == 0;
            double elbow = fewShot
                    ? draw.curve().emergenceLossNats()
                    : draw.curve().law().elbowNats(data.amounts[data.level[i]]);
            double floor = draw.curve().floor() + (fewShot ? draw.curve().fewShotShift() : 0);
            double slope = draw.curve().slope(), over = Math.max(0, elbow - data.loss[i]);
            double expected = floor + slope * over;
            double noise = binomial ? Likelihood.binomialVariance(expected, data.items[i]) : 0;
            double own = Math.sqrt(draw.runNoise() * draw.runNoise() + noise);
            double moved = floor
                    + slope
                            * (1 + shared.slope[data.level[i]])
                            * Math.max(0, elbow + shared.shift(data, i) - data.loss[i]);
            mean[k][i] = unit(expected);
            sd[k][i] = Math.hypot(own, over > 0 ? slope * shared.spread(fewShot, over) : 0);
            drawn[k][i] = unit(moved + own * random.nextGaussian());
        }
    }

    private static double unit(double accuracy) {
        return Math.max(0, Math.min(1, accuracy));
    }

    int count() {
        return mean.length;
    }
}
