package org.emergencelaw.fit.posterior;

import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.NormalQuantile;
import org.emergencelaw.statistics.Summary;
import org.emergencelaw.statistics.TruncatedNormal;

/**
 * The six coordinates in which the posterior is sought, and the parameters there.
 *
 * <p>Each but one is standard normal under the {@link Prior}: z-scores of ln A, Ehi, shape and ln tau; for sD the normal
 * quantile of its place among half-normals. The coordinate of the gap is the z-score of ln G plus
 * {@code ln(1 - w(Dmid)) / sd}: the gap that data show lies between finetuned amounts, from Dmid to Dmax, and in it the posterior
 * bends less. That is a shear: it leaves volumes, and so densities, as they are.
 */
public final class PosteriorCoordinates {
    public static final int SLOPE = 0, ELBOW = 1, GAP = 2, SHAPE = 3, NOISE = 4, SUBSET = 5, COUNT = 6;

    private static final double LOG_NORMALISER = COUNT * 0.5 * Math.log(2 * Math.PI);
    /** Standard deviations beyond which everything is the same, and before which nothing overflows. */
    private static final double FARTHEST = 30;

    private static final double MIN_SHARE = 1e-12;
    /** No elbow lies farther than this many gaps from the two that define the law. */
    private static final double FARTHEST_POSITION = 1e6;

    private final Prior prior;
    private final EmergenceLawForm form;
    private final double medianLoss;
    private final ElbowPositions positions;
    private final double[] position;
    /** Level of Dmid; level 0, where {@code w = 0}, stands for no shear. */
    private final int middle;

    public PosteriorCoordinates(FitDesign data, EmergenceLawForm form, Prior prior, double maxExamples) {
        this.prior = prior;
        this.form = form;
        medianLoss = Summary.median(data.loss);
        positions = form.positions(data.amounts, data.shots, maxExamples);
        position = new double[data.amounts.length];
        int levels = data.amounts.length;
        middle = levels > 2 && data.amounts[levels / 2] > data.shots ? levels / 2 : 0;
    }

    double slope(double[][] z, int i) {
        return prior.slopeMedian() * Math.exp(prior.slopeSpread() * bounded(z[SLOPE][i]));
    }

    /** Ehi, nats. */
    double elbowMax(double[][] z, int i) {
        return medianLoss + prior.elbowSpread() * bounded(z[ELBOW][i]);
    }

    /** G, nats. */
    double gap(double[][] z, int i) {
        return gap(z[GAP][i] - shear(shape(z, i)));
    }

    public EmergenceParameters parameters(double[][] z, int i, double floor, double shift) {
        return new EmergenceParameters(
                elbowMax(z, i), gap(z, i), shape(z, i), slope(z, i), floor, shift, noise(z, i), subset(z, i));
    }

    private double gap(double score) {
        return prior.gapMedian() * Math.exp(prior.gapSpread() * bounded(score));
    }

    double shape(double[][] z, int i) {
        double score = bounded(z[SHAPE][i]);
        return form.priorShape(score, prior.shapeMedian(), prior.shapeSpread());
    }

    double noise(double[][] z, int i) {
        return prior.noiseMedian() * Math.exp(prior.noiseSpread() * bounded(z[NOISE][i]));
    }

    /** sD, nats. */
    double subset(double[][] z, int i) {
        return -prior.subsetSd() * NormalQuantile.of(TruncatedNormal.upper(bounded(z[SUBSET][i])) / 2);
    }

    private double shear(double shape) {
        return middle == 0 ? 0 : shearAt(positions.at(middle, shape));
    }

    /** @param middlePosition w(Dmid), or 0 for no shear */
    private double shearAt(double middlePosition) {
        return Math.log(Math.max(1 - middlePosition, MIN_SHARE)) / prior.gapSpread();
    }

    /** Turns z-scores at point i into coordinates. */
    public void fromScores(double[][] z, int i) {
        z[GAP][i] += shear(shape(z, i));
    }

    /**
     * Elbows of all levels at point i, nats.
     *
     * @param elbows receives them at {@code elbows[.][lane]}
     * @return the log prior density of the point
     */
    double place(double[][] z, int i, double[][] elbows, int lane) {
        positions.at(shape(z, i), position);
        double gapScore = z[GAP][i] - shearAt(position[middle]);
        double most = elbowMax(z, i), gap = gap(gapScore);
        for (int l = 0; l < position.length; l++)
            elbows[l][lane] = most - gap * (1 - Math.max(-FARTHEST_POSITION, position[l]));
        double squares = gapScore * gapScore - z[GAP][i] * z[GAP][i];
        for (int a = 0; a < COUNT; a++) squares += z[a][i] * z[a][i];
        return -squares / 2 - LOG_NORMALISER;
    }

    private static double bounded(double z) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, z));
    }
}
