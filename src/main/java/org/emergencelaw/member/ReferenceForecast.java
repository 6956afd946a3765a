package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What is usual where an ability can be learnt, whatever this study's few-shot accuracies do: it emerges at about three times the
 * largest visible compute, {@code e ~ normal(1.7, 1.5)} doublings, and rises by {@code ln a ~ normal(ln 0.4, 1)} a doubling.
 *
 * <p>In forecasting such a forecast from a reference class is called climatology. Elbow and slope are 25 times 9 equally likely
 * quantiles; the floor and the share of "never" are those that the hinge found.
 */
final class ReferenceForecast {

    private static final NormalDistribution ELBOW = NormalDistribution.of(1.7, 1.5);
    private static final int ELBOWS = 25;
    private static final NormalDistribution LOG_SLOPE = NormalDistribution.of(Math.log(0.4), 1);
    private static final int SLOPES = 9;
    private static final double FLOOR_SD = 0.01;
    private static final double RUN_NOISE = 0.02;

    private ReferenceForecast() {}

    static CurveMixture of(HingePosterior hinge) {
        double floor = hinge.meanFloor();
        List<HingeCurve> curves = new ArrayList<>();
        for (int i = 0; i < ELBOWS; i++)
            for (int j = 0; j < SLOPES; j++)
                curves.add(curve(quantile(ELBOW, i, ELBOWS), Math.exp(quantile(LOG_SLOPE, j, SLOPES)), floor));
        double[] weights = new double[curves.size() + 1];
        Arrays.fill(weights, (1 - hinge.pNever()) / curves.size());
        weights[curves.size()] = hinge.pNever();
        curves.add(curve(Double.POSITIVE_INFINITY, 0, floor));
        return CurveMixture.of(weights, curves);
    }

    private static double quantile(NormalDistribution distribution, int i, int count) {
        return distribution.inverseCumulativeProbability((i + 0.5) / count);
    }

    private static HingeCurve curve(double elbow, double slope, double floor) {
        return new HingeCurve(elbow, slope, floor, FLOOR_SD, RUN_NOISE, 0);
    }
}
