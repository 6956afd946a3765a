package org.emergencelaw.fit.loss;

/**
 * Linf and the terms of a loss law given its exponents and noise: a linear regression with a normal prior, so their posterior is
 * normal and its evidence is known.
 *
 * <p>{@code L_i = Linf + sum_t a_t x_ti^-e_t + error}, error normal with variance {@code (s L_i)^2 / w_i}. With prior mean m and
 * precision P0: {@code P = P0 + X' W X}, {@code h = P0 m + X' W L}, mean {@code P^-1 h}, evidence
 * {@code s^-n |P|^-1/2 exp(-(m' P0 m + L' W L - h' P^-1 h) / 2)}, constants left out.
 */
final class LossLawTerms {

    private final LossData data;
    private final int size;
    private final double[] priorPrecision;
    private final double[] priorMean;
    private final double[] logSize;
    private final double[] inverseVariance;

    /** @param weights of the checkpoints, 1 unless outlying */
    LossLawTerms(LossData data, LossLawPrior prior, double[] weights) {
        this.data = data;
        size = data.terms() + 1;
        priorMean = prior.nats();
        priorPrecision = new double[size];
        for (int j = 0; j < size; j++) priorPrecision[j] = 1 / (prior.natsSd()[j] * prior.natsSd()[j]);
        int n = data.count();
        logSize = new double[n * data.terms()];
        inverseVariance = new double[n];
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < data.terms(); t++) logSize[i * data.terms() + t] = Math.log(data.size(t, i));
            inverseVariance[i] = weights[i] / (data.losses()[i] * data.losses()[i]);
        }
    }

    /**
     * A normal distribution of Linf and the terms.
     *
     * @param factor lower triangle G of the precision {@code P = G G'}
     */
    record Normal(double[] mean, double[][] factor, double logEvidence) {

        /** Turns independent standard normal deviates into a draw, in place: {@code mean + G'^-1 z}. */
        void place(double[] deviates) {
            for (int j = deviates.length - 1; j >= 0; j--) {
                double sum = deviates[j];
                for (int k = j + 1; k < deviates.length; k++) sum -= factor[k][j] * deviates[k];
                deviates[j] = sum / factor[j][j];
            }
            for (int j = 0; j < deviates.length; j++) deviates[j] += mean[j];
        }
    }

    /** @param noise s, relative */
    Normal at(double[] exponents, double noise) {
        double[][] precision = new double[size][size];
        double[] h = new double[size], x = new double[size];
        double squares = 0;
        for (int j = 0; j < size; j++) {
            precision[j][j] = priorPrecision[j];
            h[j] = priorPrecision[j] * priorMean[j];
            squares += h[j] * priorMean[j];
        }
        x[0] = 1;
        int n = data.count(), terms = data.terms();
        double scale = 1 / (noise * noise);
        for (int i = 0; i < n; i++) {
            double w = inverseVariance[i] * scale, loss = data.losses()[i];
            for (int t = 0; t < terms; t++) x[1 + t] = Math.exp(-exponents[t] * logSize[i * terms + t]);
            for (int j = 0; j < size; j++) {
                for (int k = 0; k <= j; k++) precision[j][k] += w * x[j] * x[k];
                h[j] += w * x[j] * loss;
            }
            squares += w * loss * loss;
        }
        return solve(precision, h, squares, -n * Math.log(noise));
    }

    /** Cholesky factor in the place of the precision's lower triangle. */
    private Normal solve(double[][] g, double[] h, double squares, double logNoise) {
        double log = logNoise;
        double[] half = new double[size], mean = new double[size];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = g[j][k];
                for (int m = 0; m < k; m++) sum -= g[j][m] * g[k][m];
                g[j][k] = j == k ? Math.sqrt(Math.max(1e-300, sum)) : sum / g[k][k];
            }
            log -= Math.log(g[j][j]);
            half[j] = h[j];
            for (int k = 0; k < j; k++) half[j] -= g[j][k] * half[k];
            half[j] /= g[j][j];
            squares -= half[j] * half[j];
        }
        for (int j = size - 1; j >= 0; j--) {
            mean[j] = half[j];
            for (int k = j + 1; k < size; k++) mean[j] -= g[k][j] * mean[k];
            mean[j] /= g[j][j];
        }
        return new Normal(mean, g, log - squares / 2);
    }
}
