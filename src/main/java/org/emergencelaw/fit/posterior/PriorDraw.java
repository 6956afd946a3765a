package org.emergencelaw.fit.posterior;

import java.util.SplittableRandom;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;

/** One draw of the parameters from a {@link Prior}, and of accuracies from the {@link Likelihood} there. */
public final class PriorDraw {
    private final FitDesign data;
    private final Prior.Structure structure;
    private final SplittableRandom random;
    private final EmergenceParameters parameters;
    private final double[] elbows;

    public PriorDraw(FitDesign data, EmergenceLawForm form, Prior prior, SplittableRandom random) {
        this.data = data;
        this.random = random;
        structure = prior.structure();
        PosteriorCoordinates coordinates = new PosteriorCoordinates(data, form, prior, data.maxExamples());
        double[][] z = new double[coordinates.count][1];
        for (double[] coordinate : z) coordinate[0] = random.nextGaussian();
        coordinates.fromScores(z, 0);
        parameters = coordinates.parameters(z, 0, prior.floor(random), prior.shiftSd() * random.nextGaussian());
        elbows = parameters.elbows(data, form);
    }

    public EmergenceParameters parameters() {
        return parameters;
    }

    /** Accuracies of the rows; normal, so they may leave 0..1. */
    public double[] accuracies() {
        double sd = parameters.subsetSd();
        double[] group = effects(data.groups, sd), level = effects(data.amounts.length, structure.level() * sd);
        double[] slope = effects(data.amounts.length, structure.slope() * sd);
        level[0] = slope[0] = 0;
        double[] checkpoint =
                effects(data.checkpoints, Math.hypot(structure.checkpoint() * sd, parameters.checkpointSd()));
        double[] accuracies = new double[data.size()];
        for (int i = 0; i < accuracies.length; i++) {
            int l = data.level[i];
            double over = Math.max(0, elbows[l] - data.loss[i]);
            double mean = parameters.floor() + (l == 0 ? parameters.fewShotShift() : 0) + parameters.slope() * over;
            double shifts = level[l] + checkpoint[data.checkpoint[i]] + (data.group[i] < 0 ? 0 : group[data.group[i]]);
            if (over > 0) accuracies[i] = parameters.slope() * (shifts + slope[l] * over);
            double variance = Math.pow(parameters.runNoise(), 2) + Likelihood.binomialVariance(mean, data.items[i]);
            accuracies[i] += mean + Math.sqrt(variance) * random.nextGaussian();
        }
        return accuracies;
    }

    private double[] effects(int count, double sd) {
        double[] effects = new double[count];
        for (int i = 0; i < count; i++) effects[i] = sd * random.nextGaussian();
        return effects;
    }
}
