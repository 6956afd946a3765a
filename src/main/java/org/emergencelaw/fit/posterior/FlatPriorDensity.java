package org.emergencelaw.fit.posterior;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.emergencelaw.fit.leastsquares.Elbows;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.HingeMoments;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.LinearParameters;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.EnsembleSampler;
import org.emergencelaw.statistics.TruncatedNormal;

/**
 * Posterior of the law as published: normal residuals of one unknown standard deviation, flat priors.
 *
 * <p>{@code y_i ~ N(mu_i, sigma)}, so that the likelihood is highest at the least-squares fit. Flat, that is of constant density,
 * in the law's own parameters k, C and alpha (or beta), in A, B, Delta and ln sigma; inside the bounds of the least-squares search
 * for elbows and shape, {@code 0 <= A <= 100 / range of losses}, {@code 0 <= B <= 1} and {@code 1e-4 <= sigma <= 1}. The paper says
 * neither in what its priors are flat nor how far; all of this is our choice.
 *
 * <p>The chain's coordinates are (Ehi, ln G, shape, A, ln sigma), which mix; their density has the Jacobian {@code G / rise} of
 * (k, C). B and Delta are normal given those, B truncated: they are integrated out and drawn afterwards.
 *
 * <p>A look costs a binary search a level, whatever the number of rows. Not for two threads at once.
 */
final class FlatPriorDensity implements EnsembleSampler.Density {
    static final int ELBOW = 0, LOG_GAP = 1, SHAPE = 2, SLOPE = 3, LOG_NOISE = 4, COUNT = 5;
    private static final double MIN_NOISE = 1e-4, MAX_NOISE = 1, STEEPEST = 100;

    private final FitDesign data;
    private final EmergenceLawForm form;
    private final HingeMoments hinges;
    private final ElbowPositions positions;
    private final boolean shift;
    private final LeastSquares search;
    private final double[] lower, upper;
    private final double[] position, elbows;
    private final LinearParameters.Moments fewShot = new LinearParameters.Moments(),
            finetuned = new LinearParameters.Moments();

    FlatPriorDensity(FitDesign data, EmergenceLawForm form, boolean fewShotShift) {
        this.data = data;
        this.form = form;
        // without few-shot rows nothing tells of Delta
        shift = fewShotShift && data.hasFewShot();
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        hinges = new HingeMoments(data, ones);
        positions = data.positions(form);
        position = new double[data.amounts.length];
        elbows = new double[position.length];
        search = new LeastSquares(data, form, shift, ones);
        double range = data.maxLoss() - data.minLoss();
        lower = new double[] {search.lower[0], search.lower[1], search.lower[2], 0, Math.log(MIN_NOISE)};
        upper = new double[] {search.upper[0], search.upper[1], search.upper[2], STEEPEST / range, Math.log(MAX_NOISE)};
    }

    @Override
    public void logAt(double[][] x, double[] result) {
        for (int j = 0; j < result.length; j++) result[j] = inside(x, j) ? logAt(x, j) : Double.NEGATIVE_INFINITY;
    }

    private boolean inside(double[][] x, int j) {
        for (int a = 0; a < COUNT; a++) if (!(x[a][j] >= lower[a] && x[a][j] <= upper[a])) return false;
        return true;
    }

    private double logAt(double[][] x, int j) {
        sum(x, j);
        double slope = x[SLOPE][j], noise = Math.exp(x[LOG_NOISE][j]);
        double squares = aboutMean(finetuned, slope) + aboutMean(fewShot, slope);
        double floorSd = noise / Math.sqrt(finetuned.w);
        return x[LOG_GAP][j]
                - form.logRise(x[SHAPE][j], data.shots, data.maxExamples())
                - (data.size() - (shift ? 2 : 1)) * x[LOG_NOISE][j]
                - Math.max(0, squares) / (2 * noise * noise)
                + TruncatedNormal.logMass(mean(finetuned, slope), floorSd);
    }

