package org.emergencelaw.metric.mirage;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.emergencelaw.statistics.Accuracy;

/** Maximum likelihood of a {@link PerTokenLaw}: Fisher scoring of intercept and slope of {@code ln(L loss)} over centred {@code ln x}. */
final class FisherScoring {

    private static final int STEPS = 200;

    /** A steeper curve over the whole span of scales is a jump, not a law. */
    private static final double STEEPEST = 60;

    private static final double MIN_VARIANCE = PerTokenLaw.MIN_VARIANCE;

    private final List<PerTokenLaw.Point> points;
    private final double trivial;
    private final double centre;
    private double intercept;
    private double slope;

    FisherScoring(List<PerTokenLaw.Point> points, double trivial) {
        this.points = points;
        this.trivial = trivial;
        centre = points.stream()
                .mapToDouble(point -> Math.log(point.scale()))
                .average()
                .orElseThrow();
    }

    PerTokenLaw.Outcome outcome(int answerTokens) {
        double pooled = pooled();
        // start at the constant, half a right answer away from the ends
        intercept = Math.log(-Math.log(Math.min(0.98, Math.max(0.02, (pooled - trivial) / (1 - trivial)))));
        boolean settled = climb();
        double span = span();
        if (!settled || Math.abs(slope) * span > STEEPEST)
            return PerTokenLaw.Outcome.none(
                    "the accuracies jump between two neighbouring scales; a power law has no best value for such a"
                            + " series");
        int degrees = points.size() - 2;
        double deviance = deviance(intercept, slope);
        double dispersion = Math.max(1, degrees == 0 ? 1 : deviance / degrees);
        double p = degrees == 0 ? 1 : 1 - new ChiSquaredDistribution(null, degrees).cumulativeProbability(deviance);
        double[] inverse = inverse(information());
        double logC = slope == 0 ? 0 : centre - (intercept - Math.log(answerTokens)) / slope;
        if (slope == 0 || !(Math.exp(logC) > 0 && Math.exp(logC) < Double.POSITIVE_INFINITY))
            return PerTokenLaw.Outcome.none("accuracy does not change with scale, so there is no law to see");
        return new PerTokenLaw.Outcome(
                Optional.of(new PerTokenLaw(
                        Math.exp(logC),
                        slope,
                        answerTokens,
                        trivial,
                        deviance,
                        degrees,
                        p,
                        dispersion,
                        1 - deviance / constantDeviance(pooled),
                        new PerTokenLaw.Covariance(
                                centre, dispersion * inverse[0], dispersion * inverse[2], dispersion * inverse[1]))),
                Optional.empty());
    }

    private double pooled() {
        double right = 0, items = 0;
        for (PerTokenLaw.Point point : points) {
            right += point.accuracy().right();
            items += point.accuracy().items();
        }
        return right / items;
    }

    private double span() {
        var x = points.stream().mapToDouble(point -> Math.log(point.scale())).summaryStatistics();
        return x.getMax() - x.getMin();
    }

    private boolean climb() {
        double before = deviance(intercept, slope);
        for (int step = 0; step < STEPS; step++) {
            double[] information = information();
            double[] inverse = inverse(information);
            double a = inverse[0] * information[3] + inverse[1] * information[4];
            double b = inverse[1] * information[3] + inverse[2] * information[4];
            double share = 1;
            double after = deviance(intercept + a, slope + b);
            while (!(after <= before) && share > 1e-10) {
                share /= 2;
                after = deviance(intercept + share * a, slope + share * b);
            }
            if (!(after <= before)) return true;
            intercept += share * a;
            slope += share * b;
            if (before - after < 1e-12 * (1 + after)) return true;
            before = after;
        }
        return false;
    }

    private double mean(double eta) {
        double q = trivial + (1 - trivial) * Math.exp(-Math.exp(eta));
        return Math.min(1 - MIN_VARIANCE, Math.max(MIN_VARIANCE, q));
    }

    /** Information (11, 12, 22) and score (1, 2). */
    private double[] information() {
        double[] sums = new double[5];
        for (PerTokenLaw.Point point : points) {
            double x = Math.log(point.scale()) - centre;
            double eta = intercept + slope * x;
            double q = mean(eta);
            double change = -(1 - trivial) * Math.exp(eta - Math.exp(eta));
            double weight = point.accuracy().items() / (q * (1 - q));
            double information = weight * change * change;
            double score = weight * change * (point.accuracy().value() - q);
            sums[0] += information;
            sums[1] += information * x;
            sums[2] += information * x * x;
            sums[3] += score;
            sums[4] += score * x;
        }
        return sums;
    }

    /** Inverse (11, 12, 22); a hair on the diagonal keeps a flat likelihood from dividing by zero. */
    private static double[] inverse(double[] m) {
        double ridge = 1e-9;
        double a = m[0] + ridge, d = m[2] + ridge, b = m[1];
        double determinant = a * d - b * b;
        return new double[] {d / determinant, -b / determinant, a / determinant};
    }

    private double deviance(double a, double b) {
        double sum = 0;
        for (PerTokenLaw.Point point : points)
            sum += lost(point.accuracy(), mean(a + b * (Math.log(point.scale()) - centre)));
        return sum;
    }

    private double constantDeviance(double pooled) {
        double q = Math.min(1 - MIN_VARIANCE, Math.max(MIN_VARIANCE, pooled));
        return points.stream().mapToDouble(point -> lost(point.accuracy(), q)).sum();
    }

    private static double lost(Accuracy accuracy, double q) {
        double y = accuracy.value();
        double right = y == 0 ? 0 : y * Math.log(y / q);
        double wrong = y == 1 ? 0 : (1 - y) * Math.log((1 - y) / (1 - q));
        return Math.max(0, 2 * accuracy.items() * (right + wrong));
    }
}
