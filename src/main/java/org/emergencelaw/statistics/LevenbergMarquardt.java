package org.emergencelaw.statistics;

import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
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
            return StandardErrors.of(jacobian, sumOfSquares);
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

    /** Leaves convergence to the optimiser's own three tolerances. */
    private static final ConvergenceChecker<LeastSquaresProblem.Evaluation> NEVER = (iteration, before, now) -> false;
}
