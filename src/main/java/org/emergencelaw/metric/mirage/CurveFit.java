package org.emergencelaw.metric.mirage;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * A curve of three parameters over pretraining loss x, fitted by weighted least squares; y grows with quality. What is linear is
 * solved exactly, the rest searched on a grid and polished.
 *
 * @param value the curve
 * @param parameters in the order of the form's formula
 * @param chiSquared weighted sum of squares
 */
record CurveFit(DoubleUnaryOperator value, double[] parameters, double chiSquared) {

    private static final int GRID = 80;

    /** Most moves of a search. */
    private static final int MOVES = 300;

    /** Three forms, so that neither has a parameter more to bend with. */
    enum Form {
        /** {@code B + A max(0, E - x)}, A at least 0: parameters B, A, E. */
        ELBOW,
        /** {@code B + (1 - B) exp(-(x/c)^a)}, a sharp metric over a power law of the loss per token: B, ln c, ln a. */
        TOKEN_LAW,
        /** {@code u + v (x^a - 1)/a}, bent either way but nowhere kinked: u, v, a. */
        POWER
    }

    static CurveFit fit(Form form, double[] x, double[] y, double[] weights) {
        return switch (form) {
            case ELBOW -> elbow(x, y, weights);
            case TOKEN_LAW -> tokenLaw(x, y, weights, startOfTokenLaw(x, y, weights));
            case POWER -> power(x, y, weights);
        };
    }

    /** As {@link #fit}, from where a fit of nearly the same points ended. */
    static CurveFit refit(Form form, double[] x, double[] y, double[] weights, CurveFit near) {
        return form == Form.TOKEN_LAW
                ? tokenLaw(x, y, weights, new double[] {near.parameters[1], near.parameters[2]})
                : fit(form, x, y, weights);
    }

    private static CurveFit elbow(double[] x, double[] y, double[] weights) {
        double low = Arrays.stream(x).min().orElseThrow(),
                high = Arrays.stream(x).max().orElseThrow();
        double span = Math.max(high - low, 1e-9);
        double at = searched(low + 1e-6 * span, high + span, e -> hinge(x, y, weights, e)[2]);
        double[] line = hinge(x, y, weights, at);
        return new CurveFit(
                loss -> line[0] + line[1] * Math.max(0, at - loss), new double[] {line[0], line[1], at}, line[2]);
    }

    private static double[] hinge(double[] x, double[] y, double[] weights, double at) {
        return line(Arrays.stream(x).map(loss -> Math.max(0, at - loss)).toArray(), y, weights, true);
    }

    private static CurveFit power(double[] x, double[] y, double[] weights) {
        double a = searched(-40, 40, exponent -> line(boxCox(x, exponent), y, weights, false)[2]);
        double[] line = line(boxCox(x, a), y, weights, false);
        double centre = centre(x);
        return new CurveFit(
                loss -> line[0] + line[1] * boxCox(loss / centre, a), new double[] {line[0], line[1], a}, line[2]);
    }

    /** Losses over their mean, so that no power overflows. */
    private static double[] boxCox(double[] x, double a) {
        double centre = centre(x);
        return Arrays.stream(x).map(loss -> boxCox(loss / centre, a)).toArray();
    }

    private static double centre(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double boxCox(double ratio, double a) {
        return Math.abs(a) < 1e-9 ? Math.log(ratio) : Math.expm1(a * Math.log(ratio)) / a;
    }

    private static double[] startOfTokenLaw(double[] x, double[] y, double[] weights) {
        double low = Math.log(Arrays.stream(x).min().orElseThrow()),
                high = Math.log(Arrays.stream(x).max().orElseThrow());
        double[] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 16; i++)
            for (int j = 0; j <= 16; j++) {
                double[] at = {low - 0.7 + (high - low + 0.9) * i / 16, Math.log(0.3) + Math.log(300) * j / 16};
                double chi = gompertz(x, y, weights, at)[1];
                if (chi < least) {
                    least = chi;
                    best = at;
                }
            }
        return best;
    }

