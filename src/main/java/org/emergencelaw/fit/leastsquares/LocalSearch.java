package org.emergencelaw.fit.leastsquares;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;
import org.jspecify.annotations.Nullable;

/**
 * Levenberg-Marquardt on the projected sum of squares over (Ehi, ln G, shape), from prefix sums alone: a step costs well under a
 * microsecond whatever the number of rows, so a search can afford many starts. Normal equations of the projected Jacobian
 * (Kaufman 1975) lose half of the digits, so the winner is polished on the residuals afterwards.
 */
final class LocalSearch {

    private static final int MAX_STEPS = 60;
    private static final double ENOUGH = 1e-13;
    private static final double PROMISE = 1e-15;
    private static final double MIN_DAMPING = 1e-10, MAX_DAMPING = 1e12;
    /** What damping grows by at the first failure in a row, and what that growth grows by at each other. */
    private static final double MIN_GROWTH = 8, GROWTH = 4;
    /** Steps in a row that succeed only after failures: more are the mark of a kink. */
    private static final int MAX_CREEPS = 2;

    private static final int MAX_SLIDES = 3;

    private final HingeMoments hinges;
    private final boolean shift;
    private final double[] lower;
    private final double[] upper;
    private final ElbowPositions positions;
    private final LinearParameters step = new LinearParameters();
    private final double[] position;
    private final double[] positionSlope;
    private final double[] elbows;
    private final double[] past = new double[3];
    private ActiveSet.@Nullable Knot crossed;
    private final double[] gradient = new double[3];
    /** Lower triangle, entry (j, k) at {@code 3 j + k}. */
    private final double[] curvature = new double[9];

    private final NormalEquations equations = new NormalEquations();
    /** Of one level: what a step of each coordinate lifts its hinge by. */
    private final double[] rise = new double[3];
    /** Products of those with intercepts and hinge. */
    private final double[] withFinetuned = new double[3], withFewShot = new double[3], withHinge = new double[3];

    LocalSearch(
            FitDesign data, EmergenceLawForm form, boolean shift, HingeMoments hinges, double[] lower, double[] upper) {
        this.shift = shift;
        this.hinges = hinges;
        this.lower = lower;
        this.upper = upper;
        positions = data.positions(form);
        int levels = data.amounts.length;
        position = new double[levels];
        positionSlope = new double[levels];
        elbows = new double[levels];
    }

    /** Sum of squares at (Ehi, ln G, shape), the linear parameters solved for; infinite outside the bounds. */
    double sumOfSquares(double[] point) {
        for (int j = 0; j < 3; j++)
            if (!(point[j] >= lower[j] && point[j] <= upper[j])) return Double.POSITIVE_INFINITY;
        positions.at(point[2], position);
        double gap = Math.exp(point[1]);
        for (int l = 0; l < elbows.length; l++) elbows[l] = point[0] - gap * (1 - position[l]);
        step.solve(hinges, elbows, shift);
        return step.sumOfSquares;
    }

    /**
     * The local minimum on a face from a point on it.
     *
     * <p>Steps that only succeed after failures, time and again, creep up to a kink; then the kink is held, the minimum on it
     * sought, and the descent goes on from there.
     *
     * @param from (Ehi, ln G, shape)
     * @return a point whose sum of squares is not above that of {@code from}
     */
    double[] minimise(ActiveSet activeSet, double[] from) {
        double[] best = descend(activeSet, from, true);
        for (int slide = 0; slide < MAX_SLIDES && crossed != null; slide++) {
            double[] slid = minimise(activeSet.holding(crossed), best);
            boolean better = sumOfSquares(slid) < sumOfSquares(best);
            best = descend(activeSet, better ? slid : best, better && slide + 1 < MAX_SLIDES);
        }
        return best;
    }

    /** @param watchful whether to end at a kink that steps creep up to, which is then in {@link #crossed} */
    private double[] descend(ActiveSet activeSet, double[] from, boolean watchful) {
        crossed = null;
        double[] free = activeSet.coordinates(from),
                least = activeSet.coordinates(lower),
                most = activeSet.coordinates(upper);
        int p = free.length;
        double[][] derivative = new double[3][p];
        double[] best = activeSet.point(free, from, positions, derivative), failed = best;
        double sum = sumOfSquares(best), damping = 1e-3, growth = MIN_GROWTH;
        double[] g = new double[p], h = new double[9], move = new double[p];
        restrict(best, activeSet, derivative, g, h);
        for (int i = 0, creeps = 0; i < MAX_STEPS && damping < MAX_DAMPING; i++) {
            if (!equations.solve(h, g, damping, free, least, most, move)) break;
            if (!(promised(g, move) > PROMISE * sum + hinges.noise() / 100)) break;
            double[][] trialDerivative = new double[3][p];
            double[] trialFree = new double[p];
            for (int j = 0; j < p; j++) trialFree[j] = Math.max(least[j], Math.min(most[j], free[j] + move[j]));
            double[] trial = activeSet.point(trialFree, from, positions, trialDerivative);
            double trialSum = sumOfSquares(trial);
            if (!(trialSum < sum)) {
                damping = Math.max(damping * growth, 1e-6);
                growth *= GROWTH;
                failed = trial;
                continue;
            }
            boolean done = sum - trialSum <= ENOUGH * sum + hinges.noise() / 10;
            free = trialFree;
            best = trial;
            derivative = trialDerivative;
            sum = trialSum;
            if (done) break;
            creeps = growth > MIN_GROWTH ? creeps + 1 : 0;
            if (watchful && creeps >= MAX_CREEPS && activeSet.narrows()) {
                crossed = between(best, failed, activeSet);
                if (crossed != null) break;
                creeps = 0;
            }
            damping = Math.max(damping / 16, MIN_DAMPING);
            growth = MIN_GROWTH;
            restrict(best, activeSet, derivative, g, h);
        }
        return best;
    }

