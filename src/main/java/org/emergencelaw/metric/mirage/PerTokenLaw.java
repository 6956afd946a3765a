package org.emergencelaw.metric.mirage;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.DetectionLimit;
import org.emergencelaw.statistics.Accuracy;

/**
 * The toy model backwards: from accuracies on answers of several tokens, the smooth per-token law that would make them.
 *
 * <p>{@code k_i ~ Binomial(n_i, q_i)}, {@code q = t + (1 - t) exp(-L (x/c)^alpha)} with x a scale (parameters, training compute or
 * pretraining loss), t the trivial accuracy, L the tokens of an answer: a generalised linear model in {@code ln x} with a
 * complementary log-log link of the failures when t = 0. Fitted by maximum likelihood (Fisher scoring).
 *
 * <p>L only rescales c: {@code L (x/c)^alpha = (x/c')^alpha}. So neither alpha, nor the curve, nor how well it fits depends on it,
 * and no accuracies can tell the length of an answer.
 *
 * @param c scale at which the loss is 1 nat per token, in units of x
 * @param alpha exponent; below 0 where x grows with quality, above 0 for a loss
 * @param answerTokens L
 * @param trivialAccuracy t
 * @param deviance twice the log-likelihood lost against a model that knows every accuracy
 * @param degreesOfFreedom points less 2
 * @param pValue of the deviance by the chi-squared distribution; small means more than binomial noise is unexplained
 * @param dispersion deviance over the degrees of freedom, at least 1: how many times the variance exceeds the binomial one;
 *     intervals are widened by it
 * @param devianceExplained {@code 1 - deviance / deviance of a constant}
 */
public record PerTokenLaw(
        double c,
        double alpha,
        int answerTokens,
        double trivialAccuracy,
        double deviance,
        int degreesOfFreedom,
        double pValue,
        double dispersion,
        double devianceExplained,
        Covariance covariance) {

    /** No probability is nearer to 0 or 1. */
    static final double MIN_VARIANCE = 1e-12;

    /**
     * One measured accuracy.
     *
     * @param scale x, positive
     */
    public record Point(double scale, Accuracy accuracy) {
        public Point {
            if (!(scale > 0 && scale < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException("scale must be positive and finite, was " + scale);
        }
    }

    /** Variances of intercept and slope of {@code ln(L loss) = intercept + slope (ln x - centre)}, dispersion included. */
    public record Covariance(double centre, double intercept, double slope, double both) {}

    /** A predicted accuracy with its 90% interval, noise of the measurement included. */
    public record Predicted(double accuracy, double q05, double q95) {
        public boolean holds(double value) {
            return value >= q05 && value <= q95;
        }
    }

    /** What came of a fit: a law, or why there is none. */
    public record Outcome(Optional<PerTokenLaw> law, Optional<String> reason) {
        static Outcome none(String reason) {
            return new Outcome(Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * @param points at least three scales
     * @param answerTokens L, at least 1
     * @param trivial t, 0 to below 1
     */
    public static Outcome fit(List<Point> points, int answerTokens, double trivial) {
        if (!(answerTokens >= 1))
            throw new IllegalArgumentException("answer_tokens must be at least 1, was " + answerTokens);
        if (!(trivial >= 0 && trivial < 1))
            throw new IllegalArgumentException("trivial accuracy must be from 0 to below 1, was " + trivial);
        if (points.stream().mapToDouble(Point::scale).distinct().count() < 3)
            return Outcome.none("a law of two parameters needs accuracies at three scales at least");
        if (points.stream().allMatch(point -> point.accuracy().pValueAgainst(trivial) > DetectionLimit.LEVEL))
            return Outcome.none("every accuracy is indistinguishable from chance, so there is no curve to see");
        if (points.stream()
                .allMatch(point -> point.accuracy().right() == point.accuracy().items()))
            return Outcome.none("every answer is right, so there is no curve to see");
        return new FisherScoring(points, trivial).outcome(answerTokens);
    }

    /** Per-token loss that an accuracy implies, {@code -ln((q - t) / (1 - t)) / L}; infinite at or below t. */
    public static double impliedLoss(double accuracy, int answerTokens, double trivial) {
        double net = Math.max(0, Accuracy.chanceCorrected(accuracy, trivial));
        return net == 1 ? 0 : -Math.log(net) / answerTokens;
    }

    /** {@code (x/c)^alpha}, nats per token. */
    public double lossPerToken(double scale) {
        return Math.pow(scale / c, alpha);
    }

    /** {@code q(x)}. */
    public double accuracy(double scale) {
        return trivialAccuracy + (1 - trivialAccuracy) * Math.exp(-answerTokens * lossPerToken(scale));
    }

    /** @param items on which the accuracy will be measured */
    public Predicted predict(double scale, int items) {
        double mean = accuracy(scale);
        double x = Math.log(scale) - covariance.centre;
        double eta = Math.log(answerTokens) + alpha * Math.log(scale / c);
        double slope = (1 - trivialAccuracy) * Math.exp(eta - Math.exp(eta));
        double ofLaw = slope * slope * (covariance.intercept + 2 * x * covariance.both + x * x * covariance.slope);
        double ofNoise = dispersion * Math.max(mean * (1 - mean), MIN_VARIANCE) / items;
        double half = 1.6448536269514722 * Math.sqrt(ofLaw + ofNoise);
        return new Predicted(mean, Math.max(0, mean - half), Math.min(1, mean + half));
    }

    /** Whether the law leaves no more than binomial noise, and if not, whether it still has the shape. */
    public String words() {
        if (pValue >= 0.05) return "A power law of the loss per token explains the whole series within binomial noise.";
        String much = "the points scatter about it with " + DisplayNumbers.times(dispersion)
                + " the binomial variance, and it explains " + DisplayNumbers.percent(devianceExplained)
                + " of the deviance.";
        return (devianceExplained >= 0.9
                        ? "A power law of the loss per token has the shape of the series, but "
                        : "A power law of the loss per token does not explain the series: ")
                + much;
    }
}
