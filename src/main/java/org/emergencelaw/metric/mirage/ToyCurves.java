package org.emergencelaw.metric.mirage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.emergencelaw.metric.ChoiceScores;
import org.emergencelaw.metric.EmergenceScore;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.statistics.Accuracy;

/**
 * The toy model forwards: what each metric makes of one smooth per-token law over model sizes, and the emergence score that it
 * would earn.
 *
 * @param points a quarter of a decade apart
 * @param scores emergence score of each metric over these sizes; {@code exact_match_measured} is what the median measurement on so
 *     many items would show
 */
public record ToyCurves(Settings settings, List<Point> points, List<FewShotSeries.Scored> scores) {

    private static final int PER_DECADE = 4;

    /**
     * @param alpha exponent of the loss per token, below 0
     * @param c parameters at which it is 1 nat
     * @param answerTokens tokens of an answer, L
     * @param samples answers of which one must be right, k
     * @param items items of the measurement, n
     * @param from smallest model, parameters
     * @param to largest model, parameters
     */
    public record Settings(double alpha, double c, int answerTokens, int samples, int items, double from, double to) {

        public static final Settings DEFAULT = new Settings(-0.3, 1e9, 5, 1, 200, 1e7, 1e12);

        public Settings {
            new ToyModel(c, alpha);
            requireCount("answer_tokens", answerTokens, 1000);
            requireCount("samples", samples, 1000);
            requireCount("items", items, 1_000_000);
            if (!(from >= 1 && to > from && to <= 1e18))
                throw new IllegalArgumentException(
                        "from and to must rise within 1 and 1e18, were " + from + " and " + to);
        }

        private static void requireCount(String name, int value, int most) {
            if (!(value >= 1 && value <= most))
                throw new IllegalArgumentException(name + " must be from 1 to " + most + ", was " + value);
        }
    }

    /**
     * One model size.
     *
     * @param exactMatch all tokens right, in one of the samples
     * @param brier {@code (1 - p)^2}, of a token
     * @param measured90 90% of measurements on so many items show an exact match in here
     * @param measured the median measurement
     * @param readsZero probability that a measurement shows 0
     */
    public record Point(
            double params,
            double lossPerToken,
            double tokenAccuracy,
            double exactMatch,
            double tokenEditDistance,
            double brier,
            double measured,
            Accuracy.Interval measured90,
            double readsZero) {}

    public static ToyCurves of(Settings settings) {
        ToyModel toy = new ToyModel(settings.c(), settings.alpha());
        int steps = (int) Math.round(PER_DECADE * Math.log10(settings.to() / settings.from()));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= Math.max(2, steps); i++)
            points.add(point(
                    toy,
                    settings,
                    settings.from() * Math.pow(settings.to() / settings.from(), i / Math.max(2.0, steps))));
        return new ToyCurves(
                settings,
                points,
                List.of(
                        scored("token_accuracy", true, points, true, Point::tokenAccuracy),
                        scored("brier", true, points, false, Point::brier),
                        scored("token_edit_distance", true, points, false, Point::tokenEditDistance),
                        scored("exact_match", false, points, true, Point::exactMatch),
                        scored("exact_match_measured", false, points, true, Point::measured)));
    }

    private static Point point(ToyModel toy, Settings settings, double params) {
        double p = toy.tokenAccuracy(params);
        double exact = ToyModel.anyRight(ToyModel.allRight(p, settings.answerTokens()), settings.samples());
        BinomialDistribution measured = new BinomialDistribution(null, settings.items(), exact);
        return new Point(
                params,
                toy.lossPerToken(params),
                p,
                exact,
                ToyModel.editDistance(p, settings.answerTokens()),
                ChoiceScores.brierBinary(p),
                (double) measured.inverseCumulativeProbability(0.5) / settings.items(),
                new Accuracy.Interval(
                        (double) measured.inverseCumulativeProbability(0.05) / settings.items(),
                        (double) measured.inverseCumulativeProbability(0.95) / settings.items()),
                measured.probability(0));
    }

    private static FewShotSeries.Scored scored(
            String name, boolean smooth, List<Point> points, boolean higherIsBetter, ToDoubleFunction<Point> value) {
        double[] values = points.stream().mapToDouble(value).toArray();
        return new FewShotSeries.Scored(name, smooth, values.length, EmergenceScore.of(values, higherIsBetter));
    }
}
