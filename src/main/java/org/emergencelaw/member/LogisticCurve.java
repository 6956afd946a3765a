package org.emergencelaw.member;

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
        return trivialAccuracy + (1 - trivialAccuracy) / (1 + Math.exp(-steepness * (doublings - midpointDoublings)));
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
    public double observedSd(double doublings, long items) {
        return Math.sqrt(runNoise * runNoise + FewShotCurve.binomialVariance(accuracy(doublings), items));
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
