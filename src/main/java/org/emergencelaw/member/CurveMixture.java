package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

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
    LongFunction<AccuracyDistribution> observedAt(double doublings) {
        double[] means = new double[curves.length], variances = new double[curves.length];
        for (int i = 0; i < curves.length; i++) {
            means[i] = curves[i].accuracy(doublings);
            variances[i] = curves[i].variance(doublings);
        }
        return items -> {
            double[] precisions = new double[means.length];
            for (int i = 0; i < means.length; i++)
                precisions[i] = 1 / Math.sqrt(variances[i] + FewShotCurve.binomialVariance(means[i], items));
            return new AccuracyDistribution(
                    accuracy -> NormalCdf.mixture(accuracy, weights, means, precisions),
                    () -> Bins.of(weights, means, precisions));
        };
    }

    /**
     * About the same mixture, with a tenth of the parts: normals of like mean and like spread as one, of their mean and variance. A search
     * that goes by it asks the mixture itself a few times alone.
     */
    private static final class Bins {
        private static final int OF_MEAN = 128;
        private static final int OF_SPREAD = 32;
        /** Leading bits of a precision of 1/2: its exponent and half an octave. */
        private static final int LEAST_PRECISION = 2 * 1022;

        private static final int BITS_BELOW = 51;
        private static final double LEAST_VARIANCE = 1e-12;

        private Bins() {}

        static DoubleUnaryOperator of(double[] weights, double[] means, double[] precisions) {
            double[] total = new double[OF_MEAN * OF_SPREAD];
            double[] first = new double[total.length], second = new double[total.length];
            for (int i = 0; i < weights.length; i++) {
                int bin = bin(means[i], precisions[i]);
                total[bin] += weights[i];
                first[bin] += weights[i] * means[i];
                second[bin] += weights[i] * (means[i] * means[i] + 1 / (precisions[i] * precisions[i]));
            }
            int used = 0;
            for (int bin = 0; bin < total.length; bin++) {
                if (total[bin] == 0) continue;
                double mean = first[bin] / total[bin], variance = second[bin] / total[bin] - mean * mean;
                total[used] = total[bin];
                first[used] = mean;
                second[used++] = 1 / Math.sqrt(Math.max(LEAST_VARIANCE, variance));
            }
            double[] w = Arrays.copyOf(total, used), m = Arrays.copyOf(first, used), p = Arrays.copyOf(second, used);
            return accuracy -> NormalCdf.mixture(accuracy, w, m, p);
        }

        private static int bin(double mean, double precision) {
            int ofMean = Math.min(OF_MEAN - 1, (int) (mean * OF_MEAN));
            int bits = (int) (Double.doubleToRawLongBits(precision) >>> BITS_BELOW);
            return ofMean * OF_SPREAD + Math.max(0, Math.min(OF_SPREAD - 1, bits - LEAST_PRECISION));
        }
    }
}
