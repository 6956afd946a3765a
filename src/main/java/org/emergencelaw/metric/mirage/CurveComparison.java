package org.emergencelaw.metric.mirage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.statistics.Accuracy;

/**
 * An elbow against a smooth law on one measure, both of three parameters: which predicts the checkpoints that it has not seen?
 *
 * @param measure accuracy, or the column of a smooth measure
 * @param smooth whether the measure is smooth; then the smooth law is {@code u + v (x^a - 1)/a}, else the per-token law under the
 *     sharp metric, {@code B + (1 - B) exp(-(x/c)^a)}
 * @param checkpoints number of points
 * @param heldOut those that the study holds out; 0 where the strongest quarter stands in for them
 * @param leftOut half the weighted squares of the elbow less those of the smooth law, each checkpoint between the weakest and the
 *     strongest predicted from all others (above 40 checkpoints, every fortieth at once), over the dispersion: the log-likelihood ratio in nats; positive for the smooth law, negative for the elbow
 * @param aheadSmooth root mean squared error of the smooth law over the held-out rows, or over the strongest quarter where no row
 *     is held out, fitted to the others; absent where too few are left to fit
 * @param aheadElbow the same of the elbow
 * @param expected half the weighted squares between the two fitted curves: what {@code leftOut} can be expected to reach if one of
 *     them is true; small means that these points cannot tell them apart
 * @param expectedWithMoreItems the same if every point had been measured on a hundred times the items
 * @param elbowNats loss of the fitted elbow; absent where it has fewer than two points on a side, so that no bend is seen
 * @param dispersion weighted squares per degree of freedom of the better law, at least 1
 */
