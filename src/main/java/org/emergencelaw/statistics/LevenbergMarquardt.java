package org.emergencelaw.statistics;

import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.ConvergenceChecker;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/** Bounded nonlinear least squares by Hipparchus' Levenberg-Marquardt with an analytic Jacobian. */
public final class LevenbergMarquardt {

    private static final int MAX_ITERATIONS = 5_000;
    private static final double TOLERANCE = 1e-14;

    private LevenbergMarquardt() {}

    /** A model with its derivatives. */
    public interface Model {
        /**
         * @param parameters p values
         * @param value receives n model values
         * @param jacobian receives n rows of p derivatives
         */
        void evaluate(double[] parameters, double[] value, double[][] jacobian);
    }

    /**
     * A minimum of the sum of squares.
     *
     * @param parameters p values
     * @param sumOfSquares sum of squared residuals
     * @param jacobian n rows of p derivatives at the minimum
     */
    public record Optimum(double[] parameters, double sumOfSquares, double[][] jacobian) {

        /**
         * Standard errors {@code sqrt(diag((J'J)^-1) SSE / (n - p))}. Hipparchus' own {@code getSigma} leaves out the residual
         * variance.
         *
         * @throws MathRuntimeException if the Jacobian is singular
         */
        public double[] standardErrors() {
            double[][] covariance = covariance(jacobian, sumOfSquares);
            double[] errors = new double[covariance.length];
            for (int j = 0; j < errors.length; j++) errors[j] = Math.sqrt(covariance[j][j]);
            return errors;
        }
    }

    /**
     * Minimises the sum of squares of {@code target - value}.
     *
     * @param target n values
     * @param begin p values within the bounds
     * @param lower p bounds, may be infinite
     * @param upper p bounds, may be infinite
     * @throws MathRuntimeException if it does not converge within 5,000 iterations
     */
    public static Optimum minimise(Model model, double[] target, double[] begin, double[] lower, double[] upper) {
        return minimise(model, target, begin, lower, upper, MAX_ITERATIONS);
    }

    /**
     * Minimises with an end to patience, from a point that is all but a minimum.
     *
     * @param evaluations of the model, at most
     * @throws MathRuntimeException if it does not converge within them
     */
    public static Optimum minimise(
            Model model, double[] target, double[] begin, double[] lower, double[] upper, int evaluations) {
        LeastSquaresProblem problem = new LeastSquaresBuilder()
                .model(point -> {
                    double[] value = new double[target.length];
                    double[][] jacobian = new double[target.length][begin.length];
                    model.evaluate(point.toArray(), value, jacobian);
                    return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(jacobian, false));
                })
                .target(target)
                .start(begin)
                .parameterValidator(point -> {
                    double[] inside = point.toArray();
                    for (int i = 0; i < inside.length; i++)
                        inside[i] = Math.max(lower[i], Math.min(upper[i], inside[i]));
                    return new ArrayRealVector(inside, false);
                })
                .checker(NEVER)
                .maxEvaluations(evaluations)
                .maxIterations(evaluations)
                .build();
        LeastSquaresOptimizer.Optimum optimum = new LevenbergMarquardtOptimizer()
                .withCostRelativeTolerance(TOLERANCE)
                .withParameterRelativeTolerance(TOLERANCE)
                .withOrthoTolerance(TOLERANCE)
                .optimize(problem);
        double[] residuals = optimum.getResiduals().toArray();
        double sum = 0;
        for (double residual : residuals) sum += residual * residual;
        return new Optimum(
                optimum.getPoint().toArray(), sum, optimum.getJacobian().getData());
    }

    /**
     * Covariance {@code (J'J)^-1 SSE / (n - p)} of the parameters of an optimum, p by p, by QR of the column-scaled Jacobian.
     *
     * @param jacobian n rows of p derivatives, n above p
     * @throws MathRuntimeException if a direction is not determined by the data
     */
    public static double[][] covariance(double[][] jacobian, double sumOfSquares) {
        int n = jacobian.length, p = jacobian[0].length;
        double[] scale = new double[p];
        for (double[] row : jacobian) for (int j = 0; j < p; j++) scale[j] = Math.hypot(scale[j], row[j]);
        RealMatrix scaled = new Array2DRowRealMatrix(n, p);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++) scaled.setEntry(i, j, scale[j] == 0 ? 0 : jacobian[i][j] / scale[j]);
        // 1e-7: a scaled column this close to the others' span has a standard error a million times its parameter
        RealMatrix r = new QRDecomposition(scaled, 1e-7).getR().getSubMatrix(0, p - 1, 0, p - 1);
        RealMatrix inverse = new QRDecomposition(r, 1e-7).getSolver().getInverse();
        RealMatrix covariance = inverse.multiplyTransposed(inverse);
        double variance = sumOfSquares / (n - p);
        double[][] result = new double[p][p];
        for (int j = 0; j < p; j++)
            for (int k = 0; k < p; k++) result[j][k] = covariance.getEntry(j, k) * variance / (scale[j] * scale[k]);
        return result;
    }

    /** Leaves convergence to the optimiser's own three tolerances. */
    private static final ConvergenceChecker<LeastSquaresProblem.Evaluation> NEVER = (iteration, before, now) -> false;
}
