package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.emergencelaw.law.AccuracyCurve;
import org.hipparchus.exception.MathRuntimeException;

/**
 * Least squares of {@code accuracy = B + Delta [few-shot] + A max(0, E(D) - L)}.
 *
 * <p>A, B and Delta are linear given the elbows and are solved exactly ({@link LinearStep}); only Ehi, ln G and the shape are
 * searched (variable projection, Golub and Pereyra 1973; Jacobian as in Kaufman 1975, whose gradient is exact). The kinks make
 * local minima, so every local minimum of a grid is polished by Levenberg-Marquardt.
 */
final class LeastSquares {

    private static final int ELBOW_CELLS = 22;
    private static final int GAP_CELLS = 12;
    private static final int STARTS = 6;
    private static final int KINK_STARTS = 3;
    private static final int KINK_ROUNDS = 5;

    private final FitData data;
    private final LawForm form;
    private final boolean shift;
    private final double[] weights;
    private final HingeMoments hinges;
    private final double[] lower;
    private final double[] upper;

    /**
     * A least-squares fit.
     *
     * @param elbows Ehi, gap and shape
     * @param slope A, accuracy per nat
     * @param floor B
     * @param fewShotShift Delta
     * @param sumOfSquares weighted sum of squared residuals
     */
    record Solution(
            LawForm form,
            Elbows elbows,
            double slope,
            double floor,
            double fewShotShift,
            double sumOfSquares,
            double[] residuals) {

        AccuracyCurve curve(FitData data) {
            return new AccuracyCurve(
                    form.law(elbows.most(), elbows.gap(), elbows.shape(), data.shots, data.mostExamples()),
                    slope,
                    floor,
                    fewShotShift,
                    data.shots);
        }
    }

    LeastSquares(FitData data, LawForm form, boolean shift, double[] weights) {
        this.data = data;
        this.form = form;
        this.shift = shift;
        this.weights = weights;
        hinges = new HingeMoments(data, weights);
        double reach = Math.max(data.mostLoss() - data.leastLoss(), 1e-3 * data.mostLoss());
        lower = new double[] {data.leastLoss() - reach, Math.log(1e-3 * reach), form.leastShape};
        upper = new double[] {data.mostLoss() + 4 * reach, Math.log(100 * reach), form.mostShape};
    }

    static Solution fit(FitData data, LawForm form, boolean shift) {
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        return fit(data, form, shift, ones);
    }

    /** @param weights one per row, at least 0 */
    static Solution fit(FitData data, LawForm form, boolean shift, double[] weights) {
        return new LeastSquares(data, form, shift, weights).search();
    }

    private Solution search() {
        List<double[]> polished = new ArrayList<>();
        for (double[] start : starts()) polished.add(minimise(Face.FREE, new double[] {start[0], start[1], start[2]}));
        polished.sort(Comparator.comparingDouble(this::sumOfSquares));
        double[] best = polished.isEmpty()
                ? new double[] {data.mostLoss(), Math.log(data.mostLoss() - data.leastLoss() + 1e-3), 1}
                : polished.get(0);
        for (double[] point : polished.subList(0, Math.min(KINK_STARTS, polished.size()))) {
            double[] end = alongKinks(point);
            if (sumOfSquares(end) < sumOfSquares(best)) best = end;
        }
        return solution(best);
    }

    /** Slides along the kinks that stopped the smooth search, until that no longer helps. */
    private double[] alongKinks(double[] point) {
        double[] best = point;
        for (int round = 0; round < KINK_ROUNDS; round++) {
            double before = sumOfSquares(best);
            double tolerance = 1e-6 * (data.mostLoss() - data.leastLoss());
            for (Face face : Face.through(best, data, form, tolerance)) {
                double[] end = minimise(Face.FREE, minimise(face, best));
                if (sumOfSquares(end) < sumOfSquares(best)) best = end;
            }
            if (!(sumOfSquares(best) < before * (1 - 1e-10))) break;
        }
        return best;
    }

    /** Local minima of the grid over (Ehi, ln G, shape), best first, at most {@link #STARTS}. */
    private List<double[]> starts() {
        double[] shapes = form.shapeGrid();
        double[] mosts = spread(data.leastLoss(), (data.mostLoss() + upper[0]) / 2, ELBOW_CELLS);
        double[] gaps = spread(lower[1] + 2, upper[1] - 1.5, GAP_CELLS);
        double[][][] sums = new double[shapes.length][gaps.length][mosts.length];
        LinearStep step = new LinearStep();
        double[] elbows = new double[data.amounts.length];
        for (int s = 0; s < shapes.length; s++) {
            double[] below = new Elbows(0, 1, shapes[s]).at(data, form);
            for (int g = 0; g < gaps.length; g++) {
                double gap = Math.exp(gaps[g]);
                for (int m = 0; m < mosts.length; m++) {
                    for (int l = 0; l < elbows.length; l++) elbows[l] = mosts[m] + gap * below[l];
                    step.solve(hinges, elbows, shift);
                    sums[s][g][m] = step.sumOfSquares;
                }
            }
        }
        List<double[]> minima = new ArrayList<>();
        for (int s = 0; s < shapes.length; s++)
            for (int g = 0; g < gaps.length; g++)
                for (int m = 0; m < mosts.length; m++)
                    if (isMinimum(sums, s, g, m))
                        minima.add(new double[] {mosts[m], gaps[g], shapes[s], sums[s][g][m]});
        minima.sort(Comparator.comparingDouble(start -> start[3]));
        return minima.subList(0, Math.min(STARTS, minima.size()));
    }

