package org.emergencelaw.fit.posterior;

import java.util.OptionalDouble;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.AnchoredPositions;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.NormalQuantile;
import org.emergencelaw.statistics.Summary;
import org.emergencelaw.statistics.TruncatedNormal;

/**
 * The coordinates in which the posterior is sought, and the parameters there.
 *
 * <p>Each but one is standard normal under the {@link Prior}: z-scores of ln A, Ehi, shape and ln tau; for sD the normal
 * quantile of its place among half-normals. The coordinate of the gap is the z-score of ln G plus
 * {@code ln(1 - w(Dmid)) / sd}: the gap that data show lies between finetuned amounts, from Dmid to Dmax, and in it the posterior
 * bends less. That is a shear: it leaves volumes, and so densities, as they are.
 *
 * <p>Six of them are those of every law. Where the law has an anchor there is one for {@code ln m}, and where checkpoints have an error
 * of their own size one for that.
 */
public final class PosteriorCoordinates {
    public static final int SLOPE = 0, ELBOW = 1, GAP = 2, SHAPE = 3, NOISE = 4, SUBSET = 5, ALWAYS = 6;

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final int NONE = -1;
    /** Standard deviations beyond which everything is the same, and before which nothing overflows. */
    private static final double FARTHEST = 30;

    /** Standard deviations of the anchor beyond which its law no longer changes, and before which no power of it vanishes. */
    private static final double FARTHEST_ANCHOR = 6;

    private static final double MIN_SHARE = 1e-12;
    /** No elbow lies farther than this many gaps from the two that define the law. */
    private static final double FARTHEST_POSITION = 1e6;

    private final Prior prior;
    private final EmergenceLawForm form;
    private final double medianLoss;
    private final ElbowPositions positions;
    private final AnchoredPositions anchored;
    private final double[] position, middlePosition = new double[1];
    private final AnchoredPositions anchoredMiddle;
    /** Coordinates of the anchor and of the checkpoints' error; {@link #NONE} where there is none. */
    private final int anchor, checkpoint;

    /** How many there are. */
    public final int count;
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
        anchored = new AnchoredPositions(data.amounts, data.shots, maxExamples);
        anchoredMiddle = new AnchoredPositions(new double[] {data.amounts[middle]}, data.shots, maxExamples);
        boolean free = form.hasAnchor() && prior.anchor().isPresent();
        anchor = free ? ALWAYS : NONE;
        checkpoint = prior.checkpointSd() > 0 ? ALWAYS + (free ? 1 : 0) : NONE;
        count = ALWAYS + (free ? 1 : 0) + (checkpoint == NONE ? 0 : 1);
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
        return gap(z[GAP][i] - shear(z, i));
    }

    public EmergenceParameters parameters(double[][] z, int i, double floor, double shift) {
        return new EmergenceParameters(
                elbowMax(z, i),
                gap(z, i),
                shape(z, i),
                slope(z, i),
                floor,
                shift,
                noise(z, i),
                subset(z, i),
                anchor == NONE ? OptionalDouble.empty() : OptionalDouble.of(anchor(z, i)),
                checkpoint(z, i));
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
        return prior.subsetSd() * halfNormal(z[SUBSET][i]);
    }

    /** sL, nats; 0 where the prior has none. */
    double checkpoint(double[][] z, int i) {
        return checkpoint == NONE ? 0 : prior.checkpointSd() * halfNormal(z[checkpoint][i]);
    }

    /** m, examples; of a law that has one. */
    private double anchor(double[][] z, int i) {
        Prior.Anchor of = prior.anchor().orElseThrow();
        return of.anchorMedian()
                * Math.exp(of.anchorSpread() * Math.max(-FARTHEST_ANCHOR, Math.min(FARTHEST_ANCHOR, z[anchor][i])));
    }

    /** A half-normal variable of scale 1 at its place among such. */
    private static double halfNormal(double score) {
        return -NormalQuantile.of(TruncatedNormal.upper(bounded(score)) / 2);
    }

    private double shear(double[][] z, int i) {
        if (middle == 0) return 0;
        if (anchor == NONE) return shearAt(positions.at(middle, shape(z, i)));
        anchoredMiddle.at(anchor(z, i), shape(z, i), middlePosition);
        return shearAt(middlePosition[0]);
    }

    /** @param middlePosition w(Dmid), or 0 for no shear */
    private double shearAt(double middlePosition) {
        return Math.log(Math.max(1 - middlePosition, MIN_SHARE)) / prior.gapSpread();
    }

    /** Turns z-scores at point i into coordinates. */
    public void fromScores(double[][] z, int i) {
        z[GAP][i] += shear(z, i);
    }

    /**
     * Elbows of all levels at point i, nats.
     *
     * @param elbows receives them at {@code elbows[.][lane]}
     * @return the log prior density of the point
     */
    double place(double[][] z, int i, double[][] elbows, int lane) {
        if (anchor == NONE) positions.at(shape(z, i), position);
        else anchored.at(anchor(z, i), shape(z, i), position);
        double gapScore = z[GAP][i] - shearAt(position[middle]);
        double most = elbowMax(z, i), gap = gap(gapScore);
        for (int l = 0; l < position.length; l++)
            elbows[l][lane] = most - gap * (1 - Math.max(-FARTHEST_POSITION, position[l]));
        double squares = gapScore * gapScore - z[GAP][i] * z[GAP][i];
        for (int a = 0; a < count; a++) squares += z[a][i] * z[a][i];
        return -squares / 2 - count * 0.5 * LOG_TWO_PI;
    }

    private static double bounded(double z) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, z));
    }
}
