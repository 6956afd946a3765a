package org.emergencelaw.fit.loss;

import java.util.Arrays;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.statistics.LevenbergMarquardt;
import org.emergencelaw.statistics.Summary;
import org.hipparchus.exception.MathRuntimeException;

/**
 * Most probable loss law: least squares on log residuals {@code ln L - ln L(N, T)} under a Huber loss, the prior as pseudo-observations,
 * by Hipparchus' Levenberg-Marquardt with the law's gradient, reweighted until the weights stand still.
 *
 * <p>Huber weight {@code min(1, 1.345 s / |residual|)}; s is 1.4826 times the median absolute residual. For the posterior they
 * would make intervals of clean families a tenth too narrow, so there only what lies beyond 3.5 s weighs less, (3.5 s / |residual|)^4
 * as with accuracies. Fewer than 6 checkpoints cannot tell an outlier: they weigh 1.
 *
 * @param nats Linf and the terms at the reference
 * @param weights of the checkpoints in the posterior
 * @param noise standard deviation of log residuals
 */
record LossLawMode(double[] nats, double[] exponents, double[] weights, double noise) {

    private static final double HUBER = 1.345;
    private static final double OUTLYING = 3.5;
    private static final int ROUNDS = 12;
    private static final int MIN_FOR_WEIGHTS = 6;
    /** Weight of the prior's noise, in observations. */
    private static final double NOISE_OBSERVATIONS = 2;

    static LossLawMode of(LossData data, LossLawPrior prior) {
        double[] weights = new double[data.count()];
        Arrays.fill(weights, 1);
        int linear = data.terms() + 1;
        double[] point = Arrays.copyOf(prior.nats(), linear + data.terms());
        System.arraycopy(prior.logExponents(), 0, point, linear, data.terms());
        double noise = LossLawPrior.NOISE;
        for (int round = 0; round < ROUNDS; round++) {
            point = minimise(data, prior, point, weights, noise);
            double[] residuals = residuals(data, point);
            noise = noise(residuals, weights, point.length);
            if (data.count() >= MIN_FOR_WEIGHTS) weights = weights(residuals, HUBER, 1);
        }
        double[] outlying = data.count() >= MIN_FOR_WEIGHTS ? weights(residuals(data, point), OUTLYING, 4) : weights;
        double[] exponents = new double[data.terms()];
        for (int t = 0; t < exponents.length; t++) exponents[t] = Math.exp(point[linear + t]);
        return new LossLawMode(Arrays.copyOf(point, linear), exponents, outlying, noise);
    }

    private static LossLaw law(LossData data, double[] point) {
        int linear = data.terms() + 1;
        double[] exponents = new double[data.terms()];
        for (int t = 0; t < exponents.length; t++) exponents[t] = Math.exp(point[linear + t]);
        return data.scaledLaw(point, exponents);
    }

    private static double[] residuals(LossData data, double[] point) {
        LossLaw law = law(data, point);
        double[] residuals = new double[data.count()];
        for (int i = 0; i < residuals.length; i++)
            residuals[i] = Math.log(data.losses()[i])
                    - Math.log(law.lossNats(data.sizes().get(i)));
        return residuals;
    }

    private static double noise(double[] residuals, double[] weights, int parameters) {
        double squares = NOISE_OBSERVATIONS * LossLawPrior.NOISE * LossLawPrior.NOISE, sum = NOISE_OBSERVATIONS;
        for (int i = 0; i < residuals.length; i++) {
            squares += weights[i] * residuals[i] * residuals[i];
            sum += weights[i];
        }
        return Math.sqrt(squares / Math.max(NOISE_OBSERVATIONS, sum - parameters));
    }

    private static double[] weights(double[] residuals, double clean, double power) {
        double[] sizes = Arrays.stream(residuals).map(Math::abs).toArray();
        double scale = Math.max(1e-6, 1.4826 * Summary.median(sizes));
        return Arrays.stream(sizes)
                .map(size -> Math.min(1, Math.pow(clean * scale / size, power)))
                .toArray();
    }

    private static double[] minimise(
            LossData data, LossLawPrior prior, double[] begin, double[] weights, double noise) {
        int p = begin.length, linear = data.terms() + 1, n = data.count();
        double[] target = new double[n + p], lower = new double[p], upper = new double[p];
        for (int i = 0; i < n; i++) target[i] = Math.sqrt(weights[i]) * Math.log(data.losses()[i]) / noise;
        for (int j = 0; j < p; j++) {
            boolean term = j < linear;
            double mean = term ? prior.nats()[j] : prior.logExponents()[j - linear];
            target[n + j] = mean / sd(prior, j, linear);
            lower[j] = term ? (j == 0 ? 0 : 1e-6 * data.minLoss()) : mean - 6 * prior.logExponentSd();
            upper[j] = term ? data.maxLoss() : mean + 6 * prior.logExponentSd();
        }
        try {
            return LevenbergMarquardt.minimise(
                            (point, value, jacobian) -> evaluate(data, prior, weights, noise, point, value, jacobian),
                            target,
                            begin,
                            lower,
                            upper)
                    .parameters();
        } catch (MathRuntimeException stuck) {
            // the posterior does not need the mode, only weights about it
            return begin;
        }
    }

    private static double sd(LossLawPrior prior, int j, int linear) {
        return j < linear ? prior.natsSd()[j] : prior.logExponentSd();
    }

    private static void evaluate(
            LossData data,
            LossLawPrior prior,
            double[] weights,
            double noise,
            double[] point,
            double[] value,
            double[][] jacobian) {
        int linear = data.terms() + 1, n = data.count();
        LossLaw law = law(data, point);
        for (int i = 0; i < n; i++) {
            double loss = law.lossNats(data.sizes().get(i)), scale = Math.sqrt(weights[i]) / noise;
            value[i] = scale * Math.log(loss);
            // the law's order is Linf, a, alpha, b, beta; the point's is Linf, a, b, ln alpha, ln beta
            double[] gradient = law.gradient(data.sizes().get(i));
            jacobian[i][0] = scale * gradient[0] / loss;
            for (int t = 0; t < data.terms(); t++) {
                jacobian[i][1 + t] = scale * gradient[1 + 2 * t] / loss;
                jacobian[i][linear + t] = scale * gradient[2 + 2 * t] * Math.exp(point[linear + t]) / loss;
            }
        }
        for (int j = 0; j < point.length; j++) {
            value[n + j] = point[j] / sd(prior, j, linear);
            Arrays.fill(jacobian[n + j], 0);
            jacobian[n + j][j] = 1 / sd(prior, j, linear);
        }
    }
}