public record CurveComparison(
        String measure,
        boolean smooth,
        int checkpoints,
        int heldOut,
        double leftOut,
        OptionalDouble aheadSmooth,
        OptionalDouble aheadElbow,
        double expected,
        double expectedWithMoreItems,
        OptionalDouble elbowNats,
        double dispersion) {

    /** Fewest points of a contest: three parameters, and as many points left to judge them. */
    public static final int MIN_CHECKPOINTS = 6;

    /** How many times the other's error still counts as well. */
    private static final double AS_WELL = 1.25;

    /** Fewest visible points of a prediction ahead. */
    private static final int MIN_AHEAD = 4;

    /** Left out one at a time up to here, every fortieth together beyond. */
    private static final int FOLDS = 40;

    /** Run noise that no number of items takes away, as an accuracy. */
    private static final double RUN_NOISE = 0.01;

    /**
     * Points of a contest; y grows with quality.
     *
     * @param variance of y
     * @param floorVariance what would be left of it with ever more items
     */
    record Points(double[] loss, double[] y, double[] variance, double[] floorVariance, boolean[] hidden, int heldOut) {

        Points only(boolean wanted) {
            return at(IntStream.range(0, loss.length)
                    .filter(i -> hidden[i] == wanted)
                    .toArray());
        }

        private Points at(int[] places) {
            boolean[] kept = new boolean[places.length];
            for (int i = 0; i < places.length; i++) kept[i] = hidden[places[i]];
            return new Points(
                    IntStream.of(places).mapToDouble(i -> loss[i]).toArray(),
                    IntStream.of(places).mapToDouble(i -> y[i]).toArray(),
                    IntStream.of(places).mapToDouble(i -> variance[i]).toArray(),
                    IntStream.of(places).mapToDouble(i -> floorVariance[i]).toArray(),
                    kept,
                    heldOut);
        }

        double[] weights() {
            return IntStream.range(0, loss.length)
                    .mapToDouble(i -> 1 / variance[i])
                    .toArray();
        }

        CurveFit fit(CurveFit.Form form) {
            return CurveFit.fit(form, loss, y, weights());
        }
    }

    /** Accuracies with binomial variance, probabilities held within 0.02 and 0.98, and run noise. */
    static Points accuracies(List<FewShotPoint> points) {
        double[] variance = points.stream()
                .mapToDouble(point -> variance(point.accuracy(), 1))
                .toArray();
        double[] more = points.stream()
                .mapToDouble(point -> variance(point.accuracy(), 100))
                .toArray();
        return new Points(
                losses(points),
                points.stream().mapToDouble(point -> point.accuracy().value()).toArray(),
                variance,
                more,
                hidden(points),
                heldOut(points));
    }

    private static double variance(Accuracy accuracy, int times) {
        double p = Math.max(0.02, Math.min(0.98, accuracy.value()));
        return RUN_NOISE * RUN_NOISE + p * (1 - p) / ((double) times * accuracy.items());
    }

    /** Values of a smooth measure, all equally uncertain; the contest finds by how much. */
    static Points measured(List<FewShotPoint> points, Measure measure) {
        List<FewShotPoint> having = points.stream()
                .filter(point -> point.measures().containsKey(measure))
                .toList();
        double[] even = having.stream().mapToDouble(point -> 1).toArray();
        double sign = measure.higherIsBetter() ? 1 : -1;
        return new Points(
                losses(having),
                having.stream()
                        .mapToDouble(point -> sign * point.measures().getOrDefault(measure, 0.0))
                        .toArray(),
                even,
                even,
                hidden(having),
                heldOut(having));
    }

    private static double[] losses(List<FewShotPoint> points) {
        return points.stream()
                .mapToDouble(point -> point.lossNats().orElseThrow())
                .toArray();
    }

    private static int heldOut(List<FewShotPoint> points) {
        return (int) points.stream().filter(FewShotPoint::heldOut).count();
    }

    private static boolean[] hidden(List<FewShotPoint> points) {
        List<Boolean> hidden = new ArrayList<>();
        boolean stated = points.stream().anyMatch(FewShotPoint::heldOut);
        int visible = points.size() - Math.max(1, points.size() / 4);
        for (int i = 0; i < points.size(); i++)
            hidden.add(stated ? points.get(i).heldOut() : i >= visible);
        boolean[] flags = new boolean[hidden.size()];
        for (int i = 0; i < flags.length; i++) flags[i] = hidden.get(i);
        return flags;
    }

    /** @param points at least {@link #MIN_CHECKPOINTS} */
    static CurveComparison of(String measure, boolean smooth, Points points) {
        CurveFit.Form other = smooth ? CurveFit.Form.POWER : CurveFit.Form.TOKEN_LAW;
        CurveFit elbow = points.fit(CurveFit.Form.ELBOW), gentle = points.fit(other);
        int degrees = points.loss().length - 3;
        double scatter = Math.min(elbow.chiSquared(), gentle.chiSquared()) / degrees;
        // of a smooth measure the variance is not known, so the scatter is all there is
        double dispersion = smooth ? Math.max(scatter, 1e-12) : Math.max(1, scatter);
        double expected = 0, more = 0;
        for (int i = 0; i < points.loss().length; i++) {
            double x = points.loss()[i];
            double apart =
                    square(elbow.value().applyAsDouble(x) - gentle.value().applyAsDouble(x));
            expected += apart / points.variance()[i];
            // what the items do not explain, more items do not take away
            more += apart / (points.floorVariance()[i] + (dispersion - 1) * points.variance()[i]);
        }
        double missed = missed(CurveFit.Form.ELBOW, smooth, points, elbow) - missed(other, smooth, points, gentle);
        return new CurveComparison(
                measure,
                smooth,
                points.loss().length,
                points.heldOut(),
                missed / (2 * dispersion),
                ahead(other, smooth, points),
                ahead(CurveFit.Form.ELBOW, smooth, points),
                expected / (2 * dispersion),
                more / 2,
                inside(elbow, points.loss()),
                dispersion);
    }

    /** Weighted squares of the checkpoints between the ends, each predicted by a fit that has not seen it. */
    private static double missed(CurveFit.Form form, boolean smooth, Points points, CurveFit near) {
        int n = points.loss().length, folds = Math.min(n, FOLDS);
        double sum = 0;
        for (int fold = 0; fold < folds; fold++) {
            int out = fold;
            Points rest = points.at(IntStream.range(0, n)
                    .filter(i -> i % folds != out || i == 0 || i == n - 1)
                    .toArray());
            if (rest.loss().length == n) continue;
            CurveFit law = CurveFit.refit(form, rest.loss(), rest.y(), rest.weights(), near);
            for (int i = fold; i < n - 1; i += folds)
                if (i > 0) sum += square(points.y()[i] - held(smooth, law, points.loss()[i])) / points.variance()[i];
        }
        return sum;
    }

    /** What a law predicts; an accuracy within 0 and 1. */
    private static double held(boolean smooth, CurveFit law, double loss) {
        double value = law.value().applyAsDouble(loss);
        return smooth ? value : Math.max(0, Math.min(1, value));
    }

    private static double square(double value) {
        return value * value;
    }

    private static OptionalDouble ahead(CurveFit.Form form, boolean smooth, Points points) {
        Points visible = points.only(false), hidden = points.only(true);
        if (visible.loss().length < MIN_AHEAD) return OptionalDouble.empty();
        CurveFit law = visible.fit(form);
        double sum = 0;
        for (int i = 0; i < hidden.loss().length; i++)
            sum += square(hidden.y()[i] - held(smooth, law, hidden.loss()[i]));
        return OptionalDouble.of(Math.sqrt(sum / hidden.loss().length));
    }

    private static OptionalDouble inside(CurveFit elbow, double[] loss) {
        double at = elbow.parameters()[2];
        long weaker = Arrays.stream(loss).filter(x -> x > at).count();
        return elbow.parameters()[1] > 0 && weaker >= 2 && loss.length - weaker >= 2
                ? OptionalDouble.of(at)
                : OptionalDouble.empty();
    }

    /**
     * Whether one law predicts what the study holds out about as well as the other, {@code error <= }{@value #AS_WELL}{@code x}; true
     * where nothing is held out.
     */
    boolean aheadAsWell(OptionalDouble error, OptionalDouble other) {
        return heldOut == 0
                || error.isEmpty()
                || other.isEmpty()
                || error.getAsDouble() <= AS_WELL * other.getAsDouble();
    }
}
