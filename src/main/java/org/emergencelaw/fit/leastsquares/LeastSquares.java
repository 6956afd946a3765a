package org.emergencelaw.fit.leastsquares;

import java.util.Arrays;
import java.util.List;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.statistics.LevenbergMarquardt;
import org.hipparchus.exception.MathRuntimeException;

/**
 * Least squares of {@code accuracy = B + Delta [few-shot] + A max(0, E(D) - L)}.
 *
 * <p>A, B and Delta are linear given the elbows and are solved exactly ({@link LinearParameters}); only Ehi, ln G and the shape are
 * searched (variable projection, Golub and Pereyra 1973; Jacobian as in Kaufman 1975, whose gradient is exact). The search for
 * the global minimum works on prefix sums ({@link StartGrid}, {@link LocalSearch}, {@link GlobalSearch}); what it finds is polished on the
 * residuals by {@link LevenbergMarquardt}.
 */
public final class LeastSquares {

    static final int WALKS = 3;
    /** Evaluations of a polish; the search comes within a few of the minimum. */
    private static final int POLISH = 25;

    private final FitDesign data;
    private final EmergenceLawForm form;
    private final boolean shift;
    private final double[] weights;
    private final HingeMoments hinges;
    public final double[] lower;
    public final double[] upper;

    /**
     * A least-squares fit.
     *
     * @param elbows Ehi, gap and shape
     * @param slope A, accuracy per nat
     * @param floor B
     * @param fewShotShift Delta
     * @param sumOfSquares weighted sum of squared residuals
     */
    public record Solution(
            EmergenceLawForm form,
            Elbows elbows,
            double slope,
            double floor,
            double fewShotShift,
            double sumOfSquares,
            double[] residuals) {

        public AccuracyCurve curve(FitDesign data) {
            return new AccuracyCurve(
                    form.law(elbows.max(), elbows.gap(), elbows.shape(), data.shots, data.maxExamples()),
                    slope,
                    floor,
                    fewShotShift,
                    data.shots);
        }
    }

    public LeastSquares(FitDesign data, EmergenceLawForm form, boolean shift, double[] weights) {
        this.data = data;
        this.form = form;
        this.shift = shift;
        this.weights = weights;
        hinges = new HingeMoments(data, weights);
        double reach = Math.max(data.maxLoss() - data.minLoss(), 1e-3 * data.maxLoss());
        lower = new double[] {data.minLoss() - reach, Math.log(1e-3 * reach), form.minShape};
        upper = new double[] {data.maxLoss() + 4 * reach, Math.log(100 * reach), form.maxShape};
    }

    public static Solution fit(FitDesign data, EmergenceLawForm form, boolean shift) {
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        return fit(data, form, shift, ones);
    }

    /** @param weights one per row, at least 0 */
    public static Solution fit(FitDesign data, EmergenceLawForm form, boolean shift, double[] weights) {
        LeastSquares fit = new LeastSquares(data, form, shift, weights);
        return fit.polish(fit.search(fit.starts(), WALKS));
    }

    /**
     * A fit for the many of a bootstrap: one walk, which misses the best minimum by a percent or less in one fit of fifty, and no
     * polish on residuals.
     */
    public static Solution quick(FitDesign data, EmergenceLawForm form, boolean shift, double[] weights) {
        LeastSquares fit = new LeastSquares(data, form, shift, weights);
        return fit.solution(fit.search(fit.starts(), 1));
    }

    /** The fit without the last polish, from the optimum under other weights: for weights that change by little. */
    public static Solution refit(FitDesign data, EmergenceLawForm form, boolean shift, double[] weights, Elbows from) {
        LeastSquares fit = new LeastSquares(data, form, shift, weights);
        double[] start = {from.max(), Math.log(from.gap()), from.shape()};
        return fit.solution(fit.search(List.of(start), 1));
    }

    public List<double[]> starts() {
        List<double[]> starts = StartGrid.minima(data, form, shift, hinges, lower, upper);
        starts.add(new double[] {data.maxLoss(), (lower[1] + upper[1]) / 2, 1});
        return starts;
    }

    /** @param starts points (Ehi, ln G, shape) within the bounds, the most promising first */
    double[] search(List<double[]> starts, int walks) {
        Interruption.here().check();
        LocalSearch localSearch = new LocalSearch(data, form, shift, hinges, lower, upper);
        return new GlobalSearch(data, form, hinges, localSearch).best(starts, walks);
    }

    /** The same minimum to full precision, from residuals: on the faces through it where it sits on a kink or bound. */
    Solution polish(double[] point) {
        List<ActiveSet> activeSets =
                ActiveSet.through(point, data, hinges, form, 1e-6 * (data.maxLoss() - data.minLoss()));
        double[] best = point;
        for (ActiveSet activeSet : activeSets.isEmpty() ? List.of(ActiveSet.FREE) : activeSets) {
            double[] end = minimise(activeSet, point);
            if (sumOfSquares(end) < sumOfSquares(best)) best = end;
        }
        return solution(best);
    }

    /** The minimum on a face from a point on it; the point itself where the optimiser makes nothing of it. */
    private double[] minimise(ActiveSet activeSet, double[] from) {
        ElbowPositions positions = data.positions(form);
        double[] target = new double[data.size()];
        for (int i = 0; i < target.length; i++) target[i] = Math.sqrt(weights[i]) * data.accuracy[i];
        LevenbergMarquardt.Model model = (free, value, jacobian) -> {
            double[][] derivative = new double[3][free.length];
            double[] point = activeSet.point(free, from, positions, derivative);
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
                            model,
                            target,
                            activeSet.coordinates(from),
                            activeSet.coordinates(lower),
                            activeSet.coordinates(upper),
                            POLISH)
                    .parameters();
            double[] end = activeSet.point(free, from, positions, new double[3][free.length]);
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
        LinearParameters step = new LinearParameters();
        step.solve(hinges, elbows, shift);
        double[] shapeSlope = new double[elbows.length];
        for (int l = 0; l < elbows.length; l++)
            shapeSlope[l] = coordinates.gap()
                    * form.positionSlope(data.amounts[l], data.shots, data.maxExamples(), coordinates.shape());
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
            jacobian[i][1] = rise * (elbows[l] - coordinates.max());
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
        LinearParameters step = new LinearParameters();
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
