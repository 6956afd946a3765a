package org.emergencelaw.statistics;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;

/** Standard errors of a least-squares optimum. */
public final class StandardErrors {

    private StandardErrors() {}

    /**
     * {@code sqrt(diag((J'J)^-1) SSE / (n - p))}, by QR of the column-scaled Jacobian.
     *
     * @param jacobian n rows of p derivatives, n above p
     * @throws org.hipparchus.exception.MathRuntimeException if a direction is not determined by the data
     */
    static double[] of(double[][] jacobian, double sumOfSquares) {
        double[][] covariance = covariance(jacobian, sumOfSquares);
        double[] errors = new double[covariance.length];
        for (int j = 0; j < errors.length; j++) errors[j] = Math.sqrt(covariance[j][j]);
        return errors;
    }

    /** {@code (J'J)^-1 SSE / (n - p)}, shape p by p. */
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
}
