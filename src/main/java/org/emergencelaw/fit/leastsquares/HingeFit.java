package org.emergencelaw.fit.leastsquares;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Interruption;

/**
 * An elbow that was actually seen: least squares of {@code accuracy = B + A max(0, E - L)} on the rows of one data amount alone, as
 * on the few-shot rows with the held-out ones.
 *
 * @param lossNats E, nats
 * @param slope A, accuracy per nat
 * @param floor B
 */
public record HingeFit(double lossNats, double slope, double floor) {

    private static final int CELLS = 2_000;
    private static final int CHECKPOINTS_PAST = 2;

    /**
     * @param shots D0
     * @param rows few-shot rows, or the finetuned rows of one data amount, each with a loss
     * @return absent unless at least two checkpoints lie past the elbow and one before it, and the rise passes the signal gate
     */
    public static Optional<HingeFit> of(int shots, List<Observation> rows) {
        if (rows.size() < 4) return Optional.empty();
        Interruption.here().check();
        FitDesign data = new FitDesign(shots, rows);
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        HingeMoments hinges = new HingeMoments(data, ones);
        LinearParameters step = new LinearParameters();
        // few-shot rows are level 0, finetuned ones level 1
        double[] elbows = new double[data.amounts.length];
        double least = data.minLoss(), most = data.maxLoss(), best = most, bestSum = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= CELLS; i++) {
            double elbow = least + (most - least) * i / CELLS;
            Arrays.fill(elbows, elbow);
            step.solve(hinges, elbows, false);
            if (step.sumOfSquares < bestSum) {
                bestSum = step.sumOfSquares;
                best = elbow;
            }
        }
        Arrays.fill(elbows, best);
        step.solve(hinges, elbows, false);
        double elbow = best;
        long past = data.rows.stream()
                .filter(row -> row.checkpoint().pretrainLossNats().orElseThrow() < elbow)
                .map(Observation::checkpoint)
                .distinct()
                .count();
        double floorOnly = SignalTest.squaresAboutMean(data.accuracy, 0, data.size());
        boolean rises = SignalTest.pValue(2, data.size() - 3, floorOnly, bestSum) < SignalTest.GATE;
        if (past < CHECKPOINTS_PAST || best >= most || !rises) return Optional.empty();
        return Optional.of(new HingeFit(best, step.slope, step.floor));
    }
}
