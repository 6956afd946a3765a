package org.emergencelaw.member;

import java.util.List;

/**
 * Posterior of the hinge with a "never" spike, cell by cell of {@link HingePrior} and {@link RunNoise}.
 *
 * <p>{@code y_i ~ normal(B + r(x_i), tau^2 + q (1 - q) / n_i)}, {@code r = c (1 - exp(-a max(0, x - e) / c))} with c one less the
 * trivial accuracy; the floor {@code B ~ normal(trivial accuracy, 0.1)} is integrated out, and is normal given the cell.
 *
 * @param curves the cells as curves
 * @param pNever posterior share of "never"
 */
record HingePosterior(CurveMixture curves, double pNever) {

    private static final double FLOOR_SD = 0.1;
    private static final double FLOOR_PRECISION = 1 / (FLOOR_SD * FLOOR_SD);

    static HingePosterior of(FewShotHistory history, HingePrior prior) {
        return new Cells(history).posterior(prior);
    }

    /** Probability that the elbow lies ahead of the strongest visible checkpoint, "never" included. */
    double pElbowAhead() {
        // weights of the sum 1 add up to a little more or less
        return Math.max(0, 1 - curves.elbowBy(DoublingsGrid.at(0)).orElseThrow()[0]);
    }

    /** Mean of the floor: what is left of every curve far to the left. */
    double meanFloor() {
        return curves.meanAccuracy(Double.NEGATIVE_INFINITY);
    }

    /**
     * The sums over the points, which are the same under any prior; cell {@code i} has noise {@code i % LEVELS}.
     */
    static final class Cells {
        private static final int LEVELS = RunNoise.LEVELS;

        private final List<FewShotHistory.Point> points;
        private final double trivialAccuracy;
        private final RunNoise noise;
        /** What the points take from the log weight of a cell. */
        private final double[] misfit = new double[HingePrior.CELLS * LEVELS];

        private final double[] floor = new double[misfit.length];
        /** Precision of the floor, by noise. */
        private final double[] precision = new double[LEVELS];

        Cells(FewShotHistory history) {
            points = history.points();
            trivialAccuracy = history.trivialAccuracy();
            noise = new RunNoise(history);
            for (int level = 0; level < LEVELS; level++) {
                precision[level] = FLOOR_PRECISION;
                for (double each : noise.precision[level]) precision[level] += each;
            }
            double[] left = new double[points.size()];
            for (int cell = 0; cell < HingePrior.CELLS; cell++) {
                subtractRise(cell, left);
                for (int level = 0; level < LEVELS; level++) fill(cell * LEVELS + level, level, left);
            }
        }

        private void subtractRise(int cell, double[] left) {
            double elbow = HingePrior.elbow(cell), slope = HingePrior.slope(cell), room = 1 - trivialAccuracy;
            for (int i = 0; i < left.length; i++) {
                FewShotHistory.Point point = points.get(i);
                left[i] = point.accuracy() - HingeCurve.rise(slope, point.doublings() - elbow, room);
            }
        }

        private void fill(int index, int level, double[] left) {
            double linear = FLOOR_PRECISION * trivialAccuracy, squares = linear * trivialAccuracy;
            double[] each = noise.precision[level];
            for (int i = 0; i < left.length; i++) {
                double weighted = left[i] * each[i];
                linear += weighted;
                squares += left[i] * weighted;
            }
            floor[index] = linear / precision[level];
            misfit[index] =
                    (squares - linear * floor[index] + Math.log(precision[level]) + noise.logVariance[level]) / 2;
        }

        HingePosterior posterior(HingePrior prior) {
            double[] logPrior = prior.logPrior(), logWeight = new double[misfit.length];
            for (int level = 0; level < LEVELS; level++) {
                double ofNoise = RunNoise.logPrior(level);
                for (int cell = 0, i = level; cell < HingePrior.CELLS; cell++, i += LEVELS)
                    logWeight[i] = logPrior[cell] + ofNoise - misfit[i];
            }
            double[] weights = CurveMixture.normalised(logWeight);
            double pNever = 0;
            for (int level = 1; level <= LEVELS; level++) pNever += weights[weights.length - level];
            return new HingePosterior(CurveMixture.ofCells(weights, this::curve), pNever);
        }

        private FewShotCurve curve(int index) {
            int cell = index / LEVELS, level = index % LEVELS;
            return new HingeCurve(
                    HingePrior.elbow(cell),
                    HingePrior.slope(cell),
                    floor[index],
                    1 / Math.sqrt(precision[level]),
                    RunNoise.sd(level),
                    0);
        }
    }
}
