package org.emergencelaw.metric.mirage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.FewShotPoint;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Split;
import org.emergencelaw.statistics.Accuracy;

/**
 * The toy model backwards on a series: the smooth per-token curve that its accuracies imply, whether a power law explains all of
 * it, and whether the same law, fitted without the held-out checkpoints, predicts them.
 *
 * @param scale what the law is over
 * @param points what each accuracy implies, the weakest checkpoint first
 * @param whole the law of all points
 * @param visible the law of the points that were not held out
 * @param heldOut the rows that were held out; where no row is, the strongest fifth of the checkpoints
 * @param heldOutError mean |predicted - observed| over them; absent without a visible law
 * @param constantError the same for the guess that nothing improves on the strongest visible checkpoint
 */
public record ImpliedCurve(
        String scale,
        int answerTokens,
        List<Implied> points,
        PerTokenLaw.Outcome whole,
        PerTokenLaw.Outcome visible,
        List<HeldOut> heldOut,
        OptionalDouble heldOutError,
        OptionalDouble constantError) {

    /**
     * One accuracy, and what it implies for a token.
     *
     * @param wilson90 90% interval of the accuracy
     * @param tokenAccuracy p with {@code accuracy = t + (1 - t) p^L}; 0 at or below guessing
     * @param token90 what the ends of the interval imply
     */
    public record Implied(
            String model,
            double scale,
            Split split,
            Accuracy accuracy,
            Accuracy.Interval wilson90,
            double tokenAccuracy,
            Accuracy.Interval token90) {}

    /** A checkpoint that the visible law had not seen. */
    public record HeldOut(
            String model,
            double scale,
            double observed,
            PerTokenLaw.Predicted predicted,
            double error,
            boolean within) {}

    /**
     * @param series its points that state the scale enter
     * @param answerTokens tokens of an answer, L
     * @param trivial trivial accuracy
     */
    public static ImpliedCurve of(FewShotSeries series, Scale scale, int answerTokens, double trivial) {
        List<FewShotPoint> points = series.points().stream()
                .filter(point -> scale.of(point.checkpoint()).isPresent())
                .toList();
        if (points.isEmpty())
            throw new IllegalArgumentException("no checkpoint of " + series.task() + " states " + scale.column());
        List<FewShotPoint> hidden = hidden(points);
        List<FewShotPoint> seen =
                points.stream().filter(point -> !hidden.contains(point)).toList();
        PerTokenLaw.Outcome whole = fit(points, scale, answerTokens, trivial);
        PerTokenLaw.Outcome visible = fit(seen, scale, answerTokens, trivial);
        List<HeldOut> heldOut = new ArrayList<>();
        visible.law().ifPresent(law -> hidden.forEach(point -> heldOut.add(predicted(law, point, x(point, scale)))));
        return new ImpliedCurve(
                scale.column(),
                answerTokens,
                points.stream()
                        .map(point -> implied(point, x(point, scale), answerTokens, trivial))
                        .toList(),
                whole,
                visible,
                heldOut,
                heldOut.stream().mapToDouble(row -> Math.abs(row.error())).average(),
                constantError(seen, heldOut));
    }

    private static List<FewShotPoint> hidden(List<FewShotPoint> points) {
        List<FewShotPoint> stated =
                points.stream().filter(point -> point.split() == Split.HELD_OUT).toList();
        if (!stated.isEmpty()) return stated;
        return points.subList(points.size() - Math.max(1, points.size() / 5), points.size());
    }

    private static double x(FewShotPoint point, Scale scale) {
        return scale.of(point.checkpoint()).orElseThrow();
    }

    private static PerTokenLaw.Outcome fit(List<FewShotPoint> points, Scale scale, int answerTokens, double trivial) {
        return PerTokenLaw.fit(
                points.stream()
                        .map(point -> new PerTokenLaw.Point(x(point, scale), point.accuracy()))
                        .toList(),
                answerTokens,
                trivial);
    }

    private static Implied implied(FewShotPoint point, double scale, int answerTokens, double trivial) {
        Accuracy.Interval wilson = point.accuracy().wilson(0.9);
        return new Implied(
                point.checkpoint().model(),
                scale,
                point.split(),
                point.accuracy(),
                wilson,
                token(point.accuracy().value(), answerTokens, trivial),
                new Accuracy.Interval(
                        token(wilson.low(), answerTokens, trivial), token(wilson.high(), answerTokens, trivial)));
    }

    private static double token(double accuracy, int answerTokens, double trivial) {
        return Math.exp(-PerTokenLaw.impliedLoss(accuracy, answerTokens, trivial));
    }

    private static HeldOut predicted(PerTokenLaw law, FewShotPoint point, double scale) {
        PerTokenLaw.Predicted predicted = law.predict(scale, point.accuracy().items());
        double observed = point.accuracy().value();
        return new HeldOut(
                point.checkpoint().model(),
                scale,
                observed,
                predicted,
                predicted.accuracy() - observed,
                predicted.holds(observed));
    }

    private static OptionalDouble constantError(List<FewShotPoint> seen, List<HeldOut> heldOut) {
        double last = seen.stream()
                .max(Comparator.comparingDouble(
                        point -> Scale.TRAIN_FLOPS.of(point.checkpoint()).orElse(0)))
                .map(point -> point.accuracy().value())
                .orElse(0.0);
        return heldOut.stream()
                .mapToDouble(row -> Math.abs(last - row.observed()))
                .average();
    }

    /** What to make of it, in words. */
    public String words() {
        String fits = whole.law()
                .map(PerTokenLaw::words)
                .orElseGet(() -> "No smooth per-token law can be fitted: "
                        + whole.reason().orElseThrow() + ".");
        if (heldOutError.isEmpty()) return fits;
        long within = heldOut.stream().filter(HeldOut::within).count();
        return fits + " Fitted without " + DisplayNumbers.plural(heldOut.size(), "held-out checkpoint")
                + " it misses their accuracy by " + DisplayNumbers.decimal3(heldOutError) + " on average ("
                + DisplayNumbers.decimal3(constantError)
                + " if nothing had improved on the strongest one seen); its 90% intervals cover " + within + " of "
                + heldOut.size() + ".";
    }

    /** What is called the size of a checkpoint. */
    public enum Scale {
        /** N. */
        PARAMS,
        /** C, as stated or 6 N T, FLOPs. */
        TRAIN_FLOPS,
        /** Held-out cross-entropy, nats per token; falls with quality. */
        PRETRAIN_LOSS_NATS;

        /** Absent where the checkpoint does not say. */
        public OptionalDouble of(Checkpoint checkpoint) {
            return switch (this) {
                case PARAMS -> checkpoint.params();
                case TRAIN_FLOPS -> checkpoint.computeFlops(ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN);
                case PRETRAIN_LOSS_NATS -> checkpoint.pretrainLossNats();
            };
        }

        /** Name of its column. */
        public String column() {
            return DisplayNames.key(this);
        }
    }
}
