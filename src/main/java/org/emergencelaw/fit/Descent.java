package org.emergencelaw.fit;

/**
 * Levenberg-Marquardt on the projected sum of squares over (Ehi, ln G, shape), from prefix sums alone: a step costs well under a
 * microsecond whatever the number of rows, so a search can afford many starts. Normal equations of the projected Jacobian
 * (Kaufman 1975) lose half of the digits, so the winner is polished on the residuals afterwards.
 */
final class Descent {

    private static final int MOST_STEPS = 60;
    private static final double ENOUGH = 1e-13;
    private static final double PROMISE = 1e-15;

    private final HingeMoments hinges;
    private final boolean shift;
    private final double[] lower;
    private final double[] upper;
    private final Positions positions;
    private final LinearStep step = new LinearStep();
    private final double[] position;
    private final double[] positionSlope;
    private final double[] elbows;
    private final double[] past;
    private final double[] gradient = new double[3];
    private final double[][] curvature = new double[3][3];

    Descent(FitData data, LawForm form, boolean shift, HingeMoments hinges, double[] lower, double[] upper) {
        this.shift = shift;
        this.hinges = hinges;
        this.lower = lower;
        this.upper = upper;
        positions = new Positions(data, form);
        int levels = data.amounts.length;
        position = new double[levels];
        positionSlope = new double[levels];
        elbows = new double[levels];
        past = new double[3 * levels];
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
     * @param from (Ehi, ln G, shape)
     * @return a point whose sum of squares is not above that of {@code from}
     */
    double[] minimise(Face face, double[] from) {
        double[] free = face.coordinates(from), least = face.coordinates(lower), most = face.coordinates(upper);
        int p = free.length;
        double[][] derivative = new double[3][p];
        double[] best = face.point(free, from, positions, derivative);
        double sum = sumOfSquares(best);
        double damping = 1e-3;
        double[] g = new double[p], move = new double[p];
        double[][] h = new double[p][p];
        boolean fresh = false;
        for (int i = 0; i < MOST_STEPS && damping < 1e12; i++) {
            if (!fresh) {
                restrict(best, derivative, g, h);
                fresh = true;
            }
            if (!NormalEquations.solve(h, g, damping, free, least, most, move)) return best;
            if (!(promised(g, move) > PROMISE * sum + hinges.noise() / 100)) return best;
            double[][] trialDerivative = new double[3][p];
            double[] trialFree = new double[p];
            for (int j = 0; j < p; j++) trialFree[j] = Math.max(least[j], Math.min(most[j], free[j] + move[j]));
            double[] trial = face.point(trialFree, from, positions, trialDerivative);
            double trialSum = sumOfSquares(trial);
            if (!(trialSum < sum)) {
                damping = Math.max(damping * 8, 1e-6);
                continue;
            }
            boolean done = sum - trialSum <= ENOUGH * sum + hinges.noise() / 10;
            free = trialFree;
            best = trial;
            derivative = trialDerivative;
            sum = trialSum;
            damping = Math.max(damping / 16, 1e-10);
            fresh = false;
            if (done) break;
        }
        return best;
    }

    /** What a step would win if the sum of squares were as straight as its gradient, at most. */
    private static double promised(double[] g, double[] move) {
        double promised = 0;
        for (int j = 0; j < g.length; j++) promised -= g[j] * move[j];
        return promised;
    }

    /** Gradient and Gauss-Newton curvature by the coordinates of a face. */
    private void restrict(double[] point, double[][] derivative, double[] g, double[][] h) {
        differentiate(point);
        for (int a = 0; a < g.length; a++) {
            g[a] = 0;
            for (int j = 0; j < 3; j++) g[a] += derivative[j][a] * gradient[j];
            for (int b = 0; b < g.length; b++) {
                h[a][b] = 0;
                for (int j = 0; j < 3; j++)
                    for (int k = 0; k < 3; k++) h[a][b] += derivative[j][a] * curvature[j][k] * derivative[k][b];
            }
        }
    }

    /**
     * Half gradient and half Gauss-Newton curvature of the projected sum of squares by (Ehi, ln G, shape).
     *
     * @param point the one whose sum of squares was asked for last
     */
    private void differentiate(double[] point) {
        positions.slopesAt(point[2], positionSlope);
        double gap = Math.exp(point[1]), slope = step.slope;
        double[] finetuned = new double[3], withHinge = new double[3], fewShot = new double[3], rise = new double[3];
        for (int j = 0; j < 3; j++) {
            gradient[j] = 0;
            for (int k = 0; k < 3; k++) curvature[j][k] = 0;
        }
        boolean floorFree = step.floor > 0 && step.floor < 1;
        for (int l = 0; l < elbows.length; l++) {
            hinges.past(l, elbows[l], past);
            double w = past[3 * l], wr = past[3 * l + 1], wy = past[3 * l + 2];
            boolean own = shift && l == 0;
            double intercept = step.floor + (own ? step.fewShotShift : 0);
            rise[0] = slope;
            rise[1] = -slope * gap * (1 - position[l]);
            rise[2] = slope * gap * positionSlope[l];
            double residual = wy - intercept * w - slope * wr;
            for (int j = 0; j < 3; j++) {
                gradient[j] -= residual * rise[j];
                withHinge[j] += wr * rise[j];
                for (int k = 0; k < 3; k++) curvature[j][k] += w * rise[j] * rise[k];
                if (own) fewShot[j] = w * rise[j];
                else finetuned[j] += w * rise[j];
            }
        }
        double hingeSquare = step.finetuned.rr + step.fewShot.rr;
        if (floorFree) hingeSquare -= remove(finetuned, withHinge, step.finetuned);
        if (shift) hingeSquare -= remove(fewShot, withHinge, step.fewShot);
        if (slope > 0 && hingeSquare > 0)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 3; k++) curvature[j][k] -= withHinge[j] * withHinge[k] / hingeSquare;
    }

    /** Projects an intercept out of the curvature and out of {@code withHinge}; returns what it takes of the hinge's square. */
    private double remove(double[] withIntercept, double[] withHinge, LinearStep.Moments rows) {
        if (!(rows.w > 0)) return 0;
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) curvature[j][k] -= withIntercept[j] * withIntercept[k] / rows.w;
            withHinge[j] -= withIntercept[j] * rows.r / rows.w;
        }
        return rows.r * rows.r / rows.w;
    }
}
