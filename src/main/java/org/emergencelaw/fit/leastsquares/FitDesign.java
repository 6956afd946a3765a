package org.emergencelaw.fit.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;

/**
 * Observations of one series as arrays, sorted by data amount, then loss: the order of the input never changes a result.
 *
 * <p>Level 0 is few-shot at D0; levels 1 and up are the finetuned data amounts, ascending.
 */
public final class FitDesign {

    public final int shots;
    /** D of each level; {@code amounts[0] = shots}. */
    public final double[] amounts;
    /** First row of each level, and the number of rows at the end. */
    public final int[] start;

    public final int[] level;
    public final double[] loss;
    public final double[] accuracy;
    public final double[] items;
    /** Index of the finetuned (D, seed) group, -1 for few-shot rows. */
    public final int[] group;

    public final int[] checkpoint;
    public final int groups;
    public final int checkpoints;
    public final List<Observation> rows;

    /**
     * @param shots D0
     * @param observations rows of one series, each with a pretraining loss
     */
    public FitDesign(int shots, List<Observation> observations) {
        this.shots = shots;
        TreeSet<Long> finetuned = new TreeSet<>();
        for (Observation row : observations) if (row.regime() == Regime.FINETUNED) finetuned.add(row.examples());
        List<Long> ascending = new ArrayList<>(finetuned);
        amounts = new double[ascending.size() + 1];
        amounts[0] = shots;
        for (int i = 0; i < ascending.size(); i++) amounts[i + 1] = ascending.get(i);

        rows = new ArrayList<>(observations);
        rows.sort(Comparator.<Observation>comparingInt(row -> levelOf(row, ascending))
                .thenComparingDouble(FitDesign::lossOf)
                .thenComparingLong(Observation::seed)
                .thenComparingDouble(Observation::accuracy)
                .thenComparingInt(Observation::itemsEvaluated)
                .thenComparing(row -> row.checkpoint().model()));
        int n = rows.size();
        level = new int[n];
        loss = new double[n];
        accuracy = new double[n];
        items = new double[n];
        group = new int[n];
        checkpoint = new int[n];
        start = new int[amounts.length + 1];
        Map<List<Long>, Integer> groupIndex = new LinkedHashMap<>();
        Map<Checkpoint, Integer> checkpointIndex = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            Observation row = rows.get(i);
            level[i] = levelOf(row, ascending);
            loss[i] = lossOf(row);
            accuracy[i] = row.accuracy();
            items[i] = row.itemsEvaluated();
            Integer next = groupIndex.size();
            group[i] =
                    level[i] == 0 ? -1 : groupIndex.computeIfAbsent(List.of(row.examples(), row.seed()), key -> next);
            checkpoint[i] = checkpointIndex.computeIfAbsent(row.checkpoint(), key -> checkpointIndex.size());
            start[level[i] + 1]++;
        }
        for (int l = 0; l < amounts.length; l++) start[l + 1] += start[l];
        groups = groupIndex.size();
        checkpoints = checkpointIndex.size();
    }

    private FitDesign(FitDesign like, double[] accuracy) {
        shots = like.shots;
        amounts = like.amounts;
        start = like.start;
        level = like.level;
        loss = like.loss;
        this.accuracy = accuracy;
        items = like.items;
        group = like.group;
        checkpoint = like.checkpoint;
        groups = like.groups;
        checkpoints = like.checkpoints;
        rows = like.rows;
    }

    /** The same design with other accuracies, in the order of the rows. */
    public FitDesign withAccuracy(double[] other) {
        return new FitDesign(this, other.clone());
    }

    /** One row of {@code step} in each level, the first of each among them. */
    public FitDesign everyNth(int step) {
        List<Observation> some = new ArrayList<>();
        for (int i = 0; i < size(); i++) if ((i - start[level[i]]) % step == 0) some.add(rows.get(i));
        return new FitDesign(shots, some);
    }

    private static int levelOf(Observation row, List<Long> ascending) {
        return row.regime() == Regime.FEW_SHOT ? 0 : 1 + ascending.indexOf(row.examples());
    }

    private static double lossOf(Observation row) {
        return row.checkpoint().pretrainLossNats().orElseThrow();
    }

    public int size() {
        return loss.length;
    }

    /** A bin of each checkpoint: neighbours in loss share one where there are more checkpoints than bins. */
    public int[] byLoss(int maxBins) {
        double[] losses = new double[checkpoints];
        for (int i = 0; i < size(); i++) losses[checkpoint[i]] = loss[i];
        Integer[] order = new Integer[checkpoints];
        Arrays.setAll(order, c -> c);
        Arrays.sort(order, Comparator.comparingDouble(c -> losses[c]));
        int[] bins = new int[checkpoints];
        int count = Math.min(maxBins, checkpoints);
        for (int rank = 0; rank < checkpoints; rank++) bins[order[rank]] = (int) ((long) rank * count / checkpoints);
        return bins;
    }

    /** Positions of the elbows of all levels. */
    public ElbowPositions positions(EmergenceLawForm form) {
        return form.positions(amounts, shots, maxExamples());
    }

    /** Dmax. */
    public double maxExamples() {
        return amounts[amounts.length - 1];
    }

    public double minLoss() {
        double least = Double.POSITIVE_INFINITY;
        for (double value : loss) least = Math.min(least, value);
        return least;
    }

    public double maxLoss() {
        double most = Double.NEGATIVE_INFINITY;
        for (double value : loss) most = Math.max(most, value);
        return most;
    }

    public boolean hasFewShot() {
        return start[1] > 0;
    }
}
