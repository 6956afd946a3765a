package org.emergencelaw.fit.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * Grid over (Ehi, elbow of the smallest finetuned data amount, shape) whose local minima start a search.
 *
 * <p>The sum of squares is smooth as long as no elbow crosses a loss of its own level, so elbows stand between the losses.
 */
final class StartGrid {

    private static final int MAX_GAPS = 14;
    private static final double[] BEYOND = {0.15, 0.6, 2};

    private StartGrid() {}

    /** Local minima of the projected sum of squares as (Ehi, ln G, shape), best first. */
    static List<double[]> minima(
            FitDesign data, EmergenceLawForm form, boolean shift, HingeMoments hinges, double[] lower, double[] upper) {
        double[] shapes = form.shapeGrid();
        double[] values = elbowValues(data);
        int n = values.length;
        double[][][] sums = new double[shapes.length][n][n];
        ElbowPositions positions = data.positions(form);
        LinearParameters step = new LinearParameters();
        double[] elbows = new double[data.amounts.length], position = new double[elbows.length];
        double minGap = Math.exp(lower[1]), maxGap = Math.exp(upper[1]);
        for (int s = 0; s < shapes.length; s++) {
            positions.at(shapes[s], position);
            for (double[] row : sums[s]) Arrays.fill(row, Double.POSITIVE_INFINITY);
            for (int g = 0; g < n; g++)
                for (int m = g + 1; m < n; m++) {
                    double gap = (values[m] - values[g]) / (1 - position[1]);
                    if (!(gap >= minGap && gap <= maxGap)) continue;
                    for (int l = 0; l < elbows.length; l++) elbows[l] = values[m] - gap * (1 - position[l]);
                    step.solve(hinges, elbows, shift);
                    sums[s][g][m] = step.sumOfSquares;
                }
        }
        List<double[]> minima = new ArrayList<>();
        for (int s = 0; s < shapes.length; s++) {
            positions.at(shapes[s], position);
            for (int g = 0; g < n; g++)
                for (int m = g + 1; m < n; m++)
                    if (sums[s][g][m] < Double.POSITIVE_INFINITY && isMinimum(sums, s, g, m))
                        minima.add(new double[] {
                            values[m], Math.log((values[m] - values[g]) / (1 - position[1])), shapes[s], sums[s][g][m]
                        });
        }
        minima.sort(Comparator.comparingDouble(start -> start[3]));
        minima.replaceAll(start -> new double[] {start[0], start[1], start[2]});
        return minima;
    }

    /** Between neighbouring losses, and some beyond them on both sides. */
    private static double[] elbowValues(FitDesign data) {
        double[] losses = distinct(data.loss);
        int gaps = Math.min(MAX_GAPS, losses.length - 1);
        double least = losses[0], reach = losses[losses.length - 1] - least;
        int b = BEYOND.length;
        double[] values = new double[gaps + 2 * b];
        for (int i = 0; i < gaps; i++) {
            double rank = (i + 0.5) * (losses.length - 1) / gaps;
            int below = (int) rank;
            values[b + i] = losses[below] + (rank - below) * (losses[below + 1] - losses[below]);
        }
        for (int i = 0; i < b; i++) {
            values[b - 1 - i] = least - BEYOND[i] * reach;
            values[b + gaps + i] = least + reach * (1 + BEYOND[i]);
        }
        return values;
    }

    /** Ascending; a stream would box every value. */
    private static double[] distinct(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (double value : sorted) if (count == 0 || value != sorted[count - 1]) sorted[count++] = value;
        return Arrays.copyOf(sorted, count);
    }

    private static boolean isMinimum(double[][][] sums, int s, int g, int m) {
        double here = sums[s][g][m];
        for (int i = Math.max(0, s - 1); i <= Math.min(sums.length - 1, s + 1); i++)
            for (int j = Math.max(0, g - 1); j <= Math.min(sums[i].length - 1, g + 1); j++)
                for (int k = Math.max(0, m - 1); k <= Math.min(sums[i][j].length - 1, m + 1); k++)
                    if (sums[i][j][k] < here) return false;
        return true;
    }
}
