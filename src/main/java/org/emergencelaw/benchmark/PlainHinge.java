package org.emergencelaw.benchmark;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.emergencelaw.statistics.Interval90;

/**
 * {@code floor + slope max(0, u - e)}, slope at least 0, by least squares at 60 places e among the models and 20 past them, weighted by
 * {@code rss^(-df / 2)}; past them the slope is the usual one times {@code exp(normal(0, 1))}.
 */
final class PlainHinge {

    private static final int AMONG = 60;
    private static final int PAST = 20;
    private static final int SLOPES = 21;
    private static final double FLAT = 1e-9;
    private static final double LEAST_SQUARES = 1e-10;
    private static final double LEAST_WEIGHT = 1e-4;
    private static final double OTHERWISE = 0.1;

    private final Fit[] fits;
    private final double[] weights;
    private final double usualSlope;
    private final int df;

    /**
     * Least squares at one place.
     *
     * @param slope NaN where no model lies past the place
     * @param v00 covariance of floor and slope over the residual variance
     */
    private record Fit(double place, double floor, double slope, double v00, double v01, double v11, double squares) {}

    /** @param past how far past the models the last place lies */
    PlainHinge(double[] u, double[] y, double past) {
        double low = Arrays.stream(u).min().orElseThrow(),
                high = Arrays.stream(u).max().orElseThrow();
        fits = new Fit[AMONG + PAST];
        for (int i = 0; i < AMONG; i++) fits[i] = fit(u, y, low - 1e-9 + (high - 1e-6 - low + 1e-9) * i / (AMONG - 1));
        for (int i = 0; i < PAST; i++) fits[AMONG + i] = fit(u, y, high + past * i / (PAST - 1));
        df = Math.max(1, y.length - 3);
        double best = Arrays.stream(fits).mapToDouble(Fit::squares).min().orElseThrow();
        weights = Arrays.stream(fits)
                .mapToDouble(fit -> Math.pow(fit.squares / best, -df / 2.0))
                .toArray();
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) weights[i] /= total;
        usualSlope = usualSlope();
    }

    private double usualSlope() {
        double[] slopes = IntStream.range(0, fits.length)
                .filter(i -> !Double.isNaN(fits[i].slope) && weights[i] > LEAST_WEIGHT)
                .mapToDouble(i -> fits[i].slope)
                .sorted()
                .toArray();
        if (slopes.length == 0) return OTHERWISE;
        return (slopes[(slopes.length - 1) / 2] + slopes[slopes.length / 2]) / 2;
    }

    private static Fit fit(double[] u, double[] y, double place) {
        int n = y.length;
        double meanH = 0, meanY = 0, hh = 0, hy = 0, most = 0;
        double[] h = new double[n];
        for (int i = 0; i < n; i++) {
            h[i] = Math.max(0, u[i] - place);
            most = Math.max(most, h[i]);
            meanH += h[i] / n;
            meanY += y[i] / n;
        }
        for (int i = 0; i < n; i++) {
            hh += (h[i] - meanH) * (h[i] - meanH);
            hy += (h[i] - meanH) * (y[i] - meanY);
        }
        boolean flat = most <= FLAT;
        double slope = flat || hy < 0 || hh == 0 ? 0 : hy / hh, floor = meanY - slope * meanH, squares = 0;
        for (int i = 0; i < n; i++) {
            double residual = y[i] - floor - slope * h[i];
            squares += residual * residual;
        }
        squares = Math.max(LEAST_SQUARES, squares);
        if (flat || slope == 0) return new Fit(place, meanY, flat ? Double.NaN : 0, 1.0 / n, 0, 0, squares);
        return new Fit(place, floor, slope, 1.0 / n + meanH * meanH / hh, -meanH / hh, 1 / hh, squares);
    }

    Interval90 at(double u) {
        TDistribution t = TDistribution.of(df);
        return PlainForecasts.interval(p -> quantile(u, p, t));
    }

    private double quantile(double u, double p, TDistribution t) {
        // what lies beyond is cut to 0 or 1 anyway
        double low = -1, high = 2;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (cdf(u, middle, t) < p) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private double cdf(double u, double y, TDistribution t) {
        double sum = 0;
        for (int i = 0; i < fits.length; i++) {
            if (weights[i] < 1e-12) continue;
            Fit fit = fits[i];
            double h = Math.max(0, u - fit.place);
            double spread = fit.v00 + 2 * h * fit.v01 + h * h * fit.v11;
            double sd = Math.sqrt(fit.squares / df * (1 + Math.max(0, spread)));
            if (!Double.isNaN(fit.slope) || h == 0) {
                double slope = Double.isNaN(fit.slope) ? 0 : fit.slope;
                sum += weights[i] * t.cumulativeProbability((y - fit.floor - slope * h) / sd);
            } else
                for (int j = 0; j < SLOPES; j++)
                    sum += weights[i] / SLOPES * t.cumulativeProbability((y - fit.floor - slope(j) * h) / sd);
        }
        return sum;
    }

    private double slope(int j) {
        return usualSlope * Math.exp(NormalDistribution.of(0, 1).inverseCumulativeProbability((j + 0.5) / SLOPES));
    }
}
