package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Interval90;

/**
 * What anybody could say with a notebook, of few-shot rows alone: the last value; a straight line in log compute through the last half
 * of the models; a logistic curve in log compute; a hinge with equal weights over a grid of places, in log compute or in loss.
 *
 * @param logFlops log2 of compute, ascending
 * @param losses of the same models
 * @param accuracies of the same models
 * @param trivial what guessing scores
 */
record PlainForecasts(double[] logFlops, double[] losses, double[] accuracies, double trivial) {

    private static final int LAST_STEPS = 8;
    private static final double[] QUANTILES = {0.5, 0.05, 0.95};

    static PlainForecasts of(StudyRows visible) {
        List<Observation> rows =
                new ArrayList<>(visible.rows().fewShot(visible.task()).list());
        rows.sort(Comparator.comparingDouble(row -> BenchmarkStudy.flops(row.checkpoint())));
        return new PlainForecasts(
                rows.stream()
                        .mapToDouble(row -> log2(BenchmarkStudy.flops(row.checkpoint())))
                        .toArray(),
                rows.stream()
                        .mapToDouble(row -> row.checkpoint().pretrainLossNats().orElseThrow())
                        .toArray(),
                rows.stream().mapToDouble(Observation::accuracy).toArray(),
                visible.task().trivialAccuracy());
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    Map<String, Interval90> at(double flops, double lossNats, int items) {
        Map<String, Interval90> said = new LinkedHashMap<>();
        said.put(BenchmarkCut.LAST, last());
        said.put("linear", line(log2(flops)));
        said.put("logistic", new PlainLogistic(logFlops, accuracies, trivial).at(log2(flops), items));
        said.put("hinge_compute", new PlainHinge(logFlops, accuracies, 6).at(log2(flops)));
        double[] better = Arrays.stream(losses).map(loss -> -loss).toArray();
        said.put("hinge_loss", new PlainHinge(better, accuracies, 0.5).at(-lossNats));
        return said;
    }

    /** As the largest model, give or take what the last steps were. */
    private Interval90 last() {
        int n = accuracies.length, steps = Math.min(n - 1, LAST_STEPS);
        double squares = 0;
        for (int i = n - steps; i < n; i++) {
            double step = accuracies[i] - accuracies[i - 1];
            squares += step * step / steps;
        }
        double sd = Math.sqrt(squares), value = accuracies[n - 1];
        NormalDistribution normal = NormalDistribution.of(0, 1);
        return interval(p -> value + sd * normal.inverseCumulativeProbability(p));
    }

    /** Least squares, with the t distribution of a new observation. */
    private Interval90 line(double at) {
        int n = accuracies.length, k = Math.min(n, Math.max(4, n / 2)), df = Math.max(1, k - 2);
        double meanX = 0, meanY = 0, xx = 0, xy = 0, rest = 0;
        for (int i = n - k; i < n; i++) {
            meanX += logFlops[i] / k;
            meanY += accuracies[i] / k;
        }
        for (int i = n - k; i < n; i++) {
            xx += (logFlops[i] - meanX) * (logFlops[i] - meanX);
            xy += (logFlops[i] - meanX) * (accuracies[i] - meanY);
        }
        double slope = xx > 0 ? xy / xx : 0;
        for (int i = n - k; i < n; i++) {
            double residual = accuracies[i] - meanY - slope * (logFlops[i] - meanX);
            rest += residual * residual;
        }
        double far = xx > 0 ? (at - meanX) * (at - meanX) / xx : 0;
        double middle = meanY + slope * (at - meanX), sd = Math.sqrt(rest / df * (1 + 1.0 / k + far));
        TDistribution t = TDistribution.of(df);
        return interval(p -> middle + sd * t.inverseCumulativeProbability(p));
    }

    /** Median and 90% interval, within 0 to 1. */
    static Interval90 interval(DoubleUnaryOperator quantile) {
        double[] at = new double[QUANTILES.length];
        for (int i = 0; i < at.length; i++) at[i] = Math.max(0, Math.min(1, quantile.applyAsDouble(QUANTILES[i])));
        return new Interval90(at[0], at[1], at[2]);
    }
}