    private static double[] spread(double from, double to, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = from + (to - from) * i / (count - 1);
        return values;
    }

    private static boolean isMinimum(double[][][] sums, int s, int g, int m) {
        double here = sums[s][g][m];
        for (int i = Math.max(0, s - 1); i <= Math.min(sums.length - 1, s + 1); i++)
            for (int j = Math.max(0, g - 1); j <= Math.min(sums[i].length - 1, g + 1); j++)
                for (int k = Math.max(0, m - 1); k <= Math.min(sums[i][j].length - 1, m + 1); k++)
                    if (sums[i][j][k] < here) return false;
        return true;
    }

    /** The minimum on a face from a point on it; the point itself where the optimiser makes nothing of it. */
    private double[] minimise(Face face, double[] from) {
        double[] target = new double[data.size()];
        for (int i = 0; i < target.length; i++) target[i] = Math.sqrt(weights[i]) * data.accuracy[i];
        LevenbergMarquardt.Model model = (free, value, jacobian) -> {
            double[][] derivative = new double[3][free.length];
            double[] point = face.point(free, from, data, form, derivative);
            double[][] full = new double[value.length][3];
            project(point, value, full);
            for (int i = 0; i < value.length; i++)
                for (int j = 0; j < free.length; j++)
                    jacobian[i][j] = full[i][0] * derivative[0][j]
                            + full[i][1] * derivative[1][j]
                            + full[i][2] * derivative[2][j];
        };
        try {
            double[] free = LevenbergMarquardt.minimise(
                            model, target, face.coordinates(from), face.coordinates(lower), face.coordinates(upper))
                    .parameters();
            double[] end = face.point(free, from, data, form, new double[3][free.length]);
            return sumOfSquares(end) < sumOfSquares(from) ? end : from;
        } catch (MathRuntimeException stuck) {
            return from;
        }
    }

    private double sumOfSquares(double[] point) {
        return solution(point).sumOfSquares;
    }

    private Elbows elbows(double[] parameters) {
        return new Elbows(parameters[0], Math.exp(parameters[1]), parameters[2]);
    }

    /** The model with its linear parameters projected out. */
    private void project(double[] parameters, double[] value, double[][] jacobian) {
        Elbows coordinates = elbows(parameters);
        double[] elbows = coordinates.at(data, form);
        LinearStep step = new LinearStep();
        step.solve(hinges, elbows, shift);
        double[] shapeSlope = new double[elbows.length];
        for (int l = 0; l < elbows.length; l++)
            shapeSlope[l] = coordinates.gap()
                    * form.positionSlope(data.amounts[l], data.shots, data.mostExamples(), coordinates.shape());
        boolean floorFree = step.floor > 0 && step.floor < 1;
        double[][] basis = new double[3][data.size()];
        for (int i = 0; i < value.length; i++) {
            double root = Math.sqrt(weights[i]);
            int l = data.level[i];
            boolean ownFloor = shift && l == 0;
            double over = Math.max(0, elbows[l] - data.loss[i]);
            value[i] = root * (step.floor + (ownFloor ? step.fewShotShift : 0) + step.slope * over);
            basis[0][i] = ownFloor || !floorFree ? 0 : root;
            basis[1][i] = ownFloor ? root : 0;
            basis[2][i] = root * over;
            double rise = over > 0 ? root * step.slope : 0;
            jacobian[i][0] = rise;
            jacobian[i][1] = rise * (elbows[l] - coordinates.most());
            jacobian[i][2] = rise * shapeSlope[l];
        }
        for (double[] column : orthonormal(basis)) removeFrom(jacobian, column);
    }

    /** Gram-Schmidt; a column within the span of those before it becomes zero. */
    private static double[][] orthonormal(double[][] columns) {
        for (int j = 0; j < columns.length; j++) {
            double before = dot(columns[j], columns[j]);
            for (int k = 0; k < j; k++) {
                double share = dot(columns[j], columns[k]);
                for (int i = 0; i < columns[j].length; i++) columns[j][i] -= share * columns[k][i];
            }
            double after = dot(columns[j], columns[j]);
            double scale = after > 1e-20 * before ? 1 / Math.sqrt(after) : 0;
            for (int i = 0; i < columns[j].length; i++) columns[j][i] *= scale;
        }
        return columns;
    }

    private static void removeFrom(double[][] jacobian, double[] unit) {
        for (int j = 0; j < jacobian[0].length; j++) {
            double share = 0;
            for (int i = 0; i < unit.length; i++) share += unit[i] * jacobian[i][j];
            for (int i = 0; i < unit.length; i++) jacobian[i][j] -= share * unit[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private Solution solution(double[] parameters) {
        Elbows coordinates = elbows(parameters);
        double[] elbows = coordinates.at(data, form);
        LinearStep step = new LinearStep();
        step.solve(hinges, elbows, shift);
        double[] residuals = new double[data.size()];
        double sum = 0;
        for (int i = 0; i < residuals.length; i++) {
            int l = data.level[i];
            double mean = step.floor
                    + (shift && l == 0 ? step.fewShotShift : 0)
                    + step.slope * Math.max(0, elbows[l] - data.loss[i]);
            residuals[i] = data.accuracy[i] - mean;
            sum += weights[i] * residuals[i] * residuals[i];
        }
        return new Solution(form, coordinates, step.slope, step.floor, step.fewShotShift, sum, residuals);
    }
}
