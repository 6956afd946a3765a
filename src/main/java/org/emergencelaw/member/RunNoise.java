package org.emergencelaw.member;

/**
 * Error of the accuracies of a history at each of five run noises tau: variance {@code tau^2 + q (1 - q) / n}, q the accuracy clipped
 * to 0.02..0.98, {@code ln tau ~ normal(ln 0.02, 0.8)}.
 */
final class RunNoise {

    private static final double[] SDS = {0.006, 0.015, 0.03, 0.06, 0.1};
    private static final double CENTRE = 0.02;
    private static final double LOG_SD = 0.8;
    private static final double MIN_ACCURACY = 0.02;

    static final int LEVELS = SDS.length;

    /** One over the variance, by level and point. */
    final double[][] precision;
    /** Sum of the log variances, by level. */
    final double[] logVariance = new double[LEVELS];

    RunNoise(FewShotHistory history) {
        int n = history.points().size();
        precision = new double[LEVELS][n];
        for (int level = 0; level < LEVELS; level++)
            for (int i = 0; i < n; i++) {
                FewShotHistory.Point point = history.points().get(i);
                double q = Math.max(MIN_ACCURACY, Math.min(1 - MIN_ACCURACY, point.accuracy()));
                double variance = SDS[level] * SDS[level] + q * (1 - q) / point.items();
                precision[level][i] = 1 / variance;
                logVariance[level] += Math.log(variance);
            }
    }

    static double sd(int level) {
        return SDS[level];
    }

    /** But for a constant. */
    static double logPrior(int level) {
        double z = Math.log(SDS[level] / CENTRE) / LOG_SD;
        return -z * z / 2;
    }

    /** Of the points, given what a curve leaves of them. */
    double logLikelihood(int level, double[] left) {
        double squares = 0;
        for (int i = 0; i < left.length; i++) squares += left[i] * left[i] * precision[level][i];
        return -(squares + logVariance[level]) / 2;
    }
}
