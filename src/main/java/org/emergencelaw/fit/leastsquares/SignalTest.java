package org.emergencelaw.fit.leastsquares;

import java.util.List;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.FDistribution;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Accuracy;

/**
 * Whether anything rises at all, and which data amounts show their elbow.
 *
 * @param pValue F test of the fitted law against floors only
 * @param resolvedLevels data amounts whose elbow lies inside the loss range, seen from both sides
 * @param fewShotRises whether some few-shot checkpoint scores better than guessing
 */
public record SignalTest(double pValue, int resolvedLevels, boolean fewShotRises) {

    /** In simulation, p below this never happened without signal and did in 99% of tasks with signal. */
    static final double GATE = 1e-4;

    private static final double FEW_SHOT_LEVEL = 0.001;
    /** What the law has beyond floors: slope, Ehi, gap, shape. */
    private static final int LAW_PARAMETERS = 4;

    public boolean present() {
        return pValue < GATE;
    }

    public static SignalTest of(FitDesign data, LeastSquares.Solution best, double trivialAccuracy, boolean shift) {
        return new SignalTest(pValue(data, best, shift), resolved(data, best), fewShotRises(data, trivialAccuracy));
    }

    private static double pValue(FitDesign data, LeastSquares.Solution best, boolean shift) {
        int freedom = data.size() - LAW_PARAMETERS - floors(data, shift);
        return pValue(LAW_PARAMETERS, freedom, floorOnlySumOfSquares(data, shift), best.sumOfSquares());
    }

    /** F test of nested least-squares fits. */
    static double pValue(int parameters, int residualFreedom, double restricted, double full) {
        double gained = restricted - full;
        // differences at rounding level of the total are no signal
        if (residualFreedom < 1 || gained <= 1e-12 * Math.max(restricted, 1e-9)) return 1;
        if (full <= 1e-15 * restricted) return 0;
        double ratio = gained / parameters / (full / residualFreedom);
        return 1 - new FDistribution(null, parameters, residualFreedom).cumulativeProbability(ratio);
    }

    private static int floors(FitDesign data, boolean shift) {
        return shift && data.hasFewShot() ? 2 : 1;
    }

    private static double floorOnlySumOfSquares(FitDesign data, boolean shift) {
        int own = shift ? data.start[1] : 0;
        return squaresAboutMean(data.accuracy, 0, own) + squaresAboutMean(data.accuracy, own, data.size());
    }

    static double squaresAboutMean(double[] values, int from, int to) {
        double mean = 0, sum = 0;
        for (int i = from; i < to; i++) mean += values[i] / (to - from);
        for (int i = from; i < to; i++) sum += (values[i] - mean) * (values[i] - mean);
        return sum;
    }

    /** {@code sqrt(SSE / (n - p))}. */
    public static double residualSd(FitDesign data, LeastSquares.Solution best, boolean shift) {
        int freedom = Math.max(1, data.size() - LAW_PARAMETERS - floors(data, shift));
        return Math.sqrt(best.sumOfSquares() / freedom);
    }

    private static int resolved(FitDesign data, LeastSquares.Solution best) {
        double[] elbows = best.elbows().at(data, best.form());
        int resolved = 0;
        for (int l = 1; l < elbows.length; l++) {
            double least = data.loss[data.start[l]], most = data.loss[data.start[l + 1] - 1];
            if (least < elbows[l] && elbows[l] <= most) resolved++;
        }
        return resolved;
    }

    private static boolean fewShotRises(FitDesign data, double trivialAccuracy) {
        TreeMap<Integer, int[]> byCheckpoint = new TreeMap<>();
        for (int i = 0; i < data.start[1]; i++) {
            Observation row = data.rows.get(i);
            int[] sums = byCheckpoint.computeIfAbsent(data.checkpoint[i], key -> new int[2]);
            sums[0] += row.itemsRight();
            sums[1] += row.itemsEvaluated();
        }
        double level = FEW_SHOT_LEVEL / Math.max(1, byCheckpoint.size());
        List<int[]> pooled = List.copyOf(byCheckpoint.values());
        return pooled.stream().anyMatch(sums -> new Accuracy(sums[0], sums[1]).pValueAgainst(trivialAccuracy) < level);
    }
}