    private static CurveFit tokenLaw(double[] x, double[] y, double[] weights, double[] start) {
        double[] found = descended(start, at -> gompertz(x, y, weights, at)[1]);
        double[] fitted = gompertz(x, y, weights, found);
        double floor = fitted[0];
        return new CurveFit(
                loss -> floor + (1 - floor) * survival(loss, found),
                new double[] {floor, found[0], found[1]},
                fitted[1]);
    }

    /**
     * Compass search: eight neighbours, half the step where none is lower. Slower than a simplex, but it settles on the plateaus that
     * a curve has whose bend lies outside the data.
     */
    private static double[] descended(double[] start, ToDoubleFunction<double[]> f) {
        double[] at = start.clone();
        double least = f.applyAsDouble(at);
        double step = 1;
        for (int moves = 0; step > 1e-5 && moves < MOVES; moves++) {
            double[] best = at;
            for (int i = -1; i <= 1; i++)
                for (int j = -1; j <= 1; j++) {
                    double[] there = {at[0] + 0.04 * i * step, at[1] + 0.2 * j * step};
                    double value = f.applyAsDouble(there);
                    if (value < least) {
                        least = value;
                        best = there;
                    }
                }
            if (best == at) step /= 2;
            at = best;
        }
        return at;
    }

    private static double survival(double loss, double[] at) {
        return Math.exp(-Math.exp(Math.min(60, Math.exp(at[1])) * (Math.log(loss) - at[0])));
    }

    /** The floor that fits best, and the weighted sum of squares. */
    private static double[] gompertz(double[] x, double[] y, double[] weights, double[] at) {
        double cross = 0, square = 0;
        double[] g = Arrays.stream(x).map(loss -> survival(loss, at)).toArray();
        for (int i = 0; i < x.length; i++) {
            cross += weights[i] * (y[i] - g[i]) * (1 - g[i]);
            square += weights[i] * (1 - g[i]) * (1 - g[i]);
        }
        double floor = square == 0 ? 0 : Math.max(0, Math.min(0.99, cross / square));
        double chi = 0;
        for (int i = 0; i < x.length; i++) {
            double miss = y[i] - floor - (1 - floor) * g[i];
            chi += weights[i] * miss * miss;
        }
        return new double[] {floor, chi};
    }

    /** The lowest place of a function: a grid, then Brent between the neighbours of its best. */
    private static double searched(double from, double to, UnivariateFunction f) {
        double step = (to - from) / GRID;
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= GRID; i++) {
            double value = f.value(from + i * step);
            if (value < least) {
                least = value;
                best = i;
            }
        }
        double at = from + best * step;
        var found = new BrentOptimizer(1e-9, 1e-12)
                .optimize(
                        new MaxEval(500),
                        new UnivariateObjectiveFunction(f),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.max(from, at - step), Math.max(at, Math.min(to, at + step)), at));
        return found.getValue() <= least ? found.getPoint() : at;
    }

    /** Weighted line: intercept, slope, sum of squares; a slope that may not be negative is then 0. */
    private static double[] line(double[] h, double[] y, double[] weights, boolean rising) {
        double sum = 0, meanH = 0, meanY = 0;
        for (int i = 0; i < h.length; i++) {
            sum += weights[i];
            meanH += weights[i] * h[i];
            meanY += weights[i] * y[i];
        }
        meanH /= sum;
        meanY /= sum;
        double cross = 0, square = 0;
        for (int i = 0; i < h.length; i++) {
            cross += weights[i] * (h[i] - meanH) * (y[i] - meanY);
            square += weights[i] * (h[i] - meanH) * (h[i] - meanH);
        }
        double slope = square > 0 ? cross / square : 0;
        if (rising) slope = Math.max(0, slope);
        double intercept = meanY - slope * meanH;
        double chi = 0;
        for (int i = 0; i < h.length; i++) {
            double miss = y[i] - intercept - slope * h[i];
            chi += weights[i] * miss * miss;
        }
        return new double[] {intercept, slope, chi};
    }
}
