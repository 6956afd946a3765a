package org.emergencelaw.forecast.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/** What a linear regression with squares, fitted to all but a fold, leaves unexplained in that fold. */
final class CrossValidatedRegression {

    private static final int FOLDS = 5;
    /** Added to the diagonal a draw, so that what varies together does not make it singular. */
    private static final double RIDGE = 1e-9;

    private CrossValidatedRegression() {}

    /** Cross-validated residuals of the target on the measurements and their squares: normal equations of all but a fold. */
    static double[] residuals(double[][] measured, double[] target) {
        double[][] features = features(measured);
        double mean = Arrays.stream(target).average().orElseThrow();
        double[] residuals = new double[target.length];
        double[][][] squares = new double[FOLDS][features[0].length][features[0].length];
        double[][] products = new double[FOLDS][features[0].length];
        for (int i = 0; i < target.length; i++)
            add(features[i], target[i] - mean, squares[i % FOLDS], products[i % FOLDS]);
        for (int fold = 0; fold < FOLDS; fold++) {
            double[] beta = coefficients(fold, squares, products, target.length);
            for (int i = fold; i < target.length; i += FOLDS) {
                residuals[i] = target[i] - mean;
                for (int j = 0; j < beta.length; j++) residuals[i] -= beta[j] * features[i][j];
            }
        }
        return residuals;
    }

    private static void add(double[] x, double y, double[][] squares, double[] products) {
        for (int j = 0; j < x.length; j++) {
            products[j] += x[j] * y;
            for (int k = 0; k < x.length; k++) squares[j][k] += x[j] * x[k];
        }
    }

    private static double[] coefficients(int without, double[][][] squares, double[][] products, int draws) {
        Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(squares[without].length, squares[without].length);
        ArrayRealVector right = new ArrayRealVector(products[without].length);
        for (int fold = 0; fold < FOLDS; fold++)
            if (fold != without) {
                matrix = matrix.add(new Array2DRowRealMatrix(squares[fold], false));
                right = right.add(new ArrayRealVector(products[fold], false));
            }
        for (int j = 0; j < right.getDimension(); j++) matrix.addToEntry(j, j, RIDGE * draws);
        return new CholeskyDecomposition(matrix).getSolver().solve(right).toArray();
    }

    /** One, the measurements and their squares, in standard units; what does not vary is left out. */
    private static double[][] features(double[][] measured) {
        int n = measured.length;
        List<double[]> columns = new ArrayList<>();
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        columns.add(ones);
        for (int j = 0; j < measured[0].length; j++) {
            double mean = 0, squares = 0;
            for (double[] row : measured) mean += row[j] / n;
            for (double[] row : measured) squares += (row[j] - mean) * (row[j] - mean) / n;
            if (squares < 1e-16) continue;
            double[] line = new double[n], square = new double[n];
            for (int i = 0; i < n; i++) {
                line[i] = (measured[i][j] - mean) / Math.sqrt(squares);
                square[i] = line[i] * line[i];
            }
            columns.add(line);
            columns.add(square);
        }
        double[][] features = new double[n][columns.size()];
        for (int i = 0; i < n; i++) for (int j = 0; j < columns.size(); j++) features[i][j] = columns.get(j)[i];
        return features;
    }
}
