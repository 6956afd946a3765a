package org.emergencelaw.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.emergencelaw.statistics.Interval90;

/**
 * {@code trivial + (1 - trivial) / (1 + exp(-k (x - x0)))} in log2 compute by least squares, {@code x0} from 40 doublings before the
 * largest model to 60 past it, {@code k} from 0.01 to 6; draws of both by the curvature at the minimum, with the residual spread and
 * the items of the asked model.
 */
final class PlainLogistic {

    private static final int DRAWS = 1_000;
    private static final double[] K_RANGE = {0.01, 6};
    private static final double[] X0_RANGE = {-40, 60};
    private static final int COARSE = 101;
    private static final int FINE = 9;
    private static final int ZOOMS = 30;
    /** Of x0 and k where the curvature tells nothing. */
    private static final double[] WIDE = {4, 0.04};

    private static final double WIDEST = 1e3;

    private final double[] x;
    private final double[] y;
    private final double trivial;
    private final double[] lower;
    private final double[] upper;
    private double[] best = {0, 0};
    private double least = Double.POSITIVE_INFINITY;

    PlainLogistic(double[] x, double[] y, double trivial) {
        this.x = x;
        this.y = y;
        this.trivial = trivial;
        double most = Arrays.stream(x).max().orElseThrow();
        lower = new double[] {most + X0_RANGE[0], K_RANGE[0]};
        upper = new double[] {most + X0_RANGE[1], K_RANGE[1]};
        search(lower, upper, COARSE);
        double[] half = {(upper[0] - lower[0]) / (COARSE - 1), (upper[1] - lower[1]) / (COARSE - 1)};
        for (int zoom = 0; zoom < ZOOMS; zoom++) {
            search(
                    new double[] {best[0] - half[0], best[1] - half[1]},
                    new double[] {best[0] + half[0], best[1] + half[1]},
                    FINE);
            half[0] *= 0.7;
            half[1] *= 0.7;
        }
    }

    private void search(double[] from, double[] to, int points) {
        for (int i = 0; i < points; i++)
            for (int j = 0; j < points; j++) {
                double x0 = within(0, from[0] + (to[0] - from[0]) * i / (points - 1));
                double k = within(1, from[1] + (to[1] - from[1]) * j / (points - 1));
                double squares = squares(x0, k);
                if (squares < least) {
                    least = squares;
                    best = new double[] {x0, k};
                }
            }
    }

    private double within(int parameter, double value) {
        return Math.max(lower[parameter], Math.min(upper[parameter], value));
    }

    private double squares(double x0, double k) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = y[i] - value(x[i], x0, k);
            sum += residual * residual;
        }
        return sum;
    }

    private double value(double at, double x0, double k) {
        return trivial + (1 - trivial) * sigmoid(k * (at - x0));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-Math.max(-50, Math.min(50, z))));
    }

    Interval90 at(double place, int items) {
        double variance = least / Math.max(1, x.length - 2);
        double[] root = root(variance);
        SplittableRandom random = new SplittableRandom(1);
        double[] draws = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            double z = random.nextGaussian();
            double x0 = best[0] + root[0] * z;
            double k =
                    Math.max(K_RANGE[0], Math.min(K_RANGE[1], best[1] + root[1] * z + root[2] * random.nextGaussian()));
            double run = cut(value(place, x0, k) + Math.sqrt(variance) * random.nextGaussian());
            draws[d] = cut(run + Math.sqrt(Math.max(1e-4, run * (1 - run)) / items) * random.nextGaussian());
        }
        return Interval90.of(draws);
    }

    private static double cut(double accuracy) {
        return Math.max(0, Math.min(1, accuracy));
    }

    /** Cholesky factor of the covariance of x0 and k, {@code (J'J)^-1 s^2}: its three entries. */
    private double[] root(double variance) {
        double a = 0, b = 0, c = 0;
        for (double at : x) {
            double s = sigmoid(best[1] * (at - best[0])), rise = (1 - trivial) * s * (1 - s);
            double d0 = -best[1] * rise, d1 = (at - best[0]) * rise;
            a += d0 * d0;
            b += d0 * d1;
            c += d1 * d1;
        }
        double determinant = a * c - b * b;
        if (!(determinant > 1e-12 * a * c)) return new double[] {Math.sqrt(WIDE[0]), 0, Math.sqrt(WIDE[1])};
        double v0 = Math.min(WIDEST, variance * c / determinant), v1 = Math.min(WIDEST, variance * a / determinant);
        double covariance = Math.max(-WIDEST, Math.min(WIDEST, -variance * b / determinant));
        double first = Math.sqrt(v0), second = first > 0 ? covariance / first : 0;
        return new double[] {first, second, Math.sqrt(Math.max(0, v1 - second * second))};
    }
}
