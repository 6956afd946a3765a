package org.emergencelaw.fit.posterior;

import java.util.Arrays;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.Summary;

/**
 * Weights that keep single bad runs from bending the posterior; fixed before it is computed.
 *
 * <p>Least squares is iterated with weights {@code 5 / (4 + z^2)} (Student t with 4 degrees of freedom), {@code z} the residual
 * over {@code 1.4826 median|residual|}. Then {@code r = 1} for {@code |z| <= 3.5}, else {@code (3.5 / |z|)^4}. The scale is at
 * least the binomial noise of a typical row, or exact zeros below the elbow would make outliers of all else (our choice).
 */
public final class RobustWeights {
    private static final double NORMAL_CONSISTENCY = 1.4826;
    private static final double CUT = 3.5;
    private static final int ROUNDS = 3;
    /** Weights that change by less are final. */
    private static final double TOLERANCE = 1e-3;

    /** {@code r}, one per row, above 0. */
    final double[] values;
    /** Fitted accuracy of each row. */
    final double[] fitted;

    private RobustWeights(double[] values, double[] fitted) {
        this.values = values;
        this.fitted = fitted;
    }

    static RobustWeights of(FitDesign data, EmergenceLawForm form) {
        double[] values = new double[data.size()];
        Arrays.fill(values, 1);
        if (!(data.maxExamples() > data.shots)) return equal(data);
        double[] weights = values.clone();
        LeastSquares.Solution fit = LeastSquares.quick(data, form, true, weights);
        double[] z = scaled(data, fit.residuals());
        for (int round = 0; round < ROUNDS; round++) {
            double change = 0;
            for (int i = 0; i < z.length; i++) {
                double weight = 5 / (4 + z[i] * z[i]);
                change = Math.max(change, Math.abs(weight - weights[i]));
                weights[i] = weight;
            }
            if (change < TOLERANCE) break;
            fit = LeastSquares.refit(data, form, true, weights, fit.elbows());
            z = scaled(data, fit.residuals());
        }
        double[] fitted = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double far = Math.abs(z[i]);
            if (far > CUT) values[i] = Math.pow(CUT / far, 4);
            fitted[i] = data.accuracy[i] - fit.residuals()[i];
        }
        return new RobustWeights(values, fitted);
    }

    /** No row counts less than another. */
    public static RobustWeights equal(FitDesign data) {
        double[] values = new double[data.size()];
        Arrays.fill(values, 1);
        return new RobustWeights(values, levelMeans(data));
    }

    private static double[] scaled(FitDesign data, double[] residuals) {
        double[] sizes = new double[residuals.length], noise = new double[residuals.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(residuals[i]);
            noise[i] = Likelihood.binomialVariance(data.accuracy[i] - residuals[i], data.items[i]);
        }
        double scale = Math.max(NORMAL_CONSISTENCY * Summary.median(sizes), Math.sqrt(Summary.median(noise)));
        double[] z = new double[residuals.length];
        for (int i = 0; i < z.length; i++) z[i] = residuals[i] / scale;
        return z;
    }

    private static double[] levelMeans(FitDesign data) {
        double[] means = new double[data.size()];
        for (int l = 0; l < data.amounts.length; l++) {
            double sum = 0;
            for (int i = data.start[l]; i < data.start[l + 1]; i++) sum += data.accuracy[i];
            for (int i = data.start[l]; i < data.start[l + 1]; i++)
                means[i] = sum / (data.start[l + 1] - data.start[l]);
        }
        return means;
    }
}
