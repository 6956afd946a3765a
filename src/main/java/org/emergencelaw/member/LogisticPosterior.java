package org.emergencelaw.member;

import java.util.List;

/**
 * Posterior of {@link LogisticCurve} on a grid: x0 from -20 to 30 by 0.5, Student t of 4 degrees of freedom, centre 4, scale 5; k at
 * 16 log-uniform points of 0.05 to 3, {@code ln k ~ normal(ln 0.35, 0.8)}; tau and the likelihood as in {@link RunNoise}.
 */
final class LogisticPosterior {

    private static final int MIDPOINTS = 101;
    private static final double FIRST_MIDPOINT = -20;
    private static final double MIDPOINT_STEP = 0.5;
    private static final double MIDPOINT_CENTRE = 4;
    private static final double MIDPOINT_SCALE = 5;
    private static final int STEEPNESSES = 16;
    private static final double MIN_STEEPNESS = 0.05;
    private static final double MAX_STEEPNESS = 3;
    private static final double STEEPNESS_CENTRE = 0.35;
    private static final double STEEPNESS_LOG_SD = 0.8;
    private static final int LEVELS = RunNoise.LEVELS;

    private LogisticPosterior() {}

    static CurveMixture of(FewShotHistory history) {
        List<FewShotHistory.Point> points = history.points();
        RunNoise noise = new RunNoise(history);
        double[] logWeights = new double[MIDPOINTS * STEEPNESSES * LEVELS], left = new double[points.size()];
        for (int cell = 0; cell < MIDPOINTS * STEEPNESSES; cell++) {
            double midpoint = midpoint(cell), steepness = steepness(cell), logPrior = logPrior(cell);
            for (int i = 0; i < left.length; i++) {
                FewShotHistory.Point point = points.get(i);
                left[i] = point.accuracy()
                        - LogisticCurve.accuracy(point.doublings(), midpoint, steepness, history.trivialAccuracy());
            }
            for (int level = 0; level < LEVELS; level++)
                logWeights[cell * LEVELS + level] =
                        logPrior + RunNoise.logPrior(level) + noise.logLikelihood(level, left);
        }
        return CurveMixture.ofCells(
                CurveMixture.normalised(logWeights),
                index -> new LogisticCurve(
                        midpoint(index / LEVELS),
                        steepness(index / LEVELS),
                        history.trivialAccuracy(),
                        RunNoise.sd(index % LEVELS)));
    }

    private static double midpoint(int cell) {
        return FIRST_MIDPOINT + MIDPOINT_STEP * (cell / STEEPNESSES);
    }

    private static double steepness(int cell) {
        double share = (double) (cell % STEEPNESSES) / (STEEPNESSES - 1);
        return MIN_STEEPNESS * Math.pow(MAX_STEEPNESS / MIN_STEEPNESS, share);
    }

    private static double logPrior(int cell) {
        double z = (midpoint(cell) - MIDPOINT_CENTRE) / MIDPOINT_SCALE;
        double logZ = Math.log(steepness(cell) / STEEPNESS_CENTRE) / STEEPNESS_LOG_SD;
        return -2.5 * Math.log1p(z * z / 4) - logZ * logZ / 2;
    }

    /**
     * {@code accuracy(x) = t + (1 - t) / (1 + exp(-k (x - x0)))}, known but for run noise: an observed accuracy on n items has variance
     * {@code tau^2 + y (1 - y) / n}.
     *
     * @param midpointDoublings x0
     * @param steepness k, per doubling, above 0
     * @param trivialAccuracy t, at least 0 and below 1
     * @param runNoise tau
     */
    record LogisticCurve(double midpointDoublings, double steepness, double trivialAccuracy, double runNoise)
            implements FewShotCurve {

        static double accuracy(double doublings, double midpointDoublings, double steepness, double trivialAccuracy) {
            return trivialAccuracy
                    + (1 - trivialAccuracy) / (1 + Math.exp(-steepness * (doublings - midpointDoublings)));
        }

        /** The tangent at the midpoint leaves the floor at {@code x0 - 2/k}. */
        @Override
        public double elbowDoublings() {
            return midpointDoublings - 2 / steepness;
        }

        @Override
        public double accuracy(double doublings) {
            return accuracy(doublings, midpointDoublings, steepness, trivialAccuracy);
        }

        @Override
        public double variance(double doublings) {
            return runNoise * runNoise;
        }

        @Override
        public void addReaches(double level, double weight, DoublingsGrid grid, double[] sums) {
            for (int i = grid.firstFrom(crossing(level)); i < grid.size(); i++) sums[i] += weight;
        }

        private double crossing(double level) {
            double share = (level - trivialAccuracy) / (1 - trivialAccuracy);
            if (share <= 0) return Double.NEGATIVE_INFINITY;
            return midpointDoublings + Math.log(share / (1 - share)) / steepness;
        }
    }
}