    /** Moments of the rows at point j; those of the few-shot rows apart where they have a floor of their own. */
    private void sum(double[][] x, int j) {
        double gap = Math.exp(x[LOG_GAP][j]);
        positions.at(x[SHAPE][j], position);
        for (int l = 0; l < position.length; l++) elbows[l] = x[ELBOW][j] - gap * (1 - position[l]);
        hinges.sum(elbows, shift, fewShot, finetuned);
    }

    private static double mean(LinearParameters.Moments m, double slope) {
        return (m.y - slope * m.r) * m.perW;
    }

    /** {@code sum (y - slope r)^2} about its mean; 0 without rows. */
    private static double aboutMean(LinearParameters.Moments m, double slope) {
        double rest = m.y - slope * m.r;
        return m.yy - slope * (2 * m.ry - slope * m.rr) - rest * rest * m.perW;
    }

    /**
     * Candidates for a start: points about all local minima of the sum of squares, scattered wider than the posterior, sigma and A
     * such that each is as dense as it may be.
     */
    double[][] candidates(int count, SplittableRandom random) {
        double[][] candidates = new double[COUNT][count];
        var minima = search.starts();
        LinearParameters step = new LinearParameters();
        double range = data.maxLoss() - data.minLoss();
        for (int i = 0; i < count; i++) {
            double[] from = minima.get(random.nextInt(minima.size()));
            put(candidates, ELBOW, i, from[0] + 0.1 * range * random.nextGaussian());
            put(candidates, LOG_GAP, i, from[1] + 0.3 * random.nextGaussian());
            put(candidates, SHAPE, i, from[2] + 0.2 * (1 + Math.abs(from[2])) * random.nextGaussian());
            Elbows elbows = new Elbows(candidates[ELBOW][i], Math.exp(candidates[LOG_GAP][i]), candidates[SHAPE][i]);
            step.solve(hinges, elbows.at(data, form), shift);
            put(candidates, SLOPE, i, step.slope * Math.exp(0.1 * random.nextGaussian()));
            double noise = Math.sqrt(step.sumOfSquares / data.size()) + MIN_NOISE;
            put(candidates, LOG_NOISE, i, Math.log(noise) + 0.2 * random.nextGaussian());
        }
        return candidates;
    }

    /** Kept a little inside the bounds. */
    private void put(double[][] x, int a, int i, double value) {
        double margin = 1e-3 * (upper[a] - lower[a]);
        x[a][i] = Math.max(lower[a] + margin, Math.min(upper[a] - margin, value));
    }

    /** E(D0) of all points, nats. */
    static double[] emergence(double[][] x) {
        double[] elbows = new double[x[ELBOW].length];
        for (int i = 0; i < elbows.length; i++) elbows[i] = x[ELBOW][i] - Math.exp(x[LOG_GAP][i]);
        return elbows;
    }

    /** The fitted curve and its noise at point i, B and Delta drawn. */
    LawDraw draw(double[][] x, int i, SplittableRandom random) {
        sum(x, i);
        double slope = x[SLOPE][i], noise = Math.exp(x[LOG_NOISE][i]);
        TruncatedNormal floor = new TruncatedNormal();
        floor.draw(mean(finetuned, slope), noise / Math.sqrt(finetuned.w), random.nextDouble(1e-12, 1));
        double own =
                shift ? mean(fewShot, slope) + noise / Math.sqrt(fewShot.w) * random.nextGaussian() - floor.value : 0;
        EmergenceParameters parameters = new EmergenceParameters(
                x[ELBOW][i],
                Math.exp(x[LOG_GAP][i]),
                x[SHAPE][i],
                slope,
                floor.value,
                own,
                noise,
                0,
                OptionalDouble.empty(),
                0);
        return new LawDraw(parameters.curve(form, data.shots, data.maxExamples()), noise, Optional.empty(), 0);
    }
}
