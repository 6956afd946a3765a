package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/** Weighted few-shot accuracy curves. */
final class CurveMixture extends CurveDistribution {

    /** Cells of a posterior with less weight than this are left out. */
    private static final double MIN_WEIGHT = 1e-6;

    private final double[] weights;
    private final FewShotCurve[] curves;

    private CurveMixture(double[] weights, FewShotCurve[] curves) {
        this.weights = weights;
        this.curves = curves;
    }

    /** @param weights at least 0, of positive sum; they are brought to the sum 1 */
    static CurveMixture of(double[] weights, List<? extends FewShotCurve> curves) {
        double total = 0;
        for (double weight : weights) total += weight;
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) shares[i] = weights[i] / total;
        return new CurveMixture(shares, curves.toArray(FewShotCurve[]::new));
    }

    static CurveMixture ofEqual(List<? extends FewShotCurve> curves) {
        double[] weights = new double[curves.size()];
        Arrays.fill(weights, 1);
        return of(weights, curves);
    }

    /** Posterior weights of the sum 1 from their logarithms, which need no scale. */
    static double[] normalised(double[] logWeights) {
        double highest = Double.NEGATIVE_INFINITY, total = 0;
        for (double log : logWeights) highest = Math.max(highest, log);
        double[] weights = new double[logWeights.length];
        for (int i = 0; i < weights.length; i++) total += weights[i] = Math.exp(logWeights[i] - highest);
        for (int i = 0; i < weights.length; i++) weights[i] /= total;
        return weights;
    }

    /** The cells of a posterior that count. */
    static CurveMixture ofCells(double[] weights, IntFunction<FewShotCurve> curveOfCell) {
        double[] kept = new double[weights.length];
        List<FewShotCurve> curves = new ArrayList<>();
        for (int cell = 0; cell < weights.length; cell++)
            if (weights[cell] > MIN_WEIGHT) {
                kept[curves.size()] = weights[cell];
                curves.add(curveOfCell.apply(cell));
            }
        return of(Arrays.copyOf(kept, curves.size()), curves);
    }

    /** Mean of the latent accuracy; at negative infinity, of the floor. */
    double meanAccuracy(double doublings) {
        double mean = 0;
        for (int i = 0; i < curves.length; i++) mean += weights[i] * curves[i].accuracy(doublings);
        return mean;
    }

    @Override
    Optional<double[]> elbowBy(DoublingsGrid grid) {
        double[] sums = new double[grid.size()];
        for (int i = 0; i < curves.length; i++) {
            int first = grid.firstFrom(curves[i].elbowDoublings());
            if (first < sums.length) sums[first] += weights[i];
        }
        for (int i = 1; i < sums.length; i++) sums[i] += sums[i - 1];
        return Optional.of(sums);
    }

    @Override
    double[] reaches(double level, DoublingsGrid grid) {
        double[] sums = new double[grid.size()];
        for (int i = 0; i < curves.length; i++) curves[i].addReaches(level, weights[i], grid, sums);
        return sums;
    }

    @Override
    DoubleUnaryOperator observedCdf(double doublings, long items) {
        double[] means = new double[curves.length], precisions = new double[curves.length];
        for (int i = 0; i < curves.length; i++) {
            means[i] = curves[i].accuracy(doublings);
            precisions[i] = 1 / curves[i].observedSd(doublings, items);
        }
        return accuracy -> {
            double sum = 0;
            for (int i = 0; i < means.length; i++)
                sum += weights[i] * NormalCdf.of((accuracy - means[i]) * precisions[i]);
            return sum;
        };
    }
}