    /** The first kink on the way from one point to another; null where there is none. */
    private ActiveSet.@Nullable Knot between(double[] here, double[] there, ActiveSet activeSet) {
        ActiveSet.Knot first = null;
        double nearest = Double.POSITIVE_INFINITY;
        for (int l = 0; l < elbows.length; l++) {
            double from = elbow(here, l), to = elbow(there, l);
            OptionalDouble loss = to > from ? hinges.above(l, from) : hinges.below(l, from);
            if (loss.isEmpty() || activeSet.holds(l)) continue;
            double share = (loss.getAsDouble() - from) / (to - from);
            if (!(share <= 1 && share < nearest)) continue;
            nearest = share;
            first = new ActiveSet.Knot(l, loss.getAsDouble());
        }
        return first;
    }

    private double elbow(double[] point, int level) {
        return point[0] - Math.exp(point[1]) * (1 - positions.at(level, point[2]));
    }

    /** What a step would win if the sum of squares were as straight as its gradient, at most. */
    private static double promised(double[] g, double[] move) {
        double promised = 0;
        for (int j = 0; j < g.length; j++) promised -= g[j] * move[j];
        return promised;
    }

    /** Gradient and Gauss-Newton curvature by the coordinates of a face. */
    private void restrict(double[] point, ActiveSet activeSet, double[][] derivative, double[] g, double[] h) {
        differentiate(point);
        if (activeSet == ActiveSet.FREE) {
            System.arraycopy(gradient, 0, g, 0, 3);
            System.arraycopy(curvature, 0, h, 0, 9);
            return;
        }
        for (int a = 0; a < g.length; a++) {
            g[a] = 0;
            for (int j = 0; j < 3; j++) g[a] += derivative[j][a] * gradient[j];
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int j = 0; j < 3; j++) {
                    sum += derivative[j][a] * curvature[4 * j] * derivative[j][b];
                    for (int k = 0; k < j; k++)
                        sum += (derivative[j][a] * derivative[k][b] + derivative[k][a] * derivative[j][b])
                                * curvature[3 * j + k];
                }
                h[3 * a + b] = sum;
            }
        }
    }

    /**
     * Half gradient and half Gauss-Newton curvature of the projected sum of squares by (Ehi, ln G, shape).
     *
     * @param point the one whose sum of squares was asked for last
     */
    private void differentiate(double[] point) {
        positions.slopesAt(point[2], position, positionSlope);
        double gap = Math.exp(point[1]), slope = step.slope;
        Arrays.fill(gradient, 0);
        Arrays.fill(curvature, 0);
        for (double[] sums : new double[][] {withFinetuned, withHinge, withFewShot}) Arrays.fill(sums, 0);
        for (int l = 0; l < elbows.length; l++) {
            hinges.past(l, elbows[l], past);
            double w = past[0];
            if (w == 0) continue;
            boolean own = shift && l == 0;
            double intercept = step.floor + (own ? step.fewShotShift : 0);
            rise[0] = slope;
            rise[1] = -slope * gap * (1 - position[l]);
            rise[2] = slope * gap * positionSlope[l];
            double residual = past[2] - intercept * w - slope * past[1];
            double[] withIntercept = own ? withFewShot : withFinetuned;
            for (int j = 0; j < 3; j++) {
                gradient[j] -= residual * rise[j];
                withHinge[j] += past[1] * rise[j];
                withIntercept[j] += w * rise[j];
            }
            addSquare(w, rise);
        }
        double hingeSquare = step.finetuned.rr + step.fewShot.rr;
        if (step.floor > 0 && step.floor < 1) hingeSquare -= remove(withFinetuned, step.finetuned);
        if (shift) hingeSquare -= remove(withFewShot, step.fewShot);
        if (slope > 0 && hingeSquare > 0) addSquare(-1 / hingeSquare, withHinge);
    }

    private void addSquare(double share, double[] v) {
        double[] h = curvature;
        double v0 = share * v[0], v1 = share * v[1];
        h[0] += v0 * v[0];
        h[3] += v0 * v[1];
        h[4] += v1 * v[1];
        h[6] += v0 * v[2];
        h[7] += v1 * v[2];
        h[8] += share * v[2] * v[2];
    }

    /** Projects an intercept out of the curvature and out of {@code withHinge}; returns what it takes of the hinge's square. */
    private double remove(double[] withIntercept, LinearParameters.Moments rows) {
        addSquare(-rows.perW, withIntercept);
        for (int j = 0; j < 3; j++) withHinge[j] -= withIntercept[j] * rows.r * rows.perW;
        return rows.r * rows.r * rows.perW;
    }
}
